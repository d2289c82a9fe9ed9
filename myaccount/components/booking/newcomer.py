"""Who is coming: the boxes for somebody who books for the first time, and the code from their mail."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.account.contact_form import ContactBoxes
from myaccount.components.booking.steps import StepFocus
from myaccount.components.kit.button import button, submit
from myaccount.components.kit.fields import field, pair
from myaccount.components.kit.notice import error_summary, wrong_boxes
from myaccount.components.kit.text import Text, t


@dataclass(frozen=True)
class Guest:
    """What a guest has said so far (a NewcomerForm), what is wrong with it, and what the buttons do.

    `sign_in` is the way for whoever has an account.
    """

    form: Any
    version: Any
    attempt: Any
    problems: Any
    summary: Text
    code_error: Text
    on_introduce: Any
    on_prove: Any
    on_again: Any
    on_edit: Any
    sign_in: rx.Component


def who_is_coming(guest: Guest, stage: Any, confirm: rx.Component) -> rx.Component:
    """Ask who it is, then for the code, then offer to book."""
    known = rx.el.div(
        rx.el.p(t("book.for", name=guest.form.first_name + " " + guest.form.last_name)),
        rx.el.p(guest.form.email, class_name="small"),
        button(t("book.edit_details"), on_click=guest.on_edit, look="plain"),
        confirm,
        class_name="form-card",
    )
    shown = rx.match(stage, ("known", known), ("code", _code(guest)), _form(guest))
    return rx.fragment(shown, StepFocus.create(step=stage, heading=".book-review ~ * :is(h2, p)"))


def _form(guest: Guest) -> rx.Component:
    boxes = ContactBoxes(guest.form, guest.version, guest.problems)
    number = {"type": "tel", "input_mode": "tel"}
    return rx.el.div(
        rx.el.p(
            t("book.have_account"),
            " ",
            guest.sign_in,
            class_name="book-sign-in",
        ),
        rx.el.form(
            rx.cond(
                guest.summary,
                rx.fragment(error_summary(guest.summary, wrong_boxes(guest.problems)), key=guest.attempt),
            ),
            rx.el.h2(t("book.details")),
            pair(
                boxes.box("first_name", auto_complete="given-name", auto_capitalize="words", dir="auto"),
                boxes.box("last_name", auto_complete="family-name", auto_capitalize="words", dir="auto"),
            ),
            boxes.box("email", type="email", input_mode="email", auto_complete="email", auto_capitalize="none"),
            pair(
                boxes.box("mobile", auto_complete="tel", optional=True, **number),
                boxes.box("date_of_birth", label=t("book.date_of_birth"), type="date", auto_complete="bday"),
            ),
            rx.el.div(
                field(t("book.website"), "website", auto_complete="off", tab_index=-1),
                aria_hidden="true",
                class_name="book-unseen",
            ),
            submit(t("book.go_on")),
            on_submit=guest.on_introduce,
            no_validate=True,
            aria_label=t("book.details"),
            class_name="form-card",
        ),
    )


def _code(guest: Guest) -> rx.Component:
    return rx.el.form(
        rx.el.h2(t("book.who")),
        rx.el.p(t("book.code_sent", email=guest.form.email)),
        field(
            t("book.code"),
            "code",
            help_line=t("book.code.help"),
            error=guest.code_error,
            auto_complete="one-time-code",
            input_mode="numeric",
            class_name="box box-code",
        ),
        rx.el.div(
            submit(t("book.code_button")),
            button(t("book.code_again"), on_click=guest.on_again, look="plain"),
            button(t("book.edit_details"), on_click=guest.on_edit, look="plain"),
            class_name="book-actions",
        ),
        on_submit=guest.on_prove,
        no_validate=True,
        aria_label=t("book.code"),
        class_name="form-card",
    )
