"""One intake form."""

import reflex as rx

from myaccount.components.account.paper_form import missing_summary, paper_form
from myaccount.components.kit.button import button
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import link
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.account.cards import add_card
from myaccount.pages.account.forms import ROUTE as LIST
from myaccount.pages.frame import contact, framed
from myaccount.state.account.cards import AddCardState
from myaccount.state.account.form import FormState as State

ROUTE = "/account/forms/[form_id]"
TITLE = "form.title"
LOAD = State.load


def page() -> rx.Component:
    """Fill in a form section by section, or read what became of it."""
    return framed(
        rx.cond(State.name, State.name, t(TITLE)),
        LIST,
        rx.el.div(
            link(icon("arrow-left"), t("form.back"), to=LIST, class_name="way-back"),
            rx.cond(State.loaded, rx.cond(State.shown, _form(), _gone()), rows_skeleton(3)),
            class_name="form-page",
        ),
    )


def _form() -> rx.Component:
    return rx.fragment(
        rx.match(
            State.stands,
            ("open", _open()),
            ("submitted", _submitted()),
            ("withdrawn", _closed("form.is_withdrawn")),
            _closed("form.is_expired"),
        )
    )


def _open() -> rx.Component:
    return rx.fragment(
        rx.cond(State.is_returned | (State.note != ""), _returned()),
        rx.cond(State.is_carried, rx.el.p(t("form.carried.lead"), class_name="form-carried-lead")),
        missing_summary(State.missing, State.misses),
        paper_form(State, _card()),
    )


def _card() -> rx.Component:
    begin = button(icon("plus"), t("cards.add"), on_click=AddCardState.begin)
    return rx.cond(AddCardState.is_open, add_card(), rx.el.div(begin))


def _returned() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("form.is_returned"), id="returned"),
        rx.el.p(State.note, dir="auto", class_name="form-note"),
        rx.cond(State.is_returned, _as_it_is()),
        aria_labelledby="returned",
        class_name="form-returned",
    )


def _as_it_is() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("form.is_returned.next")),
        button(icon("check"), t("form.confirm"), on_click=State.confirm),
    )


def _submitted() -> rx.Component:
    copy = link(icon("page"), t("form.copy"), to=State.copy_url, class_name="button button-quiet")
    return rx.el.div(
        icon("check"),
        rx.el.p(t("form.is_submitted", at=State.done)),
        rx.cond(State.copy_url, copy),
        class_name="form-over",
    )


def _closed(key: str) -> rx.Component:
    return rx.el.div(icon("page"), rx.el.p(t(key)), contact_links(contact()), role="status", class_name="form-over")


def _gone() -> rx.Component:
    return empty_state("clipboard", t("form.gone"), contact_links(contact()))
