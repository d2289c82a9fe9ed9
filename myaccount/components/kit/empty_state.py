"""Nothing to show: one sentence, one thing to do."""

import reflex as rx

from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Text


def empty_state(drawing: str, line: Text, *action: rx.Component) -> rx.Component:
    """Say that there is nothing, and what can be done about it."""
    return rx.el.div(icon(drawing), rx.el.p(line, class_name="empty-line"), *action, class_name="empty")
