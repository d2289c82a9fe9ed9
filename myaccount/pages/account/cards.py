"""Credit Cards on File."""

from typing import Any

import reflex as rx

from myaccount.components.account.card_form import card_form
from myaccount.components.account.card_list import act, card_list, sure_dialog
from myaccount.components.kit.button import button
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.icons import icon
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.frame import framed
from myaccount.state.account.cards import AddCardState, CardsState
from myaccount.state.shell import ShellState

ROUTE = "/account/cards"
TITLE = "nav.cards"
LOAD = CardsState.load
REMOVAL = ("cards.ask.title", "cards.ask.line", "cards.ask.send", "cards.keep")


def page() -> rx.Component:
    """Show the cards, and the form for another one."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.cond(
            CardsState.loaded,
            rx.cond(CardsState.is_open, _cards(), rx.el.p(t("cards.off"), class_name="lead")),
            rows_skeleton(2),
        ),
        sure_dialog(
            "asking",
            REMOVAL,
            CardsState.about,
            CardsState.asking != "",
            on_go=CardsState.send,
            on_keep=CardsState.keep,
        ),
    )


def add_card() -> rx.Component:
    """Show the form for a card."""
    return card_form(
        AddCardState.form,
        ShellState.lang,
        AddCardState.answers,
        on_saved=AddCardState.saved,
        on_keep=AddCardState.keep,
    )


def _cards() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("cards.lead"), class_name="lead"),
        rx.el.div(
            rx.cond(AddCardState.done, rx.el.p(icon("check"), AddCardState.done, class_name="saved-line")),
            role="status",
        ),
        rx.cond(CardsState.rows, card_list(CardsState.rows, _acts)),
        rx.cond(AddCardState.is_open, add_card(), _offer()),
        class_name="stack card-page",
    )


def _offer() -> rx.Component:
    return rx.cond(CardsState.rows, _add(), empty_state("card", t("cards.none"), _add()))


def _add() -> rx.Component:
    return button(icon("plus"), t("cards.add"), on_click=AddCardState.begin, look="main")


def _acts(row: Any) -> list[rx.Component]:
    return [
        rx.cond(row.is_default, rx.fragment(), act("cards.make_default", row, CardsState.make_default(row.id))),
        rx.cond(row.asked_line, rx.fragment(), act("cards.ask", row, CardsState.ask(row.id))),
    ]
