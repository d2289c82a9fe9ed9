"""The visits of a day in a list, each with what can be done with it."""

from typing import Any

import reflex as rx

from myaccount.components.clinic.desk_acts import Acts, acts, state_mark
from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import t
from myaccount.views.schedule import DeskRow


def today_list(rows: list[DeskRow], do: Acts, on_open: Any) -> rx.Component:
    """List the visits by time. `on_open` is given a visit's id."""
    return rx.el.ul(
        rx.foreach(rows, lambda row: rx.el.li(_row(row, do, on_open), key=row.id)),
        aria_label=t("today.list"),
        class_name="day-list",
    )


def _row(row: DeskRow, do: Acts, on_open: Any) -> rx.Component:
    return rx.el.article(
        rx.el.div(
            rx.el.strong(row.time),
            rx.cond(row.is_next, rx.el.span(t("today.next"), class_name="badge badge-next")),
            class_name="day-time",
        ),
        rx.el.div(
            rx.el.button(row.who, type="button", on_click=on_open(row.id), class_name="name-button"),
            rx.el.span(row.what, class_name="day-what"),
            rx.cond(row.alarm, rx.el.span(icon("alert"), row.alarm, class_name="form-flagged day-alarm")),
            rx.cond(row.forms, rx.el.span(icon("clipboard"), row.forms, class_name="day-forms")),
            class_name="day-who",
        ),
        rx.el.div(
            rx.el.span(row.practitioner),
            rx.cond(
                row.place,
                rx.el.span(rx.cond(row.is_online, icon("video")), row.place, class_name="day-place"),
            ),
            class_name="day-where",
        ),
        rx.el.div(
            state_mark(row.state, row.state_word),
            rx.cond(row.call_line, rx.el.span(icon("video"), row.call_line, class_name="mark mark-call")),
            rx.cond(row.call_hint, rx.el.span(icon("alert"), row.call_hint, class_name="mark mark-no_show")),
            class_name="day-state",
        ),
        rx.el.div(*acts(row, do), class_name="day-acts"),
        aria_label=row.name,
        class_name=rx.cond(row.is_next, "day-row day-next", rx.Var.create(f"day-row day-{row.state}")),
    )
