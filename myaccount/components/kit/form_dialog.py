"""A short form over the page."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.modal import Modal
from myaccount.components.kit.text import Flag, Text


@dataclass(frozen=True)
class FormDialog:
    """What a form over the page is called, when it is open, and what sending and leaving it do.

    `name` is unique on the page. What was typed is forgotten when it closes.
    """

    name: str
    title: Text
    open_when: Flag
    on_submit: Any
    on_close: Any


def form_dialog(one: FormDialog, *content: rx.Component, actions: list[rx.Component]) -> rx.Component:
    """Ask for a few things over the page; Esc and a back gesture leave it."""
    title_id = f"{one.name}-title"
    form = rx.el.form(
        *content,
        rx.el.div(*actions, class_name="dialog-actions"),
        on_submit=one.on_submit,
        no_validate=True,
        aria_labelledby=title_id,
        class_name="stack",
    )
    return Modal.create(
        rx.el.div(
            rx.el.h2(one.title, id=title_id, tab_index=-1),
            rx.cond(one.open_when, form),
            class_name="dialog-body",
        ),
        open=one.open_when,
        on_close=one.on_close,
        role="dialog",
        aria_labelledby=title_id,
        class_name="dialog",
    )
