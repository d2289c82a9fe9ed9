"""An online visit: when its call opens, and the call."""

import reflex as rx

from myaccount.components.account.visit_card import plain_card
from myaccount.components.call.frame import call_frame
from myaccount.components.call.room import video_visit
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link, outside_link
from myaccount.components.kit.skeleton import visits_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.account.zone import browser_zone, zone_offer
from myaccount.pages.frame import contact, frame
from myaccount.state.account.visit import VisitState

ROUTE = "/visit/[appointment_id]"
TITLE = "call_page.title"
LOAD = VisitState.load


def page() -> rx.Component:
    """Say which visit it is, and hold its call, or say when it opens."""
    who, notes = VisitState.card, (VisitState.is_patient, VisitState.notes, VisitState.tell_desk)
    return call_frame(
        frame(),
        t(TITLE),
        _way_back(),
        rx.cond(
            VisitState.ticket,
            rx.el.p(who.title + " · " + who.practitioner + " · " + who.time_line, class_name="call-about"),
        ),
        video_visit(who.id, VisitState.ticket, VisitState.other, notes),
        rx.cond(
            VisitState.loaded,
            rx.cond(VisitState.ticket, _help(), rx.cond(VisitState.card.id, _joining(), _nothing())),
            visits_skeleton(1, "visits"),
        ),
    )


def _help() -> rx.Component:
    return rx.el.div(rx.el.h2(t("call_page.help")), contact_links(contact()), class_name="call-help")


def _joining() -> rx.Component:
    return rx.el.div(
        browser_zone(),
        plain_card(
            VisitState.card,
            rx.el.p(VisitState.line, class_name="visit-when"),
            rx.cond(VisitState.can_begin & (VisitState.call_url != ""), _begin()),
        ),
        rx.cond(VisitState.is_patient, zone_offer()),
        _help(),
        class_name="stack",
    )


def _begin() -> rx.Component:
    begin = outside_link(icon("video"), t("visit.begin"), href=VisitState.call_url, class_name="button button-begin")
    return rx.fragment(begin, rx.el.p(t("call_page.elsewhere", host=VisitState.host), class_name="door-elsewhere"))


def _nothing() -> rx.Component:
    return rx.el.p(t("call_page.not_here"), class_name="lead")


def _way_back() -> rx.Component:
    """Lead back by a full load, so that the camera is let go and the page's permissions with it."""
    to_visits = file_link(icon("arrow-left"), t("call_page.back"), href="/account", class_name="way-back")
    to_today = file_link(icon("arrow-left"), t("call_page.back_today"), href="/clinic", class_name="way-back")
    return rx.cond(VisitState.is_patient, to_visits, to_today)
