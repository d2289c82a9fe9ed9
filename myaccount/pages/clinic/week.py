"""The week of somebody who works at the clinic: weekly hours and time off, in the side panel of the staff page."""

from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.fields import pair
from myaccount.components.kit.icons import icon
from myaccount.components.kit.side_panel import Boxes, panel_form, saved_line
from myaccount.components.kit.text import Text, in_each_language, t
from myaccount.domain.weekly_hours import MODES, WEEKDAYS
from myaccount.messages import dates
from myaccount.state.clinic.hours import HoursState
from myaccount.state.clinic.staff import StaffState
from myaccount.state.clinic.time_off import TimeOffState
from myaccount.views.practice import HoursRow, OffRow


def week() -> rx.Component:
    """Show weekly hours and time off; what the role may change has its buttons."""
    return rx.fragment(_hours(), _off())


def _hours() -> rx.Component:
    shown = HoursState.is_open & (HoursState.during == StaffState.opened)
    add = _button("plus", "hours.add", HoursState.edit(""))
    return rx.el.section(
        rx.el.h3(t("hours.title"), id="week-hours"),
        rx.cond(StaffState.week.outside, rx.el.p(icon("clock"), StaffState.week.outside, class_name="panel-note")),
        rx.cond(
            StaffState.week.hours,
            rx.el.ul(rx.foreach(StaffState.week.hours, _hours_row), aria_labelledby="week-hours", class_name="week"),
            rx.el.p(t("staff.no_hours"), class_name="small"),
        ),
        _said(HoursState),
        rx.cond(StaffState.week.may_change, rx.cond(shown, _hours_form(), add)),
        aria_labelledby="week-hours",
        class_name="panel-section",
    )


def _hours_row(row: HoursRow) -> rx.Component:
    label = rx.Var.create(f"{row.day}, {row.span}")
    change = button(
        t("practice.change"),
        on_click=HoursState.edit(row.id),
        aria_label=t("hours.change_which", which=label),
        look="plain",
    )
    return rx.el.li(
        rx.el.div(
            rx.el.strong(row.day),
            rx.el.span(row.span),
            rx.el.span(row.place, " · ", row.mode, class_name="row-more"),
            class_name="week-what",
        ),
        rx.cond(
            StaffState.week.may_change,
            rx.el.div(
                change, _remove(HoursState.remove(row.id), t("hours.remove_which", which=label)), class_name="week-acts"
            ),
        ),
        key=row.id,
    )


def _hours_form() -> rx.Component:
    box = Boxes(HoursState, "hours")
    days = [rx.el.div(_day(box, day)) for day in WEEKDAYS]
    return panel_form(
        HoursState,
        t("hours.title"),
        rx.el.fieldset(
            rx.el.legend(t("hours.days"), class_name="field-label"),
            rx.el.div(*days, class_name="ticks ticks-days"),
            box.error("days"),
            class_name="field",
        ),
        pair(box.line("opens", type="time"), box.line("closes", type="time")),
        box.choose("location", StaffState.week.places),
        box.select("mode", *MODES),
        on_close=HoursState.close,
        on_submit=HoursState.save,
    )


def _day(box: Boxes, day: int) -> rx.Component:
    name = in_each_language(lambda lang: dates.weekday_name(day, lang, whole=True))
    return box.named_tick(name, f"day.{day}")


def _off() -> rx.Component:
    shown = TimeOffState.is_open & (TimeOffState.during == StaffState.opened)
    return rx.el.section(
        rx.el.h3(t("off.title"), id="week-off"),
        rx.cond(
            StaffState.week.off,
            rx.el.ul(rx.foreach(StaffState.week.off, _off_row), aria_labelledby="week-off", class_name="week"),
            rx.el.p(t("off.none"), class_name="small"),
        ),
        _said(TimeOffState),
        rx.cond(shown, _off_form(), _button("plus", "off.add", TimeOffState.begin)),
        aria_labelledby="week-off",
        class_name="panel-section",
    )


def _off_row(row: OffRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(row.when),
            rx.cond(row.note, rx.el.span(row.note, dir="auto", class_name="row-more")),
            class_name="week-what",
        ),
        rx.el.div(_remove(TimeOffState.remove(row.id), t("off.remove_which", which=row.when)), class_name="week-acts"),
        key=row.id,
    )


def _off_form() -> rx.Component:
    box = Boxes(TimeOffState, "off")
    return panel_form(
        TimeOffState,
        t("off.title"),
        pair(box.line("from_day", type="date"), box.line("from_time", type="time", optional=True)),
        pair(box.line("to_day", type="date", optional=True), box.line("to_time", type="time", optional=True)),
        rx.el.p(t("off.help"), class_name="field-help"),
        rx.cond(StaffState.week.zones, box.choose("zone", StaffState.week.zones)),
        box.line("note", helped=True, optional=True),
        on_close=TimeOffState.close,
        on_submit=TimeOffState.save,
    )


def _said(state: Any) -> rx.Component:
    """Say what was done last, with the way back where there is one."""
    undo = button(t("practice.undo"), on_click=state.undo, look="plain")
    return rx.el.div(
        rx.cond(
            (state.said != "") & (state.during == StaffState.opened),
            rx.el.div(saved_line(state.said), rx.cond(state.removed, undo), class_name="week-said"),
        ),
        role="status",
    )


def _remove(on_click: Any, label: Text) -> rx.Component:
    return button(t("practice.remove"), on_click=on_click, aria_label=label, look="plain")


def _button(drawing: str, words: str, on_click: Any) -> rx.Component:
    return button(icon(drawing), t(words), on_click=on_click)
