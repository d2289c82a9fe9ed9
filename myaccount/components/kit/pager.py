"""Turning the pages of a list."""

from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Flag, Text


def pager(name: Text, back: tuple[Text, Flag, Any], on: tuple[Text, Flag, Any]) -> rx.Component:
    """Lead back and on; each is its label, whether there is such a page, and what turns to it."""
    (back_label, has_back, on_back), (on_label, has_on, on_on) = back, on
    return rx.cond(
        rx.Var.create(has_back) | rx.Var.create(has_on),
        rx.el.div(
            rx.cond(has_back, _turn(on_back, icon("arrow-left"), back_label)),
            rx.cond(has_on, _turn(on_on, on_label, icon("arrow-right"))),
            role="group",
            aria_label=name,
            class_name="pager",
        ),
    )


def _turn(on_click: Any, *content: Text | rx.Component) -> rx.Component:
    return button(*content, on_click=on_click)
