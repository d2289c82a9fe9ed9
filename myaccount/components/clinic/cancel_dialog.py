"""The question before the desk cancels a visit: why, and whether the patient is told."""

import reflex as rx

from myaccount.components.kit.button import submit
from myaccount.components.kit.cancel_question import CancelAsked, cancel_question
from myaccount.components.kit.fields import check_field, field, field_error, select_field
from myaccount.components.kit.text import Text, t
from myaccount.domain.desk import NOTE_AT_MOST, STAFF_REASONS


def desk_cancel_dialog(asked: CancelAsked, error: Text) -> rx.Component:
    """Ask whether a visit is really to be cancelled, why, and whether the patient is told."""
    visit = asked.visit
    return cancel_question(
        asked,
        t("desk.cancel_title"),
        (rx.el.strong(visit.who), rx.el.span(visit.what, ", ", visit.day, ", ", visit.time)),
        rx.cond(asked.is_open, _form(asked, error)),
        line=t("desk.cancel_line"),
        confirm=submit(t("desk.cancel_confirm"), custom_attrs={"form": "desk-cancel"}, look="danger"),
        keep=t("desk.keep"),
        name="desk-cancel-dialog",
    )


def _form(asked: CancelAsked, error: Text) -> rx.Component:
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
        rx.cond(error, field_error(error, "note")),
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
