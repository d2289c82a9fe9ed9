"""Notifications & Reminders."""

import reflex as rx

from myaccount.components.account.calendar_feed import Feed, calendar_feed
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.link import link
from myaccount.components.kit.setting_row import Row, switch_row
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.frame import framed
from myaccount.state.account.calendar_feed import CalendarFeedState
from myaccount.state.account.notifications import NotificationsState
from myaccount.views.notifications import ReminderRow

ROUTE = "/account/notifications"
TITLE = "nav.notifications"
LOAD = NotificationsState.load
HEADING = "reminders-title"


def page() -> rx.Component:
    """Show a person the clinic's reminders, to choose among them."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.cond(
            NotificationsState.loaded,
            rx.cond(NotificationsState.is_open, rx.el.div(_reminders(), feed(), class_name="form-page"), _closed()),
            rows_skeleton(3),
        ),
    )


def feed() -> rx.Component:
    """Offer the private calendar address, here or below the visits."""
    return calendar_feed(
        Feed(
            address=CalendarFeedState.address,
            is_asked=CalendarFeedState.is_asked,
            on_show=CalendarFeedState.show,
            on_renew=CalendarFeedState.renew,
            on_stop=CalendarFeedState.stop,
        )
    )


def _reminders() -> rx.Component:
    rows = rx.el.ul(
        rx.foreach(NotificationsState.reminders, _reminder), aria_labelledby=HEADING, class_name="settings-card"
    )
    return rx.el.section(
        rx.el.p(t("reminders.lead"), class_name="lead"),
        rx.el.h2(t("reminders.title"), id=HEADING),
        rx.cond(NotificationsState.reminders, rows, empty_state("bell", t("reminders.none"))),
        aria_labelledby=HEADING,
        class_name="reminders",
    )


def _reminder(row: ReminderRow) -> rx.Component:
    offered = Row(
        name=row.key,
        label=row.name,
        help_line=row.line,
        touches="",
        saved=NotificationsState.saved == row.key,
        changes=NotificationsState.changes,
    )
    on_click = NotificationsState.choose(row.key, ~row.is_on)  # type: ignore[operator]
    return rx.el.li(rx.cond(row.is_possible, switch_row(offered, row.is_on, on_click), _impossible(row)), key=row.key)


def _impossible(row: ReminderRow) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.span(row.name, class_name="setting-label"),
            rx.el.p(row.why_not, class_name="setting-about"),
            rx.el.p(link(t("reminders.contact"), to="/account/contact")),
            class_name="setting-text",
        ),
        class_name="setting",
    )


def _closed() -> rx.Component:
    upcoming = link(t("reminders.closed.action"), to="/account", class_name="button button-quiet")
    return empty_state("bell", t("reminders.closed"), upcoming)
