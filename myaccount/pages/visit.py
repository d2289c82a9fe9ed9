"""The door to an online visit."""

import reflex as rx

from myaccount.components.contact import contact_links
from myaccount.components.icons import icon
from myaccount.components.link import link, outside_link
from myaccount.components.skeleton import visits_skeleton
from myaccount.components.text import t
from myaccount.components.visit_card import plain_card
from myaccount.pages.frame import contact, framed
from myaccount.state.visit import VisitState

ROUTE = "/visit/[appointment_id]"
TITLE = "door.title"


def page() -> rx.Component:
    """Say which visit it is, and open its call, or say when it opens."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.el.div(
            rx.cond(VisitState.loaded, rx.cond(VisitState.card.id, _door(), _nothing()), visits_skeleton(1, "visits")),
            link(icon("arrow-left"), t("door.back"), to="/account", class_name="way-back"),
            class_name="stack",
        ),
    )


def _door() -> rx.Component:
    return rx.fragment(
        plain_card(
            VisitState.card,
            rx.el.p(VisitState.line, class_name="visit-when"),
            rx.cond(VisitState.can_begin & (VisitState.call_url != ""), _begin()),
        ),
        rx.el.div(rx.el.h2(t("door.help")), contact_links(contact())),
    )


def _begin() -> rx.Component:
    return outside_link(icon("video"), t("visit.begin"), href=VisitState.call_url, class_name="button button-begin")


def _nothing() -> rx.Component:
    return rx.el.p(t("door.not_here"), class_name="lead")
