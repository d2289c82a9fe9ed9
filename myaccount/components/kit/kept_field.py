"""Boxes of a form that is saved as a whole, while others may change what is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_base.event import EventHandler, input_event

from myaccount.components.kit.fields import field_error, optional_mark
from myaccount.components.kit.text import Flag, Text, t
from myaccount.components.scripts import script


class KeptBox(rx.Component):
    """A box that follows what is saved until somebody types in it, and then keeps what was typed."""

    library = script("kit/kept_box.jsx")
    tag = "KeptBox"

    kind: rx.Var[str]
    name: rx.Var[str]
    box_id: rx.Var[str]
    saved: rx.Var[str]
    version: rx.Var[int]
    label: rx.Var[str]
    changed: rx.Var[str]
    mine: rx.Var[str]
    theirs: rx.Var[str]
    type: rx.Var[str]
    auto_complete: rx.Var[str]
    auto_capitalize: rx.Var[str]
    input_mode: rx.Var[str]
    max_length: rx.Var[int]
    rows: rx.Var[int]
    dir: rx.Var[str]
    list: rx.Var[str]
    on_change: EventHandler[input_event]


MOST = 5000


@dataclass(frozen=True)
class Kept:
    """What a box starts from, a number that grows when the form was saved, and what is wrong with it."""

    saved: Text
    version: Any
    error: Text


def kept_field(label: Text, name: str, kept: Kept, *, help_line: Text | None = None, **box: Any) -> rx.Component:
    """Ask for a line of text, or with `kind` "textarea" for several."""
    return _field(label, name, kept, help_line, box, _box(label, name, kept, help_line, box))


def kept_select(label: Text, name: str, kept: Kept, offered: Sequence[tuple[str, Text]] | rx.Var) -> rx.Component:
    """Ask for one of several. `offered` are values and their names, or a Var with a list of Option."""
    if isinstance(offered, rx.Var):
        options = [rx.foreach(offered, lambda one: rx.el.option(one.name, value=one.box))]
    else:
        options = [rx.el.option(shown, value=value) for value, shown in offered]
    return _field(label, name, kept, None, {}, _box(label, name, kept, None, {"kind": "select"}, *options))


def kept_groups(label: Text, name: str, kept: Kept, blank: Text, groups: rx.Var, *, help_line: Text) -> rx.Component:
    """Ask for one of many, in groups by name; `blank` is what it is called to choose none of them."""
    options = [
        rx.el.option(blank, value=""),
        rx.foreach(
            groups,
            lambda group: rx.el.optgroup(
                rx.foreach(group.zones, lambda one: rx.el.option(one.name, value=one.box)), label=group.name
            ),
        ),
    ]
    return _field(label, name, kept, help_line, {}, _box(label, name, kept, help_line, {"kind": "select"}, *options))


def kept_check(label: Text, name: Any, kept: Kept, *, help_line: Text | None = None) -> rx.Component:
    """Ask for yes or no."""
    described = {} if help_line is None else {"aria_describedby": f"{name}-help"}
    return rx.el.div(
        rx.el.label(
            KeptBox.create(
                name=name,
                box_id=name,
                saved=kept.saved,
                version=kept.version,
                label=label,
                type="checkbox",
                **described,
            ),
            rx.el.span(label),
            html_for=name,
            class_name="check",
        ),
        *([] if help_line is None else [rx.el.p(help_line, id=f"{name}-help", class_name="field-help")]),
    )


def _field(
    label: Text, name: str, kept: Kept, help_line: Text | None, box: dict[str, Any], control: rx.Component
) -> rx.Component:
    optional = [optional_mark(id=f"{name}-optional")]
    return rx.el.div(
        rx.el.div(
            rx.el.label(label, html_for=name, class_name="field-label"),
            *(optional if box.get("optional") else []),
            class_name="label-row",
        ),
        *([] if help_line is None else [rx.el.p(help_line, id=f"{name}-help", class_name="field-help")]),
        control,
        rx.cond(kept.error, field_error(kept.error, name)),
        class_name="field",
    )


def _box(
    label: Text, name: str, kept: Kept, help_line: Text | None, box: dict[str, Any], *children: rx.Component
) -> rx.Component:
    always = [f"{name}-help"] * (help_line is not None) + [f"{name}-optional"] * bool(box.get("optional"))
    told = " ".join(always)
    given = {key: value for key, value in box.items() if key != "optional"}
    lengths = {} if children or "max_length" in given else {"max_length": MOST}
    return KeptBox.create(
        *children,
        name=name,
        box_id=name,
        saved=kept.saved,
        version=kept.version,
        label=label,
        changed=t("contact.changed_to"),
        mine=t("contact.keep_mine"),
        theirs=t("contact.use_new"),
        aria_describedby=rx.cond(kept.error, f"{name}-error {told}".strip(), told),
        aria_invalid=_spoken(kept.error),
        class_name="box",
        **lengths,
        **given,
    )


def _spoken(wrong: Flag | Text) -> Any:
    return rx.cond(wrong, "true", "false")
