"""The question before a patient cancels a visit: whether, and why."""

from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.cancel_question import CancelAsked, cancel_question
from myaccount.components.kit.fields import select_field
from myaccount.components.kit.text import Text, t
from myaccount.domain.cancellation import PATIENT_REASONS


def cancel_dialog(asked: CancelAsked, reason: Text, on_reason: Any) -> rx.Component:
    """Ask whether a visit is really to be cancelled, and why, which nobody has to say."""
    return cancel_question(
        asked,
        t("cancel.title"),
        (rx.el.strong(asked.visit.title), rx.el.span(asked.visit.line)),
        _reasons(reason, on_reason),
        line=t("cancel.line"),
        confirm=button(t("cancel.confirm"), on_click=asked.on_cancel, look="danger"),
        keep=t("cancel.keep"),
        name="cancel",
    )


def _reasons(reason: Text, on_reason: Any) -> rx.Component:
    offered = [("", t("cancel.reason.none")), *((one, t(f"cancel.reason.{one}")) for one in PATIENT_REASONS)]
    return select_field(t("cancel.reason"), offered, name="reason", value=reason, on_change=on_reason, optional=True)
