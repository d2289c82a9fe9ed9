"""What a clinic sets up elsewhere and has keys of: a row of the settings that says where, and the form behind it."""

from typing import Any

import reflex as rx

from myaccount.components.kit.side_panel import panel_form, side_panel
from myaccount.components.kit.text import Text


def set_up_row(title: Text, about: Text | rx.Component, *acts: rx.Component) -> rx.Component:
    """Say what is set up, with what can be done about it."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(title, class_name="setting-label"),
            rx.el.p(about, class_name="setting-about"),
            class_name="setting-text",
        ),
        *acts,
        class_name="setting provider-row",
    )


def set_up_panel(
    state: Any, title: Text, lead: Text, *boxes: rx.Component, name: str, after: rx.Component | None = None
) -> rx.Component:
    """Hold the form at the side: what it is for, its boxes, what else can be done `after` them. `state` is a Panel."""
    return side_panel(
        title,
        rx.el.p(lead, class_name="panel-note"),
        panel_form(state, title, *boxes, on_close=state.close, on_submit=state.save),
        *([] if after is None else [after]),
        name=name,
        open_when=state.is_open,
        on_close=state.close,
    )
