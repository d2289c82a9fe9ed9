"""A small button in a row of a list."""

from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.text import Text


def row_button(label: Text, about: Text, on_click: Any) -> rx.Component:
    """Make a button of a row; `about` is the id of what names the row."""
    return button(label, on_click=on_click, aria_describedby=about, small=True)
