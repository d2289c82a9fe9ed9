"""When: a strip of days and a list of times, all of them buttons."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.contact import Contact, contact_links
from myaccount.components.kit.focus import FocusHere
from myaccount.components.kit.icons import icon
from myaccount.components.kit.notice import told
from myaccount.components.kit.text import Flag, Text, t
from myaccount.views.booking import DayChoice, TimeChoice


@dataclass(frozen=True)
class Calendar:
    """The days (DayChoice), the one that is open, its times (TimeChoice), and what choosing does.

    `instead` says why another day is open than a link asks for.
    """

    days: Any
    day: Text
    day_label: Text
    instead: Text
    times: Any
    zone_line: Text
    has_more: Flag
    shows_who: Flag
    on_day: Any
    on_time: Any
    on_more: Any


def calendar(shown: Calendar, contact: Contact) -> rx.Component:
    """Offer the days with something free, and the times of the one that is open."""
    return rx.el.section(
        rx.el.h2(t("book.when"), id="ask-when"),
        rx.cond(shown.days.length() > 0, _open(shown, contact), _nothing(contact)),
        aria_labelledby="ask-when",
        class_name="book-step",
    )


def gone(nearest: Any, on_time: Any) -> rx.Component:
    """Say that somebody else was quicker, and offer what is close."""
    return FocusHere.create(
        rx.el.div(
            icon("alert"),
            rx.el.div(
                rx.el.strong(t("book.taken")),
                rx.cond(nearest.length() > 0, rx.el.p(t("book.taken.help"))),
                rx.el.ul(rx.foreach(nearest, lambda one: _near(one, on_time)), class_name="book-times"),
                class_name="notice-body",
            ),
            class_name="notice notice-wrong",
        ),
        role="alert",
        class_name="summary",
    )


def _open(shown: Calendar, contact: Contact) -> rx.Component:
    more = button(t("book.more_days"), on_click=shown.on_more, look="plain")
    return rx.fragment(
        rx.el.div(
            rx.el.ul(
                rx.foreach(shown.days, lambda one: _day(one, shown)), aria_label=t("book.days"), class_name="book-days"
            ),
            rx.cond(shown.has_more, more),
            class_name="book-strip",
        ),
        rx.cond(shown.instead, told(shown.instead)),
        rx.el.h3(shown.day_label, class_name="book-day-name"),
        rx.el.p(shown.zone_line, class_name="small"),
        rx.cond(shown.times.length() > 0, _times(shown), rx.el.p(t("book.no_times"))),
        _asked(shown, contact),
    )


def _day(one: DayChoice, shown: Calendar) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(one.label, class_name="unseen"),
            rx.el.span(
                rx.el.span(one.weekday),
                rx.el.span(one.number, class_name="tile-day"),
                rx.el.span(one.month),
                aria_hidden="true",
                class_name="book-tile",
            ),
            type="button",
            aria_pressed=rx.cond(one.day == shown.day, "true", "false"),
            on_click=shown.on_day(one.day),
            class_name=rx.cond(one.contact_only, "book-day book-day-contact", "book-day"),
        ),
        key=one.day,
    )


def _times(shown: Calendar) -> rx.Component:
    return rx.el.ul(
        rx.foreach(shown.times, lambda one: _time(one, shown)), aria_label=t("book.times"), class_name="book-times"
    )


def _time(one: TimeChoice, shown: Calendar) -> rx.Component:
    who = rx.cond(shown.shows_who, rx.el.span(one.practitioner, class_name="small"))
    seats = rx.cond(one.seats_line, rx.el.span(one.seats_line, class_name="small"))
    take = rx.el.button(
        rx.el.span(one.label),
        " ",
        who,
        seats,
        type="button",
        on_click=shown.on_time(one.at, one.staff_id, one.class_id),
        class_name="book-time",
    )
    asked = rx.el.span(
        rx.el.span(one.label), " ", rx.el.span(t("book.contact"), class_name="small"), class_name="book-time book-ask"
    )
    return rx.el.li(rx.cond(one.contact, asked, take), key=f"{one.at}-{one.staff_id}-{one.class_id}")


def _near(one: TimeChoice, on_time: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(one.label),
            " ",
            rx.el.span(one.day_label, class_name="small"),
            type="button",
            on_click=on_time(one.at, one.staff_id, one.class_id),
            class_name="book-time",
        ),
        key=f"{one.at}-{one.staff_id}",
    )


def _asked(shown: Calendar, contact: Contact) -> rx.Component:
    """Say how to reach the clinic below times of which any is booked with it."""
    asks = shown.times.contains(True, "contact")
    return rx.cond(asks, rx.el.div(rx.el.p(t("book.contact.help")), contact_links(contact)))


def _nothing(contact: Contact) -> rx.Component:
    return rx.el.div(icon("calendar"), rx.el.p(t("book.no_days")), contact_links(contact), class_name="empty")
