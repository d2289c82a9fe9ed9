"""For whom a page acts, if not for whoever is signed in: a line on every page, the menu, and what is closed."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Text, t
from myaccount.views.family import FamilyChoice


@dataclass(frozen=True)
class ActingFor:
    """The line, blank where nobody else is acted for; for whom one might; what is closed to them, and the ways."""

    line: Text
    choices: rx.Var[list[FamilyChoice]]
    closed: rx.Var[list[str]]
    here: Text
    on_act: Any
    on_back: Any


def acting_bar(acting: ActingFor) -> rx.Component:
    """Say on every page for whom it acts, with the way back."""
    return rx.cond(
        acting.line,
        rx.el.section(
            icon("people"),
            rx.el.p(rx.el.strong(acting.line)),
            _back(acting, "button button-quiet button-small"),
            aria_label=t("acting.region"),
            class_name="acting-bar",
        ),
    )


def acting_choices(acting: ActingFor) -> rx.Component:
    """Offer in the account menu for whom to act, and the way back."""
    offered = rx.el.div(
        rx.el.p(t("acting.for"), id="acting-for", class_name="small"),
        rx.el.ul(rx.foreach(acting.choices, lambda one: _choice(one, acting)), aria_labelledby="acting-for"),
        class_name="acting-choices",
    )
    return rx.fragment(rx.cond(acting.choices, offered), rx.cond(acting.line, _back(acting, "button button-quiet")))


def unless_closed(acting: ActingFor, *content: rx.Component) -> rx.Component:
    """Show a page, or say that it is not open to whoever acts for another."""
    help_line, way = rx.el.p(t("acting.closed.help"), class_name="small"), _back(acting, "button button-main")
    return rx.cond(acting.here, empty_state("people", acting.here, help_line, way), rx.fragment(*content))


def _choice(one: FamilyChoice, acting: ActingFor) -> rx.Component:
    return rx.el.li(
        button(one.name, on_click=acting.on_act(one.id)),
        key=one.id,
    )


def _back(acting: ActingFor, looks: str) -> rx.Component:
    return rx.el.button(t("acting.back"), type="button", on_click=acting.on_back, class_name=looks)
