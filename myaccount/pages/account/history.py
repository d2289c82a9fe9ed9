"""Appointment History."""

import reflex as rx

from myaccount.components.account.visit_card import past_card
from myaccount.components.kit.button import button, submit
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.fields import check_field, field, field_error
from myaccount.components.kit.link import link
from myaccount.components.kit.pager import pager
from myaccount.components.kit.skeleton import visits_skeleton
from myaccount.components.kit.text import Text, t
from myaccount.pages.frame import framed
from myaccount.state.account.history import HistoryState
from myaccount.views.appointments import VisitCard

ROUTE = "/account/history"
TITLE = "nav.past"
LOAD = HistoryState.load


def page() -> rx.Component:
    """Show what is past, latest first, a page at a time."""
    return framed(
        t(TITLE),
        ROUTE,
        _filter(),
        rx.cond(
            HistoryState.loaded,
            rx.cond(HistoryState.cards, _list(), _empty()),
            visits_skeleton(4, "visits visits-past"),
        ),
    )


def _filter() -> rx.Component:
    return rx.el.form(
        rx.el.div(
            _date(t("history.from"), "first", HistoryState.first),
            _date(t("history.to"), "last", HistoryState.last),
            class_name="filter-dates",
        ),
        rx.cond(HistoryState.field_error, field_error(HistoryState.field_error, "dates")),
        check_field(
            t("history.cancelled"),
            "cancelled",
            default_checked=HistoryState.with_cancelled,
            key=rx.cond(HistoryState.with_cancelled, "on", "off"),
        ),
        rx.el.div(
            submit(t("history.filter"), look="quiet"),
            rx.el.button(
                t("history.clear"), type="reset", on_click=HistoryState.clear, class_name="button button-plain"
            ),
            class_name="filter-actions",
        ),
        on_submit=HistoryState.filter,
        aria_label=t("history.filter_name"),
        class_name="filter",
    )


def _date(label: Text, name: str, day: Text) -> rx.Component:
    wrong = rx.cond(HistoryState.field_error, "true", "false")
    return field(
        label, name, type="date", key=day, default_value=day, aria_invalid=wrong, aria_describedby="dates-error"
    )


def _list() -> rx.Component:
    return rx.fragment(
        rx.el.ul(rx.foreach(HistoryState.cards, _entry), aria_label=t(TITLE), class_name="visits visits-past"),
        _pager(),
    )


def _entry(card: VisitCard) -> rx.Component:
    return rx.el.li(past_card(card), key=card.id)


def _empty() -> rx.Component:
    is_filtered = (HistoryState.first != "") | (HistoryState.last != "")
    return rx.cond(
        is_filtered,
        empty_state(
            "history",
            t("history.none_found"),
            button(t("history.show_all"), on_click=HistoryState.clear),
        ),
        empty_state(
            "history", t("history.none"), link(t("history.upcoming"), to="/account", class_name="button button-quiet")
        ),
    )


def _pager() -> rx.Component:
    return pager(
        t("history.pages"),
        (t("history.newer"), HistoryState.has_newer, HistoryState.newer),
        (t("history.older"), HistoryState.has_older, HistoryState.older),
    )
