"""One setting of the clinic: its name, what it does, what it is about, and the control that changes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_base.event import EventHandler, passthrough_event_spec

from myaccount.components.kit.fields import field_error
from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Flag, Text, t
from myaccount.components.kit.toggles import Radio
from myaccount.components.scripts import script


class NumberBox(rx.Component):
    """A box for a whole number, which `on_commit` is told when the person is done: null for what is none.

    It shows `value` again whenever that changes or `refusals` grows, unless somebody is typing in it.
    """

    library = script("kit/number_box.jsx")
    tag = "NumberBox"

    value: rx.Var[int]
    refusals: rx.Var[int]
    minimum: rx.Var[int]
    maximum: rx.Var[int]
    on_commit: EventHandler[passthrough_event_spec(int)]


class LinesBox(rx.Component):
    """A box for a list, one entry a line, which `on_commit` is told as a text when the person is done.

    It shows `value` again whenever that changes, unless somebody is typing in it. `one_line` is for one line alone.
    """

    library = script("kit/lines_box.jsx")
    tag = "LinesBox"

    value: rx.Var[str]
    one_line: rx.Var[bool]
    on_commit: EventHandler[passthrough_event_spec(str)]


@dataclass(frozen=True)
class Row:
    """What a row says. `name` is unique on the page; `saved` holds after a change here, `error` after a refused one.

    `changes` grows with each change on the page: what is said twice is spoken twice.
    """

    name: Text
    label: Text
    help_line: Text
    touches: Text
    saved: Flag
    changes: rx.Var[int]
    error: Text = ""


def switch_row(row: Row, on: Flag, on_click: Any) -> rx.Component:
    """Show a setting that is on or off."""
    switch = rx.el.button(
        rx.el.span(class_name="switch-knob"),
        type="button",
        role="switch",
        id=row.name,
        aria_checked=rx.cond(on, "true", "false"),
        aria_labelledby=f"{row.name}-label",
        aria_describedby=f"{row.name}-help",
        on_click=on_click,
        class_name="switch",
    )
    return _row(
        row, rx.el.span(row.label, id=f"{row.name}-label", on_click=on_click, class_name="setting-label"), switch
    )


def number_row(
    row: Row, value: rx.Var[int], refusals: rx.Var[int], bounds: tuple[int, int], on_commit: Any
) -> rx.Component:
    """Show a setting that is a number. `bounds` are the least and the most it can be."""
    box = NumberBox.create(
        id=row.name,
        value=value,
        refusals=refusals,
        minimum=bounds[0],
        maximum=bounds[1],
        **_described(row),
        on_commit=on_commit,
        class_name="box box-number",
    )
    within = t("settings.bounds", minimum=str(bounds[0]), maximum=str(bounds[1]))
    return _row(row, rx.el.label(row.label, html_for=row.name, class_name="setting-label"), box, within)


def choice_row(
    row: Row,
    chosen: Text,
    refusals: rx.Var[int],
    offered: Sequence[tuple[str, Text]],
    on_choose: Callable[[str], Any],
) -> rx.Component:
    """Show a setting that is one of several. `offered` are values and their names, in order."""
    group = rx.el.div(
        *[_radio(row, value, name, chosen, refusals, on_choose) for value, name in offered],
        role="radiogroup",
        id=row.name,
        aria_labelledby=f"{row.name}-label",
        aria_describedby=_described(row)["aria_describedby"],
        class_name="setting-radios",
    )
    return _row(row, rx.el.span(row.label, id=f"{row.name}-label", class_name="setting-label"), group)


def lines_row(row: Row, value: Text, on_commit: Callable[[Any], Any]) -> rx.Component:
    """Show a setting that is a list, one entry a line. What was turned down stays to be corrected."""
    box = LinesBox.create(
        id=row.name,
        value=value,
        **_described(row),
        on_commit=on_commit,
        class_name="box box-lines",
    )
    return _row(row, rx.el.label(row.label, html_for=row.name, class_name="setting-label"), box)


def amount_row(row: Row, value: Text, on_commit: Callable[[Any], Any]) -> rx.Component:
    """Show a setting that is an amount of money."""
    box = LinesBox.create(
        id=row.name,
        value=value,
        one_line=True,
        **_described(row),
        on_commit=on_commit,
        class_name="box box-number",
    )
    return _row(row, rx.el.label(row.label, html_for=row.name, class_name="setting-label"), box)


def _radio(
    row: Row, value: str, name: Text, chosen: Text, refusals: rx.Var[int], on_choose: Callable[[str], Any]
) -> rx.Component:
    button = Radio.create(
        name=row.name,
        value=value,
        chosen=rx.Var.create(chosen) == value,
        answers=refusals,
        on_choose=on_choose(value),
    )
    return rx.el.label(button, rx.el.span(name), class_name="setting-radio")


def _described(row: Row) -> dict[str, Any]:
    help_id = f"{row.name}-help"
    return {
        "aria_describedby": rx.cond(row.error, f"{row.name}-error {help_id}", help_id),
        "aria_invalid": rx.cond(row.error, "true", "false"),
    }


def _row(row: Row, label: rx.Component, control: rx.Component, *more: Text) -> rx.Component:
    about = [rx.el.p(row.help_line), *(rx.el.p(line) for line in more)]
    touches = rx.cond(row.touches, rx.el.p(row.touches, class_name="setting-touches"))
    return rx.el.div(
        rx.el.div(
            label,
            rx.el.div(*about, touches, id=f"{row.name}-help", class_name="setting-about"),
            rx.el.div(rx.cond(row.error, field_error(row.error, row.name)), role="alert"),
            class_name="setting-text",
        ),
        rx.el.div(control, rx.el.div(rx.cond(row.saved, _saved(row)), role="status"), class_name="setting-control"),
        class_name="setting",
    )


def _saved(row: Row) -> rx.Component:
    return rx.el.span(icon("check"), t("settings.saved"), key=row.changes.to(str), class_name="setting-saved")
