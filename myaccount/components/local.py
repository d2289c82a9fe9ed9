"""The few things that a page does by itself in the browser, each a small script of its own beside this file."""

from typing import Any

import reflex as rx
from reflex_base.event import EventHandler, input_event, no_args_event_spec

from myaccount.components.scripts import script


class FocusHere(rx.Component):
    """A box that takes the focus as it appears."""

    library = script("focus_here.jsx")
    tag = "FocusHere"

    role: rx.Var[str]


class InAddress(rx.Component):
    """What a page shows, kept in its address under a name; blank takes it out."""

    library = script("in_address.jsx")
    tag = "InAddress"

    name: rx.Var[str]
    value: rx.Var[str]


class Modal(rx.Component):
    """The browser's own dialog, opened and closed by `open`; Esc calls `on_close`."""

    library = script("modal.jsx")
    tag = "Modal"

    open: rx.Var[bool]
    on_close: EventHandler[no_args_event_spec]


class KeptBox(rx.Component):
    """A box that follows what is saved until somebody types in it, and then keeps what was typed."""

    library = script("kept_box.jsx")
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


class Radio(rx.Component):
    """One of several: shows at once what the person chose, and what is saved again whenever `refusals` grows."""

    library = script("radio.jsx")
    tag = "Radio"

    name: rx.Var[str]
    value: rx.Var[str]
    chosen: rx.Var[bool]
    refusals: rx.Var[int]
    on_choose: EventHandler[no_args_event_spec]


def _yes_or_no(value: rx.Var[bool]) -> tuple[rx.Var[bool]]:
    return (value,)


class Tick(rx.Component):
    """A box to tick: shows at once what the person chose, and what is `ticked` again whenever `answers` grows."""

    library = script("tick.jsx")
    tag = "Tick"

    name: rx.Var[str]
    value: rx.Var[str]
    ticked: rx.Var[bool]
    answers: rx.Var[int]
    on_tick: EventHandler[_yes_or_no]


def _whole_number(value: rx.Var[int]) -> tuple[rx.Var[int]]:
    return (value,)


class NumberBox(rx.Component):
    """A box for a whole number, which `on_commit` is told when the person is done: null for what is none.

    It shows `value` again whenever that changes or `refusals` grows, unless somebody is typing in it.
    """

    library = script("number_box.jsx")
    tag = "NumberBox"

    value: rx.Var[int]
    refusals: rx.Var[int]
    minimum: rx.Var[int]
    maximum: rx.Var[int]
    on_commit: EventHandler[_whole_number]


def _words(value: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (value,)


class LinesBox(rx.Component):
    """A box for a list, one entry a line, which `on_commit` is told as a text when the person is done.

    It shows `value` again whenever that changes, unless somebody is typing in it. `one_line` is for one line alone.
    """

    library = script("lines_box.jsx")
    tag = "LinesBox"

    value: rx.Var[str]
    one_line: rx.Var[bool]
    on_commit: EventHandler[_words]


class Countdown(rx.Component):
    """Shows how many minutes and seconds are left of so many seconds."""

    library = script("countdown.jsx")
    tag = "Countdown"

    seconds: rx.Var[int]
    name: rx.Var[str]


class KeptRadio(rx.Component):
    """A radio button that shows what is `chosen`, anew whenever `answers` grows."""

    library = script("kept_radio.jsx")
    tag = "KeptRadio"

    chosen: rx.Var[bool]
    answers: rx.Var[int]
    name: rx.Var[str]
    value: rx.Var[str]
    on_choose: EventHandler[no_args_event_spec]


class SearchBox(rx.Component):
    """A search box that has the focus on opening; arrow keys lead to the links with `data-result` in `results`.

    Once the page has `loaded` it searches for what was typed before, whenever that is not what was `asked` for.
    """

    library = script("search_box.jsx")
    tag = "SearchBox"

    results: rx.Var[str]
    asked: rx.Var[str]
    loaded: rx.Var[bool]
    name: rx.Var[str]
    auto_complete: rx.Var[str]
    spell_check: rx.Var[bool]
    max_length: rx.Var[int]
    on_search: EventHandler[input_event]


class DeskKeys(rx.Component):
    """A dialog that lists keyboard shortcuts, and the shortcuts themselves: `data-keys` on the page names them."""

    library = script("desk_keys.jsx")
    tag = "DeskKeys"

    on: rx.Var[str]
    close: rx.Var[str]


class PasswordBox(rx.Component):
    """A password box with a button that shows what is typed."""

    library = script("password_box.jsx")
    tag = "PasswordBox"

    show: rx.Var[str]
    hide: rx.Var[str]
    what: rx.Var[str]
    name: rx.Var[str]
    auto_complete: rx.Var[str]
    required: rx.Var[bool]


class FreeTime(rx.Component):
    """A column of the schedule, which `on_place` is told the minute of the day of a click on an empty place."""

    library = script("free_time.jsx")
    tag = "FreeTime"

    first: rx.Var[int]
    minutes: rx.Var[int]
    on_place: EventHandler[_whole_number]


class CopyBox(rx.Component):
    """A text to be taken elsewhere, with a button that copies it."""

    library = script("copy_box.jsx")
    tag = "CopyBox"

    label: rx.Var[str]
    text: rx.Var[str]
    copy: rx.Var[str]
    copied: rx.Var[str]
    rows: rx.Var[int]


class EmbedPreview(rx.Component):
    """Online booking as a website shows it, by the script that websites load."""

    library = script("embed_preview.jsx")
    tag = "EmbedPreview"

    shape: rx.Var[str]
    label: rx.Var[str]
    treatment: rx.Var[str]
    staff: rx.Var[str]
    location: rx.Var[str]
    language: rx.Var[str]


class HostPage(rx.Component):
    """The page within a frame: tells the website around it, if that is one of `framers`, what happens in it."""

    library = script("host_page.jsx")
    tag = "HostPage"

    framers: rx.Var[list[str]]
    known: rx.Var[bool]
    booked: rx.Var[str]
    finished: rx.Var[int]


class GridScroll(rx.Component):
    """A window that scrolls, opened at the line of now; anew when `about` changes."""

    library = script("grid_scroll.jsx")
    tag = "GridScroll"

    about: rx.Var[str]
    role: rx.Var[str]
    tab_index: rx.Var[int]


class ScrollRow(rx.Component):
    """A row of links that scrolls sideways, opened at the page that is shown; anew when `about` changes."""

    library = script("scroll_row.jsx")
    tag = "ScrollRow"

    about: rx.Var[str]


class SidePanel(rx.Component):
    """A panel beside the page. Its heading takes the focus when `about` changes; Esc calls `on_close`."""

    library = script("side_panel.jsx")
    tag = "SidePanel"

    about: rx.Var[str]
    on_close: EventHandler[no_args_event_spec]


class PersonBox(rx.Component):
    """A box that finds people by what is typed: `on_find` is told, and `found` are those for the words `said`.

    `name` is the field of the form that holds the id of whoever is chosen; `start` is who is chosen to begin with.
    """

    library = script("person_box.jsx")
    tag = "PersonBox"

    box_id: rx.Var[str]
    name: rx.Var[str]
    found: rx.Var[list[Any]]
    said: rx.Var[str]
    start: rx.Var[Any]
    none: rx.Var[str]
    count: rx.Var[str]
    auto_focus: rx.Var[bool]
    on_find: EventHandler[_words]
