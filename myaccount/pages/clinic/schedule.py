"""The schedule: a day of everybody, or a week of one practitioner."""

import reflex as rx

from myaccount.components.clinic.desk_filter import chooser
from myaccount.components.clinic.schedule_grid import Grid, schedule_grid
from myaccount.components.frame.desk_keys import BOOK, NEXT, PREVIOUS, keyed
from myaccount.components.kit.button import button
from myaccount.components.kit.choices import Choice, choices
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import link
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import Text, t
from myaccount.pages.clinic.overlays import overlays
from myaccount.pages.frame import clinic_framed
from myaccount.state.clinic.booking import DeskBookingState
from myaccount.state.clinic.desk import DeskState
from myaccount.state.clinic.schedule import ROUTE, ScheduleState
from myaccount.views.schedule import CancelledLine
from myaccount.views.wait_list import WaitLine

TITLE = "clinic.schedule"
LOAD = ScheduleState.load


def page() -> rx.Component:
    """Show who sees whom when."""
    return clinic_framed(
        t(TITLE),
        ROUTE,
        rx.cond(ScheduleState.loaded, _schedule(), rows_skeleton(6)),
        overlays(),
    )


def _schedule() -> rx.Component:
    return rx.el.div(
        _bar(),
        rx.cond(ScheduleState.columns, schedule_grid(_grid()), empty_state("calendar", t("schedule.none"))),
        rx.cond(ScheduleState.cancelled, _cancelled()),
        rx.cond(ScheduleState.waiting, _waiting()),
        class_name="schedule",
    )


def _bar() -> rx.Component:
    return rx.fragment(
        rx.el.div(_days(), _views(), class_name="desk-bar"),
        rx.el.p(
            rx.el.strong(ScheduleState.title),
            rx.cond(ScheduleState.zone_line, rx.el.span(ScheduleState.zone_line)),
            role="status",
            class_name="schedule-title",
        ),
    )


def _days() -> rx.Component:
    return rx.el.div(
        _step("arrow-left", "previous", ScheduleState.previous, PREVIOUS),
        link(t("schedule.today"), to=ScheduleState.this_day, class_name="button button-quiet button-small"),
        _step("arrow-right", "next", ScheduleState.following, NEXT),
        rx.el.label(t("schedule.go_to"), html_for="go-to", class_name="unseen"),
        rx.el.input(
            type="date", id="go-to", key=ScheduleState.day, default_value=ScheduleState.day,
            on_change=ScheduleState.go, class_name="box",
        ),
        class_name="desk-tools",
    )  # fmt: skip


def _views() -> rx.Component:
    is_week = ScheduleState.view == "week"
    day = Choice(t("schedule.day"), ~is_week, ScheduleState.choose_view("day"))
    week = Choice(t("schedule.week"), is_week, ScheduleState.choose_view("week"))
    whose = chooser(
        "desk.practitioner", "staff", ScheduleState.staff, "", ScheduleState.staff_id, ScheduleState.choose_staff
    )
    return rx.el.div(
        rx.el.div(choices(t("schedule.view"), [day, week], "schedule-view"), class_name="view-choice"),
        rx.cond(is_week, whose),
        chooser(
            "desk.location",
            "location",
            ScheduleState.locations,
            "desk.everywhere",
            ScheduleState.location_id,
            ScheduleState.choose_location,
        ),
        button(
            t("desk.book"), on_click=DeskBookingState.start(ScheduleState.day), look="main", small=True, **keyed(BOOK)
        ),
        class_name="desk-tools",
    )


def _step(drawing: str, word: str, to: Text, key: str) -> rx.Component:
    name = rx.cond(ScheduleState.view == "week", t(f"schedule.{word}_week"), t(f"schedule.{word}_day"))
    unseen = rx.el.span(name, class_name="unseen")
    look = "button button-quiet button-small button-step"
    return link(icon(drawing), unseen, to=to, class_name=look, **keyed(key))


def _grid() -> Grid:
    return Grid(
        title=ScheduleState.title,
        columns=ScheduleState.columns,
        hours=ScheduleState.hours,
        first=ScheduleState.first,
        minutes=ScheduleState.minutes,
        now=ScheduleState.now,
        is_week=ScheduleState.view == "week",
        on_place=DeskBookingState.start_at,
        on_visit=DeskState.open_visit,
        on_class=DeskState.open_class,
    )


def _cancelled() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("schedule.cancelled"), " (", rx.Var.create(ScheduleState.cancelled).length().to(str), ")"),
        rx.el.ul(rx.foreach(ScheduleState.cancelled, _line), aria_label=t("schedule.cancelled")),
        class_name="cancelled-list",
    )


def _waiting() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("wait.desk"), " (", rx.Var.create(ScheduleState.waiting).length().to(str), ")"),
        rx.el.ul(rx.foreach(ScheduleState.waiting, _who_waits), aria_label=t("wait.desk")),
        class_name="cancelled-list",
    )


def _who_waits(one: WaitLine) -> rx.Component:
    return rx.el.li(link(one.who, to="/clinic/patients/" + one.person_id), " · ", one.what, " · ", one.days, key=one.id)


def _line(one: CancelledLine) -> rx.Component:
    return rx.el.li(
        rx.el.button(one.line, type="button", on_click=DeskState.open_visit(one.id), class_name="name-button"),
        key=one.id,
    )
