"""The buttons of the portal: what they do, in words, and how much they weigh on a page."""

from typing import Any, Literal

import reflex as rx

Look = Literal["main", "quiet", "plain", "danger", "blue", "icon"]


def button(*shown: Any, look: Look = "quiet", small: bool = False, **more: Any) -> rx.Component:
    """Make a button that does something on the page. One of a page is its `main` one."""
    return rx.el.button(*shown, type="button", class_name=_classes(look, small=small), **more)


def submit(*shown: Any, look: Look = "main", small: bool = False, **more: Any) -> rx.Component:
    """Make the button that sends a form."""
    return rx.el.button(*shown, type="submit", class_name=_classes(look, small=small), **more)


def _classes(look: Look, *, small: bool) -> str:
    return f"button button-{look} button-small" if small else f"button button-{look}"
