"""One of a few, as buttons side by side: pressed is the one that counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.text import Flag, Text


@dataclass(frozen=True)
class Choice:
    """What can be chosen: its name, whether it is chosen, and what choosing does. `lang` when its name has another.

    One that is not always there says when it is: `is_there`.
    """

    name: Text
    chosen: Flag
    on_choose: Any
    lang: str = ""
    is_there: Flag | None = None


def choices(name: Text, offered: Sequence[Choice], group_id: str) -> rx.Component:
    """Offer a few choices under a name."""
    return rx.el.div(
        rx.el.p(name, id=group_id, class_name="group-name"),
        rx.el.div(*[_choice(one) for one in offered], role="group", aria_labelledby=group_id, class_name="choices"),
    )


def _choice(one: Choice) -> rx.Component:
    return _button(one) if one.is_there is None else rx.cond(one.is_there, _button(one))


def _button(one: Choice) -> rx.Component:
    spoken = {"lang": one.lang} if one.lang else {}
    return rx.el.button(
        one.name,
        type="button",
        aria_pressed=rx.cond(one.chosen, "true", "false"),
        on_click=one.on_choose,
        class_name="choice",
        **spoken,
    )
