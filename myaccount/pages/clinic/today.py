"""Today: the clinic's day at a glance, where everybody of the clinic lands."""

import reflex as rx

from myaccount.components.clinic.desk_filter import chooser
from myaccount.components.clinic.today_list import today_list
from myaccount.components.frame.desk_keys import BOOK, keyed
from myaccount.components.kit.button import button
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.link import link
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.clinic.overlays import ACTS, overlays
from myaccount.pages.frame import clinic_framed
from myaccount.state.clinic.booking import DeskBookingState
from myaccount.state.clinic.desk import DeskState
from myaccount.state.clinic.today import TodayState

ROUTE = "/clinic"
TITLE = "clinic.today"
LOAD = TodayState.load


def page() -> rx.Component:
    """Show today's visits by time, with what can be done with each right in its row."""
    return clinic_framed(
        t(TITLE),
        ROUTE,
        rx.cond(TodayState.loaded, _day(), rows_skeleton(6)),
        overlays(),
    )


def _day() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.p(
                rx.el.span(TodayState.title), rx.el.strong(TodayState.counts, role="status"), class_name="day-counts"
            ),
            rx.el.div(
                chooser(
                    "desk.practitioner", "staff", TodayState.staff, "desk.everybody", TodayState.staff_id,
                    TodayState.choose_staff,
                ),
                chooser(
                    "desk.location", "location", TodayState.locations, "desk.everywhere", TodayState.location_id,
                    TodayState.choose_location,
                ),
                button(t("desk.book"), on_click=DeskBookingState.start(""), look="main", small=True, **keyed(BOOK)),
                class_name="desk-tools",
            ),
            class_name="desk-bar",
        ),
        rx.cond(TodayState.rows, today_list(TodayState.rows, ACTS, DeskState.open_visit), _empty()),
        rx.cond(TodayState.has_more, rx.el.p(t("today.more"), class_name="list-end")),
    )  # fmt: skip


def _empty() -> rx.Component:
    show_all = button(t("today.show_all"), on_click=TodayState.show_all)
    to_schedule = link(t("clinic.schedule"), to="/clinic/schedule", class_name="button button-quiet")
    return rx.cond(
        (TodayState.staff_id != "") | (TodayState.location_id != ""),
        empty_state("calendar", t("today.none_found"), show_all),
        empty_state("calendar", t("today.none"), to_schedule),
    )
