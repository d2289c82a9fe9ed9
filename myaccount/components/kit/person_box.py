"""Finding a person by what is typed."""

from typing import Any

import reflex as rx
from reflex_base.event import EventHandler, passthrough_event_spec

from myaccount.components.scripts import script


class PersonBox(rx.Component):
    """A box that finds people by what is typed: `on_find` is told, and `found` are those for the words `said`.

    `name` is the field of the form that holds the id of whoever is chosen; `start` is who is chosen to begin with.
    """

    library = script("kit/person_box.jsx")
    tag = "PersonBox"

    box_id: rx.Var[str]
    name: rx.Var[str]
    found: rx.Var[list[Any]]
    said: rx.Var[str]
    start: rx.Var[Any]
    none: rx.Var[str]
    count: rx.Var[str]
    auto_focus: rx.Var[bool]
    on_find: EventHandler[passthrough_event_spec(str)]
