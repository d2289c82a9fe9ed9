"""What leads from one step of booking to the next."""

import reflex as rx

from myaccount.components.scripts import script


class StepFocus(rx.Component):
    """Gives the focus to the heading of a step that came in place of what had it; `heading` selects it."""

    library = script("booking/step_focus.jsx")
    tag = "StepFocus"

    step: rx.Var[str]
    heading: rx.Var[str] = rx.Var.create("main h2")
