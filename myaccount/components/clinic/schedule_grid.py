"""The schedule's grid: hours from top to bottom, a column for each practitioner or day. On a phone it is a list."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_base.event import EventHandler, passthrough_event_spec

from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Text, t
from myaccount.components.scripts import script
from myaccount.views.schedule import Band, Block, Column, HourLine


class FreeTime(rx.Component):
    """A column of the schedule, which `on_place` is told the minute of the day of a click on an empty place."""

    library = script("clinic/free_time.jsx")
    tag = "FreeTime"

    first: rx.Var[int]
    minutes: rx.Var[int]
    on_place: EventHandler[passthrough_event_spec(int)]


class GridScroll(rx.Component):
    """A window that scrolls, opened at the line of now; anew when `about` changes."""

    library = script("clinic/grid_scroll.jsx")
    tag = "GridScroll"

    about: rx.Var[str]
    role: rx.Var[str]
    tab_index: rx.Var[int]


@dataclass(frozen=True)
class Grid:
    """What the grid shows; minutes count from its top. `now` is -1 when it is not in view. A week is drawn narrower.

    `on_place` is given a practitioner, a day and a minute; `on_visit` and `on_class` an id.
    """

    title: Text
    columns: list[Column]
    hours: list[HourLine]
    first: rx.Var[int]
    minutes: rx.Var[int]
    now: rx.Var[int]
    is_week: rx.Var[bool]
    on_place: Any
    on_visit: Any
    on_class: Any


def schedule_grid(grid: Grid) -> rx.Component:
    """Draw the grid."""
    return GridScroll.create(
        rx.el.div(
            rx.el.div(
                rx.el.div(class_name="grid-corner"),
                rx.el.div(
                    rx.foreach(grid.hours, _hour), aria_hidden="true", class_name="grid-hours", **_tall(grid.minutes)
                ),
                class_name="grid-gutter",
            ),
            rx.foreach(grid.columns, lambda column: _column(column, grid)),
            class_name=rx.cond(grid.is_week, "grid grid-week", "grid"),
        ),
        about=grid.title,
        role="region",
        tab_index=0,
        aria_label=t("schedule.grid", day=grid.title),
        class_name="grid-scroll",
    )


def _hour(line: HourLine) -> rx.Component:
    return rx.el.div(rx.el.span(line.label), key=line.label, class_name="grid-hour", **_placed(top=line.top))


def _column(column: Column, grid: Grid) -> rx.Component:
    marked = rx.cond(column.is_today & (grid.now >= 0), _now(grid.now))
    return rx.el.section(
        rx.el.div(
            rx.el.h2(column.name),
            rx.cond(column.detail, rx.el.p(column.detail)),
            class_name=rx.cond(column.is_today, "grid-head grid-head-today", "grid-head"),
        ),
        FreeTime.create(
            rx.foreach(column.hours, lambda band: rx.el.div(class_name="grid-open", **_band(band))),
            rx.foreach(column.away, _away),
            rx.cond(
                column.blocks,
                rx.el.ul(rx.foreach(column.blocks, lambda block: _block(block, grid)), aria_label=column.name),
                rx.el.p(t("schedule.nothing"), class_name="grid-nothing"),
            ),
            marked,
            first=grid.first,
            minutes=grid.minutes,
            on_place=lambda minute: grid.on_place(column.staff_id, column.day, minute),
            class_name="grid-body",
            **_tall(grid.minutes),
        ),
        aria_label=column.name,
        key=column.id,
        class_name="grid-column",
    )


def _block(block: Block, grid: Grid) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.match(block.state, *MARKS),
                rx.cond(block.is_online, icon("video")),
                rx.cond(grid.is_week, block.start, block.time),
                class_name="block-time",
            ),
            rx.el.span(block.who, class_name="block-who"),
            rx.el.span(
                block.what, rx.cond(block.state_word, rx.fragment(" · ", block.state_word)), class_name="block-what"
            ),
            type="button",
            aria_label=block.name,
            on_click=rx.cond(block.is_class, grid.on_class(block.id), grid.on_visit(block.id)),
            class_name=rx.Var.create(f"block block-{block.state}"),
        ),
        key=block.id,
        class_name=rx.cond(block.minutes < SHORT, "block-place block-short", "block-place"),
        **_placed(top=block.top, long=block.minutes, lane=block.lane, lanes=block.lanes),
    )


MARKS = [("arrived", icon("check")), ("no_show", icon("minus")), ("class", icon("person"))]
SHORT = 30
"""Blocks of fewer minutes have room for one line."""


def _away(band: Band) -> rx.Component:
    return rx.el.div(rx.el.span(band.label), class_name="grid-away", **_band(band))


def _now(minute: rx.Var[int]) -> rx.Component:
    return rx.el.div(rx.el.span(t("schedule.now"), class_name="unseen"), class_name="grid-now", **_placed(top=minute))


def _band(band: Band) -> dict[str, Any]:
    return {"key": rx.Var.create(band.top).to(str), **_placed(top=band.top, long=band.minutes)}


def _tall(minutes: rx.Var[int]) -> dict[str, Any]:
    return _placed(long=minutes)


NAMES = {"top": "--top", "long": "--for", "lane": "--lane", "lanes": "--lanes"}


def _placed(**minutes: Any) -> dict[str, Any]:
    """Give the style sheet the numbers by which it places a thing."""
    return {"custom_attrs": {"style": rx.Var.create({NAMES[name]: value for name, value in minutes.items()})}}
