"""One of a few, saved as it is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Text, t
from myaccount.components.kit.toggles import Radio


@dataclass(frozen=True)
class RadioRow:
    """What is asked. `changes` grows with each change made here, 0 says nothing; `answers` with each that was tried.

    `name` is unique on the page.
    """

    name: str
    label: Text
    help_line: Text
    chosen: Any
    changes: Any
    answers: Any


def radio_row(row: RadioRow, offered: Sequence[tuple[str, Text]], on_choose: Any) -> rx.Component:
    """Offer values by their names; `on_choose` is told the one that is chosen."""
    saved = rx.el.span(icon("check"), t("profile.booking.saved"), key=row.changes.to(str), class_name="setting-saved")
    return rx.el.fieldset(
        rx.el.legend(row.label),
        rx.el.p(row.help_line, id=f"{row.name}-help", class_name="field-help"),
        rx.el.div(*[_radio(row, value, name, on_choose) for value, name in offered], class_name="radios"),
        rx.el.div(rx.cond(row.changes > 0, saved), role="status"),
        aria_describedby=f"{row.name}-help",
        class_name="form-card",
    )


def _radio(row: RadioRow, value: str, name: Text, on_choose: Any) -> rx.Component:
    box_id = f"{row.name}-{value or 'none'}"
    box = Radio.create(
        id=box_id,
        name=row.name,
        value=value,
        chosen=row.chosen == value,
        answers=row.answers,
        on_choose=on_choose(value),
    )
    return rx.el.label(box, rx.el.span(name), html_for=box_id, class_name="check")
