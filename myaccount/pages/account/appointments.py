"""Upcoming Appointments."""

import reflex as rx

from myaccount.components.account.cancel_dialog import cancel_dialog
from myaccount.components.account.visit_card import folded_card, upcoming_card
from myaccount.components.account.wait_list import Waits, offers, waiting
from myaccount.components.frame.navigation import BOOK, is_there
from myaccount.components.kit.button import button
from myaccount.components.kit.cancel_question import CancelAsked
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.link import file_link
from myaccount.components.kit.skeleton import visits_skeleton
from myaccount.components.kit.text import t
from myaccount.domain.appointments import AppointmentState
from myaccount.pages.account import notifications
from myaccount.pages.account.zone import browser_zone, zone_offer
from myaccount.pages.frame import contact, framed
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.acting import ActingState
from myaccount.state.booking.wait_list import WaitListState
from myaccount.state.shell import ShellState
from myaccount.views.appointments import VisitCard

ROUTE = "/account"
TITLE = "nav.upcoming"
LOAD = AppointmentsState.load
DOUBLE_CLICK = 1000
"""Clicks this close together (milliseconds) are one."""


def page() -> rx.Component:
    """Show what is still to come, the next visit first and largest."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.cond(AppointmentsState.loaded, _visits(), visits_skeleton(3)),
        rx.cond(_has_feed(), notifications.feed()),
        _question(),
    )


def _has_feed() -> rx.Var[bool]:
    """Tell whether the private calendar address stands here: where Notifications is not there, and for oneself."""
    is_elsewhere = is_there(notifications.ROUTE, ShellState.optional)
    return AppointmentsState.loaded & ~is_elsewhere & (ActingState.line == "")


def _visits() -> rx.Component:
    waits = Waits(
        WaitListState.waiting, WaitListState.offers, WaitListState.take, WaitListState.decline, WaitListState.leave
    )
    return rx.fragment(
        browser_zone(),
        rx.cond(AppointmentsState.has_online, zone_offer()),
        offers(waits),
        rx.cond(AppointmentsState.cards, _list()),
        rx.cond(AppointmentsState.has_visits, None, _empty()),
        waiting(waits),
    )


def _list() -> rx.Component:
    more = button(t("visits.more"), on_click=AppointmentsState.more.throttle(DOUBLE_CLICK))
    return rx.fragment(
        rx.el.ul(rx.foreach(AppointmentsState.cards, _entry), aria_label=t(TITLE), class_name="visits visits-upcoming"),
        rx.cond(AppointmentsState.has_more, rx.el.div(more, class_name="list-end")),
    )


def _entry(card: VisitCard) -> rx.Component:
    """Show a visit, or fold it at its place once it is cancelled: the focus goes to that place, not to the top."""
    again = file_link(t("visits.book_again"), href=card.again_url, class_name="button button-quiet")
    folded = folded_card(card, rx.cond(is_there(BOOK, ShellState.optional), again))
    shown = upcoming_card(card, contact(), AppointmentsState.ask, AppointmentsState.answer)
    is_cancelled = card.state == AppointmentState.CANCELLED.value
    return rx.el.li(
        rx.cond(is_cancelled, folded, shown),
        key=card.id,
        tab_index=-1,
        custom_attrs={"data-place": ""},
        class_name=rx.cond(is_cancelled, "place place-folded", "place"),
    )


def _empty() -> rx.Component:
    line = t("visits.none")
    book = file_link(t("nav.book"), href=BOOK, class_name="button button-main")
    by_themselves = empty_state("calendar", line, book)
    by_the_clinic = empty_state("calendar", line + " " + t("visits.none.contact"), contact_links(contact()))
    return rx.cond(is_there(BOOK, ShellState.optional), by_themselves, by_the_clinic)


def _question() -> rx.Component:
    asked = AppointmentsState.asking
    question = CancelAsked(
        is_open=asked.id != "",
        visit=asked,
        on_cancel=AppointmentsState.cancel(asked.id, AppointmentsState.reason).throttle(DOUBLE_CLICK),
        on_keep=AppointmentsState.keep,
    )
    return cancel_dialog(question, AppointmentsState.reason, AppointmentsState.choose_reason)
