"""Who saw my data."""

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.choices import Choice, choices
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.pager import pager
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.account.requests import asking
from myaccount.pages.frame import framed
from myaccount.state.account.access_log import AccessLogState
from myaccount.views.access_log import AccessDay, AccessEntry

ROUTE = "/account/access"
TITLE = "access.title"
LOAD = AccessLogState.load


def page() -> rx.Component:
    """Show what was done with a person's data, by days."""
    offered = [
        Choice(t(f"access.{who}"), AccessLogState.shown == who, AccessLogState.choose(who))
        for who in ("everybody", "clinic", "you")
    ]
    return framed(
        t(TITLE),
        ROUTE,
        rx.el.p(t("access.lead"), class_name="lead"),
        rx.el.div(choices(t("access.show"), offered, "show-access"), class_name="table-filter"),
        rx.cond(AccessLogState.loaded, rx.cond(AccessLogState.days, _log(), _empty()), rows_skeleton(4)),
        rx.el.div(asking(), class_name="form-page after-log"),
    )


def _log() -> rx.Component:
    return rx.fragment(
        rx.el.div(rx.foreach(AccessLogState.days, _day), class_name="log"),
        pager(
            t("access.pages"),
            (t("access.newer"), AccessLogState.has_newer, AccessLogState.newer),
            (t("access.older"), AccessLogState.has_older, AccessLogState.older),
        ),
    )


def _day(day: AccessDay) -> rx.Component:
    return rx.el.section(
        rx.el.h2(day.name),
        rx.el.ul(rx.foreach(day.acts, _entry), aria_label=day.name),
        key=day.name,
    )


def _entry(entry: AccessEntry) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.strong(entry.who), rx.el.p(entry.what)),
        rx.el.span(entry.at, class_name="small"),
    )


def _empty() -> rx.Component:
    everybody = button(t("access.show_all"), on_click=AccessLogState.choose("everybody"))
    return rx.cond(
        AccessLogState.shown == "everybody",
        empty_state("history", t("access.none")),
        empty_state("history", t("access.none_shown"), everybody),
    )
