"""A question that has to be answered before anything else."""

from typing import Any

import reflex as rx

from myaccount.components.kit.modal import Modal
from myaccount.components.kit.text import Flag, Text


def dialog(
    title: Text, *about: rx.Component, actions: list[rx.Component], name: str, open_when: Flag, on_close: Any
) -> rx.Component:
    """Ask a question over the page. `name` is unique on the page; Esc and a back gesture call `on_close`."""
    title_id, about_id = f"{name}-title", f"{name}-about"
    return Modal.create(
        rx.el.div(
            rx.el.h2(title, id=title_id, tab_index=-1),
            rx.el.div(*about, id=about_id, class_name="stack"),
            rx.el.div(*actions, class_name="dialog-actions"),
            class_name="dialog-body",
        ),
        open=open_when,
        on_close=on_close,
        role="dialog",
        aria_labelledby=title_id,
        aria_describedby=about_id,
        class_name="dialog",
    )
