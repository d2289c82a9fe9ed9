"""Boxes to fill in: label above, help under the label, error under the box."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Text, t
from myaccount.components.scripts import script


class PasswordBox(rx.Component):
    """A password box with a button that shows what is typed."""

    library = script("kit/password_box.jsx")
    tag = "PasswordBox"

    show: rx.Var[str]
    hide: rx.Var[str]
    what: rx.Var[str]
    name: rx.Var[str]
    auto_complete: rx.Var[str]
    required: rx.Var[bool]


def field(
    label: Text,
    name: str,
    *,
    help_line: Text | None = None,
    error: Text | None = None,
    optional: bool = False,
    **box: Any,
) -> rx.Component:
    """Ask for one line of text, a date or a code. `error`, in the words of the field, may come and go."""
    given = _described(name, help_line, error) | {"class_name": "box"} | box
    return rx.el.div(
        _label(label, name, optional),
        *_help(name, help_line),
        rx.el.input(id=name, name=name, **given),
        *_error(name, error),
        class_name="field",
    )


def password_field(
    label: Text,
    name: str,
    *,
    box_id: str = "",
    help_line: Text | None = None,
    error: Text | None = None,
    **box: Any,
) -> rx.Component:
    """Ask for a password, which can be looked at while typing. `box_id` where a page asks for one of a name twice."""
    shown = {"show": t("sign_in.show"), "hide": t("sign_in.hide"), "what": t("sign_in.what")}
    given = _described(box_id or name, help_line, error) | shown | box
    return rx.el.div(
        _label(label, box_id or name),
        *_help(box_id or name, help_line),
        PasswordBox.create(id=box_id or name, name=name, class_name="box", **given),
        *_error(box_id or name, error),
        class_name="field",
    )


def select_field(
    label: Text, offered: Sequence[tuple[str, Text]], name: str, *, optional: bool = False, **box: Any
) -> rx.Component:
    """Ask for one of several. `offered` are values and their names."""
    options = [rx.el.option(shown, value=value) for value, shown in offered]
    chosen = rx.el.select(*options, id=name, name=name, class_name="box", **box)
    return rx.el.div(_label(label, name, optional), chosen, class_name="field")


def select_box(label: Text | rx.Component, *options: rx.Component, **box: Any) -> rx.Component:
    """Ask for one of several. Within a form, one that has neither `id` nor `name` counts as it is chosen."""
    chosen = rx.el.select(*options, class_name="box", **box)
    if "id" not in box:
        return rx.el.label(rx.el.span(label, class_name="field-label"), chosen, class_name="field")
    return rx.el.div(rx.el.label(label, html_for=box["id"], class_name="field-label"), chosen, class_name="field")


def pair(*boxes: rx.Component) -> rx.Component:
    """Put two boxes side by side, where there is room."""
    return rx.el.div(*boxes, class_name="field-pair")


def note_field(label: Text, name: str, error: Text, help_line: Text, longest: int) -> rx.Component:
    """Ask for some lines of text. `error` is spoken as it comes."""
    return rx.el.div(
        _label(label, name),
        *_help(name, help_line),
        rx.el.textarea(
            id=name, name=name, rows=5, max_length=longest, dir="auto", class_name="box",
            **_described(name, help_line, error),
        ),
        rx.el.div(*_error(name, error), role="alert"),
        class_name="field",
    )  # fmt: skip


def check_field(label: Text, name: str, *, help_line: Text | None = None, **box: Any) -> rx.Component:
    """Ask for yes or no."""
    return rx.el.div(
        rx.el.label(
            rx.el.input(type="checkbox", name=name, id=name, **_described(name, help_line, None), **box),
            rx.el.span(label),
            html_for=name,
            class_name="check",
        ),
        *_help(name, help_line),
    )


def field_error(line: Text, name: str) -> rx.Component:
    """Say under a box, or a row of boxes, what is wrong with it."""
    return rx.el.p(icon("alert"), rx.el.span(line), id=f"{name}-error", class_name="field-error")


def optional_mark(**given: Any) -> rx.Component:
    """Say beside a label that the box may stay blank. What has to be filled in bears no mark."""
    return rx.el.span(t("contact.optional"), class_name="field-optional", **given)


def _label(label: Text, name: str, optional: bool = False) -> rx.Component:
    named = rx.el.label(label, html_for=name, class_name="field-label")
    return rx.el.div(named, optional_mark(), class_name="label-row") if optional else named


def _help(name: str, line: Text | None) -> list[rx.Component]:
    return [] if line is None else [rx.el.p(line, id=f"{name}-help", class_name="field-help")]


def _error(name: str, line: Text | None) -> list[rx.Component]:
    return [] if line is None else [rx.cond(line, field_error(line, name))]


def _described(name: str, help_line: Text | None, error: Text | None) -> dict[str, Any]:
    helped = f"{name}-help" if help_line is not None else ""
    if error is None:
        return {"aria_describedby": helped} if helped else {}
    described = rx.cond(error, f"{name}-error {helped}".strip(), helped)
    return {"aria_describedby": described, "aria_invalid": rx.cond(error, "true", "false")}
