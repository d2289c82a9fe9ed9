"""The last page of a form that asks for a card: what is on file already, or the way to add one."""

from typing import Any

import reflex as rx

from myaccount.components.account.card_list import card_list
from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import t
from myaccount.views.forms import CARD

NAME = f"question-{CARD}"


def card_page(state: Any, add: rx.Component) -> rx.Component:
    """Ask for a card as a section of its own. `add` is how one is added; with a good one nothing is asked any more."""
    asks = rx.cond(state.card == "required", t("form.card.required"), t("form.card.optional"))
    there = rx.el.p(icon("check"), rx.el.span(t("form.card.there")), class_name="saved-line")
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("form.card.title"), id=f"{NAME}-label", tab_index=-1),
            rx.el.p(asks, " ", t("form.card.lead"), class_name="lead"),
        ),
        rx.el.div(
            rx.el.div(
                rx.el.div(rx.cond(state.has_card, there), role="status"),
                rx.cond(state.cards, card_list(state.cards, lambda _card: [])),
                rx.cond(state.has_card, rx.fragment(), add),
                id=f"{NAME}-box",
                role="group",
                aria_labelledby=f"{NAME}-label",
                class_name="card-question",
            ),
            id=NAME,
            class_name="question",
        ),
        custom_attrs={"data-section": CARD},
        class_name="form-section",
    )
