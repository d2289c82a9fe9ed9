"""The few things that a page does by itself in the browser, each a small script of its own beside this file."""

import reflex as rx
from reflex.assets import asset
from reflex_base.event import EventHandler, no_args_event_spec


def _script(name: str) -> str:
    return asset(name, shared=True).importable_path


class PageFocus(rx.Component):
    """Moves the focus to the heading after a change of page."""

    library = _script("page_focus.jsx")
    tag = "PageFocus"


class PageLanguage(rx.Component):
    """Says which language the page speaks."""

    library = _script("page_language.jsx")
    tag = "PageLanguage"

    code: rx.Var[str]


class FocusHere(rx.Component):
    """A box that takes the focus as it appears."""

    library = _script("focus_here.jsx")
    tag = "FocusHere"

    role: rx.Var[str]


class Modal(rx.Component):
    """The browser's own dialog, opened and closed by `open`; Esc calls `on_close`."""

    library = _script("modal.jsx")
    tag = "Modal"

    open: rx.Var[bool]
    on_close: EventHandler[no_args_event_spec]


class KeptBox(rx.Component):
    """A box that follows what is saved until somebody types in it, and then keeps what was typed."""

    library = _script("kept_box.jsx")
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


def _whole_number(value: rx.Var[int]) -> tuple[rx.Var[int]]:
    return (value,)


class NumberBox(rx.Component):
    """A box for a whole number, which `on_commit` is told when the person is done: null for what is none.

    It shows `value` again whenever that changes or `refusals` grows, unless somebody is typing in it.
    """

    library = _script("number_box.jsx")
    tag = "NumberBox"

    value: rx.Var[int]
    refusals: rx.Var[int]
    minimum: rx.Var[int]
    maximum: rx.Var[int]
    on_commit: EventHandler[_whole_number]


class PasswordBox(rx.Component):
    """A password box with a button that shows what is typed."""

    library = _script("password_box.jsx")
    tag = "PasswordBox"

    show: rx.Var[str]
    hide: rx.Var[str]
    what: rx.Var[str]
    name: rx.Var[str]
    auto_complete: rx.Var[str]
    required: rx.Var[bool]
