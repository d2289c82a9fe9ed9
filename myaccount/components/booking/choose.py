"""What, with whom, where: lists to choose from, and what has been chosen."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Text, t
from myaccount.views.booking import LocationChoice, PractitionerChoice, TreatmentChoice


@dataclass(frozen=True)
class Chosen:
    """One answer that was given: what it says, and how to give another."""

    drawing: str
    name: Text
    line: Text
    change: Text
    on_change: Any
    can_change: Any = True


def treatments(offered: rx.Var[list[TreatmentChoice]], on_choose: Any) -> rx.Component:
    """Offer what can be booked, in the groups of the clinic."""
    return _question(
        "what", t("book.what"), t("book.treatments"), rx.foreach(offered, lambda one: _treatment(one, on_choose))
    )


def practitioners(offered: rx.Var[list[PractitionerChoice]], on_choose: Any, anybody: str) -> rx.Component:
    """Offer who can be booked; first of all whoever is free first."""
    drawing = rx.el.span(icon("people"), aria_hidden="true", class_name="initials")
    first = _entry(on_choose(anybody), drawing, t("book.anybody"), t("book.anybody.help"))
    return _question(
        "who",
        t("book.with_whom"),
        t("book.practitioners"),
        first,
        rx.foreach(offered, lambda one: _person(one, on_choose)),
    )


def locations(offered: rx.Var[list[LocationChoice]], on_choose: Any) -> rx.Component:
    """Offer where."""
    return _question(
        "where",
        t("book.where"),
        t("book.locations"),
        rx.foreach(offered, lambda one: _entry(on_choose(one.id), icon("pin"), one.name, one.address, key=one.id)),
    )


def chosen(answers: list[tuple[Any, Chosen]]) -> rx.Component:
    """List the answers that have been given, each of which can be changed."""
    return rx.el.div(*[rx.cond(is_given, _answer(one)) for is_given, one in answers], class_name="book-chosen")


def _answer(one: Chosen) -> rx.Component:
    change = button(t("book.change"), on_click=one.on_change, aria_label=one.change, look="plain")
    return rx.el.div(
        icon(one.drawing),
        rx.el.div(rx.el.strong(one.name), rx.cond(one.line, rx.el.span(one.line, class_name="small"))),
        rx.cond(one.can_change, change),
        class_name="book-answer",
    )


def _question(name: str, title: Text, list_name: Text, *entries: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title, id=f"ask-{name}"),
        rx.el.ul(*entries, aria_label=list_name, class_name="book-list"),
        aria_labelledby=f"ask-{name}",
        class_name="book-step",
    )


def _treatment(one: TreatmentChoice, on_choose: Any) -> rx.Component:
    drawing = rx.cond(one.is_online, icon("video"), rx.cond(one.is_class, icon("people"), icon("person")))
    return rx.fragment(
        rx.cond(one.group, rx.el.li(rx.el.h3(one.group), class_name="book-group")),
        _entry(on_choose(one.id), drawing, one.name, one.line),
        key=one.id,
    )


def _person(one: PractitionerChoice, on_choose: Any) -> rx.Component:
    initials = rx.el.span(one.initials, aria_hidden="true", class_name="initials")
    return _entry(on_choose(one.id), initials, one.name, one.line, key=one.id)


def _entry(on_click: Any, drawing: rx.Component, name: Text, line: Text, **props: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            drawing,
            rx.el.span(rx.el.strong(name), rx.cond(line, rx.el.span(line, class_name="small")), class_name="book-name"),
            icon("arrow-right"),
            type="button",
            on_click=on_click,
            class_name="book-entry",
        ),
        **props,
    )
