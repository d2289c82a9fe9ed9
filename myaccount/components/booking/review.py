"""What is about to be booked, and what has just been."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.account.visit_question import question_form
from myaccount.components.kit.button import button, submit
from myaccount.components.kit.focus import FocusHere
from myaccount.components.kit.icons import icon
from myaccount.components.kit.native_form import native_form
from myaccount.components.kit.text import in_pieces, t
from myaccount.components.scripts import script
from myaccount.views.booking import Booked, Review


class Countdown(rx.Component):
    """Shows how many minutes and seconds are left of so many seconds."""

    library = script("booking/countdown.jsx")
    tag = "Countdown"

    seconds: rx.Var[int]
    name: rx.Var[str]


@dataclass(frozen=True)
class Acts:
    """What the buttons below a finished booking do; the way to an account, and the way out."""

    on_more: Any
    on_whoops: Any
    on_answer: Any
    account: rx.Component
    done: rx.Component


def review(shown: Review, on_back: Any) -> rx.Component:
    """Show what is held, for how long, and what it costs to change one's mind."""
    held = rx.el.p(
        icon("clock"),
        rx.el.span(
            t("book.held"), " ", Countdown.create(seconds=shown.seconds_left, name=t("book.held"), key=shown.id)
        ),
        class_name="book-held",
    )
    return rx.el.section(
        rx.el.h2(t("book.review"), id="book-review"),
        _facts(shown),
        rx.cond(shown.price_line, rx.el.p(shown.price_line, class_name="book-price")),
        rx.el.div(rx.cond(shown.cover_line, _cover(shown)), rx.cond(shown.asks_line, _asked(shown)), role="status"),
        rx.el.p(shown.policy_line, class_name="small"),
        rx.cond(shown.seconds_left > 0, held),
        button(t("book.change_when"), on_click=on_back, look="plain"),
        aria_labelledby="book-review",
        class_name="form-card book-review",
    )


def thanks(shown: Booked, acts: Acts) -> rx.Component:
    """Say that it is booked, and offer to take it back for as long as that goes."""
    title = rx.cond(shown.was_moved, t("book.moved"), t("book.thanks"))
    return rx.el.section(
        FocusHere.create(rx.el.h2(icon("check"), title, id="book-thanks")),
        _facts(shown.review),
        rx.cond(shown.review.cover_line, _cover(shown.review)),
        rx.cond(shown.paid_line, rx.el.p(icon("check"), rx.el.span(shown.paid_line), class_name="book-cover")),
        rx.el.p(rx.cond(shown.email, t("book.thanks.line", email=shown.email), t("book.thanks.plain"))),
        rx.cond(shown.question, question_form(shown.id, shown.question, shown.answer, acts.on_answer)),
        rx.cond(shown.can_undo, _whoops(shown, acts)),
        rx.cond(shown.needs_account, acts.account),
        rx.el.div(
            button(t("book.more"), on_click=acts.on_more),
            acts.done,
            class_name="book-actions",
        ),
        aria_labelledby="book-thanks",
        class_name="form-card book-thanks",
    )


def _facts(shown: Review) -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.strong(shown.title)),
        rx.el.p(icon("calendar"), rx.el.span(shown.day_line)),
        rx.el.p(icon("clock"), rx.el.span(in_pieces(shown.time_line))),
        rx.el.p(icon("person"), rx.el.span(shown.practitioner)),
        rx.el.p(rx.cond(shown.is_online, icon("video"), icon("pin")), rx.el.span(shown.place)),
        class_name="book-facts",
    )


def _cover(shown: Review) -> rx.Component:
    return rx.el.p(icon("ticket"), rx.el.span(shown.cover_line, dir="auto"), class_name="book-cover")


def _asked(shown: Review) -> rx.Component:
    return rx.el.p(icon("card"), rx.el.span(shown.asks_line), class_name="book-cover")


def _whoops(shown: Booked, acts: Acts) -> rx.Component:
    back = t("book.put_back.help", time=shown.undo_until, before=shown.before_line)
    return rx.el.div(
        rx.el.p(rx.cond(shown.was_moved, back, t("book.whoops.help", time=shown.undo_until)), class_name="small"),
        button(
            rx.cond(shown.was_moved, t("book.put_back"), t("booking.whoops")),
            on_click=acts.on_whoops(shown.id),
            look="plain",
        ),
        class_name="book-whoops",
    )


def account_way(action: str, *hidden: rx.Component, **props: str) -> rx.Component:
    """Lead whoever has booked for the first time on to an account."""
    return native_form(
        rx.el.p(t("book.account.help"), class_name="small"),
        submit(t("book.account")),
        *hidden,
        action=action,
        **props,
    )
