"""What takes the focus as it appears."""

import reflex as rx

from myaccount.components.scripts import script


class FocusHere(rx.Component):
    """A box that takes the focus as it appears."""

    library = script("kit/focus_here.jsx")
    tag = "FocusHere"

    role: rx.Var[str]
