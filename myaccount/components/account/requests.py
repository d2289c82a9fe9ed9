"""What a patient can ask the clinic for: the button, the open requests, and the dialog in which one is written."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button, submit
from myaccount.components.kit.dialog import dialog
from myaccount.components.kit.fields import field_error
from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Flag, Text, t
from myaccount.domain.tasks import NOTE_AT_MOST
from myaccount.views.tasks import OwnRequest

FORM = "request"


@dataclass(frozen=True)
class Requests:
    """The open requests and what became of the last one, the state of the dialog, and what each button does."""

    waiting: rx.Var[list[OwnRequest]]
    done: Text
    is_asking: Flag
    error: Text
    whom_to_ask: rx.Component
    sent: Any
    on_ask: Any
    on_keep: Any
    on_send: Any
    on_withdraw: Any


def requests_card(asked: Requests) -> rx.Component:
    """Offer to ask for a correction, and show the requests that are open."""
    return rx.el.section(
        rx.el.h2(t("requests.title"), id="requests"),
        rx.el.p(t("requests.lead")),
        rx.cond(asked.waiting, _open_ones(asked)),
        rx.el.div(
            button(t("requests.ask"), on_click=asked.on_ask),
            rx.el.div(rx.cond(asked.done, rx.el.p(icon("check"), asked.done, class_name="saved-line")), role="status"),
            class_name="save",
        ),
        _dialog(asked),
        aria_labelledby="requests",
        class_name="form-card",
    )


def _open_ones(asked: Requests) -> rx.Component:
    return rx.el.ul(
        rx.foreach(asked.waiting, lambda one: _open_one(one, asked)),
        aria_label=t("requests.open"),
        class_name="requests",
    )


def _open_one(one: OwnRequest, asked: Requests) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(one.kind, id=f"request-{one.id}"),
            rx.el.p(one.since, class_name="small"),
            rx.el.p(one.note, dir="auto", class_name="note"),
            rx.cond(one.due, rx.el.p(one.due, class_name="small")),
        ),
        button(
            t("requests.withdraw"),
            on_click=asked.on_withdraw(one.id),
            aria_describedby=f"request-{one.id}",
            look="plain",
        ),
        key=one.id,
    )


def _dialog(asked: Requests) -> rx.Component:
    return dialog(
        t("requests.ask"),
        rx.el.form(
            rx.el.div(
                rx.el.label(t("requests.note"), html_for="note", class_name="field-label"),
                rx.el.p(t("requests.note.help"), id="note-help", class_name="field-help"),
                rx.el.textarea(
                    id="note",
                    name="note",
                    rows=5,
                    max_length=NOTE_AT_MOST,
                    dir="auto",
                    aria_describedby=rx.cond(asked.error, "note-error note-help", "note-help"),
                    aria_invalid=rx.cond(asked.error, "true", "false"),
                    class_name="box",
                ),
                rx.el.div(rx.cond(asked.error, field_error(asked.error, "note")), role="alert"),
                asked.whom_to_ask,
                class_name="field",
            ),
            on_submit=asked.on_send,
            no_validate=True,
            id=FORM,
            key=asked.sent,
        ),
        actions=[
            submit(t("requests.send"), form=FORM),
            button(t("requests.keep"), on_click=asked.on_keep),
        ],
        name="asking",
        open_when=asked.is_asking,
        on_close=asked.on_keep,
    )
