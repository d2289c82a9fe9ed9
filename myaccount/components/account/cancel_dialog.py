"""The question before a visit is cancelled."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.dialog import dialog
from myaccount.components.kit.fields import select_field
from myaccount.components.kit.text import Flag, Text, t
from myaccount.domain.cancellation import PATIENT_REASONS
from myaccount.views.appointments import CancelQuestion


@dataclass(frozen=True)
class CancelAsked:
    """Which visit is asked about, and what each answer does."""

    is_open: Flag
    visit: CancelQuestion
    reason: Text
    on_reason: Any
    on_cancel: Any
    on_keep: Any


def cancel_dialog(asked: CancelAsked) -> rx.Component:
    """Ask whether a visit is really to be cancelled, and why, which nobody has to say."""
    return dialog(
        t("cancel.title"),
        rx.el.div(rx.el.strong(asked.visit.title), rx.el.span(asked.visit.line), class_name="dialog-about"),
        rx.cond(asked.visit.money, rx.el.p(asked.visit.money)),
        rx.el.p(t("cancel.line"), class_name="small"),
        _reasons(asked),
        actions=[
            button(t("cancel.confirm"), on_click=asked.on_cancel, look="danger"),
            button(t("cancel.keep"), on_click=asked.on_keep),
        ],
        name="cancel",
        open_when=asked.is_open,
        on_close=asked.on_keep,
    )


def _reasons(asked: CancelAsked) -> rx.Component:
    offered = [("", t("cancel.reason.none")), *((reason, t(f"cancel.reason.{reason}")) for reason in PATIENT_REASONS)]
    return select_field(
        t("cancel.reason"),
        offered,
        name="reason",
        value=asked.reason,
        on_change=asked.on_reason,
        optional=True,
    )
