"""Boxes that show at once what the person chose, and what is saved again once that has been answered."""

import reflex as rx
from reflex_base.event import EventHandler, no_args_event_spec, passthrough_event_spec

from myaccount.components.scripts import script


class Radio(rx.Component):
    """One of several: shows at once what the person chose, and what is saved again whenever `answers` grows."""

    library = script("kit/radio.jsx")
    tag = "Radio"

    name: rx.Var[str]
    value: rx.Var[str]
    chosen: rx.Var[bool]
    answers: rx.Var[int]
    on_choose: EventHandler[no_args_event_spec]


class Tick(rx.Component):
    """A box to tick: shows at once what the person chose, and what is `ticked` again whenever `answers` grows."""

    library = script("kit/tick.jsx")
    tag = "Tick"

    name: rx.Var[str]
    value: rx.Var[str]
    ticked: rx.Var[bool]
    answers: rx.Var[int]
    on_tick: EventHandler[passthrough_event_spec(bool)]
