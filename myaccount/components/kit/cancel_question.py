"""The question before a visit is cancelled, whoever is asked it."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.dialog import dialog
from myaccount.components.kit.text import Flag, Text


@dataclass(frozen=True)
class CancelAsked:
    """Which visit is asked about, and what each answer does. The visit says what becomes of its `money`."""

    is_open: Flag
    visit: Any
    on_cancel: Any
    on_keep: Any


def cancel_question(
    asked: CancelAsked, title: Text, about: tuple[rx.Component, ...], *inside: rx.Component,
    line: Text, confirm: rx.Component, keep: Text, name: str,
) -> rx.Component:  # fmt: skip
    """Ask whether a visit is really to be cancelled: `about` names it, `inside` holds what else is asked."""
    return dialog(
        title,
        rx.el.div(*about, class_name="dialog-about"),
        rx.cond(asked.visit.money, rx.el.p(asked.visit.money)),
        rx.el.p(line, class_name="small"),
        *inside,
        actions=[confirm, button(keep, on_click=asked.on_keep)],
        name=name,
        open_when=asked.is_open,
        on_close=asked.on_keep,
    )
