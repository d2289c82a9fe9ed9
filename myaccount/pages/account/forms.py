"""Intake Forms."""

import reflex as rx

from myaccount.components.account.form_cards import form_cards
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.frame import contact, framed
from myaccount.state.account.forms import FormsState

ROUTE = "/account/forms"
TITLE = "nav.forms"
LOAD = FormsState.load


def page() -> rx.Component:
    """List what waits to be filled in, and what was submitted."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.el.p(t("forms.lead"), class_name="lead"),
        rx.cond(FormsState.loaded, _all(), rows_skeleton(3)),
    )


def _all() -> rx.Component:
    return rx.el.div(
        rx.cond(FormsState.waiting, form_cards(t("forms.waiting"), "waiting", FormsState.waiting)),
        rx.cond(FormsState.done, form_cards(t("forms.done"), "done", FormsState.done)),
        rx.cond(
            FormsState.waiting,
            rx.fragment(),
            rx.cond(
                FormsState.done, rx.fragment(), empty_state("clipboard", t("forms.none"), contact_links(contact()))
            ),
        ),
        class_name="forms",
    )
