"""The buttons of the desk on one visit, and its state in a word with a mark."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link
from myaccount.components.kit.text import Text, t

DOUBLE_CLICK = 1000
"""Clicks this close together (milliseconds) are one."""


@dataclass(frozen=True)
class Acts:
    """What the buttons do; each is given the visit's id."""

    arrive: Any
    miss: Any
    undo: Any


def acts(visit: Any, do: Acts, *, is_main: bool = False) -> list[rx.Component]:
    """Show the buttons that the visit's state and the time allow."""
    first = "button-main" if is_main else "button-quiet"
    return [
        rx.cond(visit.begin_url, _begin(visit.begin_url)),
        rx.cond(visit.arrive, _button("check", t("desk.arrive"), visit, do.arrive, first)),
        rx.cond(visit.miss, _button("minus", t("desk.miss"), visit, do.miss, "button-plain")),
        rx.cond(visit.undo, _button("undo", t("desk.undo"), visit, do.undo, "button-plain")),
    ]


def state_mark(state: Text, word: Text) -> rx.Component:
    """Say a visit's state: a drawing and a word, never the colour alone."""
    drawings = [(one, icon(drawing)) for one, drawing in DRAWINGS.items()]
    return rx.el.span(rx.match(state, *drawings, icon("clock")), word, class_name=rx.Var.create(f"mark mark-{state}"))


DRAWINGS = {
    "arrived": "check",
    "no_show": "minus",
    "cancelled": "close",
    "booked": "calendar",
}


def _begin(url: Text) -> rx.Component:
    """Lead to the call by a full load: camera and microphone are allowed to that page alone."""
    return file_link(icon("video"), t("visit.begin"), href=url, class_name="button button-small button-call")


def _button(drawing: str, word: Text, visit: Any, act: Any, look: str) -> rx.Component:
    return rx.el.button(
        icon(drawing),
        word,
        type="button",
        on_click=act(visit.id).throttle(DOUBLE_CLICK),
        class_name=f"button button-small {look}",
    )
