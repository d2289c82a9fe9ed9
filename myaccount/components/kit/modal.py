"""The browser's own dialog, of which every dialog and panel is made."""

import reflex as rx
from reflex_base.event import EventHandler, no_args_event_spec

from myaccount.components.scripts import script


class Modal(rx.Component):
    """The browser's own dialog, opened and closed by `open`; Esc calls `on_close`."""

    library = script("kit/modal.jsx")
    tag = "Modal"

    open: rx.Var[bool]
    on_close: EventHandler[no_args_event_spec]
