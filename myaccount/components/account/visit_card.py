"""The visit card: when, what, with whom, where, what may be done until when, and the buttons for it."""

from typing import Any

import reflex as rx

from myaccount.components.account.visit_question import asked_on_card
from myaccount.components.kit.button import button
from myaccount.components.kit.contact import Contact, contact_links
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link, outside_link
from myaccount.components.kit.text import in_pieces, t
from myaccount.views.appointments import VisitCard


def upcoming_card(card: VisitCard, contact: Contact, on_cancel: Any, on_answer: Any) -> rx.Component:
    """Show a visit that is still to come, with what may be done about it."""
    return _card(
        card,
        rx.cond(card.contact_title, None, rx.cond(card.verdict_line, _verdict(card))),
        rx.cond(card.question, asked_on_card(card, on_answer)),
        foot=rx.el.div(
            rx.cond(card.begin_url, _begin(card)),
            rx.cond(card.contact_title, _contact(card, contact)),
            _actions(card, on_cancel),
            class_name="visit-foot",
        ),
    )


def past_card(card: VisitCard) -> rx.Component:
    """Show a visit that is past, with what became of it."""
    return _card(card, _badge(card))


def plain_card(card: VisitCard, *foot: rx.Component) -> rx.Component:
    """Show a visit without judging it."""
    return _card(card, foot=rx.el.div(*foot, class_name="visit-foot"))


def folded_card(card: VisitCard, book: rx.Component) -> rx.Component:
    """Say in a line, at the place of the card, what has just been cancelled, with the way to `book` again."""
    told = rx.el.div(
        rx.el.strong(rx.cond(card.money, t("visit.cancelled.prepaid"), t("visit.cancelled"))),
        rx.el.span(card.label),
        rx.cond(card.money, rx.el.span(card.money)),
        class_name="folded-words",
    )
    return rx.el.div(icon("check"), told, book, role="status", class_name="folded")


def _card(card: VisitCard, *more: rx.Component, foot: rx.Component | None = None) -> rx.Component:
    return rx.el.article(
        _date_tile(card),
        rx.el.div(_head(card), _facts(card), *more, class_name="visit-body"),
        *([foot] if foot else []),
        aria_label=card.label,
        class_name=rx.cond(card.is_today, "visit visit-today", "visit"),
    )


def _date_tile(card: VisitCard) -> rx.Component:
    return rx.el.div(
        rx.el.span(card.weekday),
        rx.el.span(card.day, class_name="tile-day"),
        rx.el.span(card.month),
        aria_hidden="true",
        class_name="date-tile",
    )


def _head(card: VisitCard) -> rx.Component:
    return rx.el.div(
        rx.el.h2(card.title, id=f"visit-{card.id}"),
        rx.el.p(card.day_line, class_name="visit-when"),
        rx.el.p(in_pieces(card.time_line), class_name="visit-time"),
        class_name="visit-head",
    )


def _facts(card: VisitCard) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.span(card.initials, aria_hidden="true", class_name="initials"),
            rx.el.span(card.practitioner),
            class_name="visit-fact",
        ),
        rx.el.div(
            rx.cond(card.is_online, icon("video"), icon("pin")),
            rx.el.div(rx.el.span(card.place), rx.cond(card.map_url, _map(card))),
            class_name="visit-fact",
        ),
        class_name="visit-facts",
    )


def _map(card: VisitCard) -> rx.Component:
    return outside_link(
        t("visit.map"),
        href=card.map_url,
        aria_label=t("visit.map_of", place=card.place_address) + " " + t("shell.new_tab"),
    )


def _verdict(card: VisitCard) -> rx.Component:
    return rx.el.p(icon("clock"), rx.el.span(in_pieces(card.verdict_line, ",")), class_name="visit-verdict")


def _contact(card: VisitCard, contact: Contact) -> rx.Component:
    return rx.el.div(
        rx.el.strong(card.contact_title),
        rx.el.p(card.verdict_line, class_name="small"),
        contact_links(contact),
        class_name="contact-to-cancel",
    )


def _badge(card: VisitCard) -> rx.Component:
    drawing = rx.match(
        card.state, ("arrived", icon("check")), ("no_show", icon("alert")), ("cancelled", icon("minus")), icon("clock")
    )
    return rx.el.p(drawing, rx.el.span(card.state_line), class_name=f"badge badge-{card.state}")


def _begin(card: VisitCard) -> rx.Component:
    """Lead to the call by a full load: camera and microphone are allowed to that page alone."""
    return file_link(icon("video"), t("visit.begin"), href=card.begin_url, class_name="button button-begin")


def _actions(card: VisitCard, on_cancel: Any) -> rx.Component:
    cancel = button(t("visit.cancel"), on_click=on_cancel(card.id), aria_describedby=f"visit-{card.id}")
    calendar = file_link(
        icon("calendar-add"),
        t("visit.calendar"),
        href=card.calendar_url,
        download=True,
        class_name="button button-plain",
    )
    move = file_link(
        t("visit.reschedule"), href=card.move_url, aria_describedby=f"visit-{card.id}", class_name="button button-quiet"
    )
    changes = rx.fragment(rx.cond(card.move_url, move), rx.cond(card.can_cancel, cancel))
    return rx.el.div(changes, calendar, class_name="visit-actions")
