"""The codes of a visit for its superbill: a form at the side."""

from typing import Any

import reflex as rx

from myaccount.components.kit.side_panel import Boxes, panel_form, side_panel
from myaccount.components.kit.text import t


def codes_panel(state: Any) -> rx.Component:
    """Ask for the codes. `state` is a Panel with the handlers close and save."""
    box = Boxes(state, "codes")
    typed = {"auto_complete": "off", "auto_capitalize": "characters"}
    return side_panel(
        t("codes.title"),
        panel_form(
            state,
            t("codes.title"),
            box.line("diagnoses", helped=True, **typed),
            box.line("cpt", helped=True, optional=True, **typed),
            box.line("modifiers", helped=True, optional=True, **typed),
            box.line("units", input_mode="numeric"),
            on_close=state.close,
            on_submit=state.save,
        ),
        name="codes",
        open_when=state.is_open,
        on_close=state.close,
    )
