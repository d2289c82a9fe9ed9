"""What the clinic asks for to book: a card on file, or money; the card to use, and the button."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.account.paying import PayButton, card_words, pay_with, refused, under_way
from myaccount.components.booking.embedded import CONTINUE, WHOLE_WINDOW, ticket_box
from myaccount.components.kit.button import submit
from myaccount.components.kit.icons import icon
from myaccount.components.kit.native_form import native_form
from myaccount.components.kit.text import Text, t


@dataclass(frozen=True)
class Step:
    """What the step shows: a Review as `asked`, the State that pays as `pays`, and the way to book with a card on file.

    `form` is the form for a card.
    """

    asked: Any
    pays: Any
    language: Text
    form: rx.Component
    book: rx.Component


def payment_step(step: Step) -> rx.Component:
    """Take what is asked for, before anything is booked."""
    pays = step.pays
    is_open = (pays.stage == "waiting") | (pays.stage == "pending")
    is_refused = (pays.stage == "declined") | (pays.stage == "cancelled")
    return rx.el.div(
        rx.el.div(rx.cond(is_refused, refused(pays.line)), role="alert"),
        rx.cond(is_open, under_way(pays, step.language), _choose(step)),
        class_name="stack book-pay",
    )


def payment_ahead(asked: Any, clinic: Text) -> rx.Component:
    """Lead on to a window of its own, where a frame on a website has come to paying."""
    to = rx.el.input(type="hidden", name="to", value="payment")
    go_on = submit(t("book.pay.go_on"))
    form = native_form(ticket_box(asked.ticket), to, go_on, action=CONTINUE, target=WHOLE_WINDOW)
    return _section(asked, rx.el.p(t("book.pay.go_on.help", clinic=clinic), class_name="small"), form)


def lost(line: Text) -> rx.Component:
    """Say that a time is gone that was paid for, and where the money goes."""
    return rx.el.div(refused(line), role="alert")


def _choose(step: Step) -> rx.Component:
    pays, asks_card = step.pays, step.asked.asks == "card"
    cards = rx.cond(
        asks_card,
        rx.el.ul(rx.foreach(pays.rows, _on_file), aria_labelledby="pay-with", class_name="pay-cards"),
        pay_with(pays.rows, pays.chosen, pays.answers, pays.choose),
    )
    pay = PayButton.create(
        label=t("book.pay.book", amount=step.asked.asks_amount),
        busy_label=t("balance.paying"),
        answers=pays.answers,
        on_pay=pays.pay,
        class_name="button button-main pay-button",
    )
    can_book = rx.cond(asks_card, pays.has_card, pays.rows.length() > 0)
    return rx.fragment(
        _section(
            step.asked,
            rx.el.div(rx.cond(pays.done, rx.el.p(icon("check"), pays.done, class_name="saved-line")), role="status"),
            rx.cond(pays.rows, cards),
            rx.cond(pays.adding, rx.fragment(), _add(pays, can_book)),
        ),
        rx.cond(pays.adding, step.form, rx.cond(can_book, rx.cond(asks_card, step.book, pay))),
    )


def _section(asked: Any, *more: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("book.pay.step"), id="pay-with"),
        rx.cond(asked.asks_cents > 0, rx.el.p(t("book.pay.keeps"), class_name="small")),
        *more,
        aria_labelledby="pay-with",
        class_name="form-card",
    )


def _add(pays: Any, can_book: Any) -> rx.Component:
    return rx.el.button(
        icon("plus"),
        rx.cond(pays.rows, t("balance.another"), t("book.pay.add")),
        type="button",
        on_click=pays.add,
        class_name=rx.cond(can_book, "button button-quiet", "button button-main"),
    )


def _on_file(row: Any) -> rx.Component:
    return rx.el.li(icon("card"), card_words(row), key=row.id, class_name="pay-card pay-card-kept")
