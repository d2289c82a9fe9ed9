"""The question before the desk cancels a visit: why, and whether the patient is told."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button, submit
from myaccount.components.kit.dialog import dialog
from myaccount.components.kit.fields import check_field, field, field_error, select_field
from myaccount.components.kit.text import Text, t
from myaccount.domain.desk import NOTE_AT_MOST, STAFF_REASONS
from myaccount.views.schedule import VisitPanel


@dataclass(frozen=True)
class CancelAsked:
    """Which visit is to be cancelled, and what each answer does."""

    is_open: Any
    visit: VisitPanel
    error: Text
    on_cancel: Any
    on_keep: Any


def desk_cancel_dialog(asked: CancelAsked) -> rx.Component:
    """Ask whether a visit is really to be cancelled, why, and whether the patient is told."""
    visit = asked.visit
    return dialog(
        t("desk.cancel_title"),
        rx.el.div(
            rx.el.strong(visit.who),
            rx.el.span(visit.what, ", ", visit.day, ", ", visit.time),
            class_name="dialog-about",
        ),
        rx.cond(visit.money, rx.el.p(visit.money)),
        rx.el.p(t("desk.cancel_line"), class_name="small"),
        rx.cond(asked.is_open, _form(asked)),
        actions=[
            submit(t("desk.cancel_confirm"), custom_attrs={"form": "desk-cancel"}, look="danger"),
            button(t("desk.keep"), on_click=asked.on_keep),
        ],
        name="desk-cancel-dialog",
        open_when=asked.is_open,
        on_close=asked.on_keep,
    )


def _form(asked: CancelAsked) -> rx.Component:
    visit = asked.visit
    reasons = [(reason, t(f"desk.reason.{reason}")) for reason in STAFF_REASONS]
    return rx.el.form(
        select_field(t("desk.reason"), reasons, name="reason"),
        field(
            t("desk.note"),
            "note",
            help_line=t("desk.note.help"),
            optional=True,
            max_length=NOTE_AT_MOST,
            auto_complete="off",
        ),
        rx.cond(asked.error, field_error(asked.error, "note")),
        rx.cond(
            visit.in_grace,
            rx.el.p(t("desk.not_told.grace"), class_name="small"),
            rx.cond(
                visit.has_email,
                check_field(t("desk.tell"), "tell", default_checked=True),
                rx.el.p(t("desk.not_told.no_email"), class_name="small"),
            ),
        ),
        id="desk-cancel",
        on_submit=asked.on_cancel,
        aria_labelledby="desk-cancel-dialog-title",
        class_name="fields",
    )
