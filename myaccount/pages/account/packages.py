"""Packages & Memberships."""

import reflex as rx

from myaccount.components.account.package_card import package_cards
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.link import link
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.frame import contact, framed
from myaccount.state.account.packages import PackagesState

ROUTE = "/account/packages"
TITLE = "nav.packages"
LOAD = PackagesState.load


def page() -> rx.Component:
    """Show what a person has bought ahead, and what is left of it."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.cond(
            PackagesState.loaded,
            rx.cond(PackagesState.is_open, rx.cond(PackagesState.has_any, _all(), _none()), _closed()),
            rows_skeleton(3),
        ),
    )


def _all() -> rx.Component:
    return rx.el.div(
        rx.cond(PackagesState.current, _part("current", PackagesState.current)),
        rx.cond(PackagesState.past, _part("past", PackagesState.past)),
        rx.cond(PackagesState.has_more, rx.el.p(t("packages.more"), class_name="small")),
        class_name="packages",
    )


def _part(name: str, cards: object) -> rx.Component:
    heading = f"packages-{name}"
    how = rx.cond(PackagesState.how_line, rx.el.p(PackagesState.how_line, class_name="lead"))
    return rx.el.section(
        rx.el.h2(t(f"packages.{name}"), id=heading),
        *([how] if name == "current" else []),
        package_cards(cards, t(f"packages.{name}")),
        aria_labelledby=heading,
    )


def _none() -> rx.Component:
    return empty_state("ticket", t("packages.none"), contact_links(contact()))


def _closed() -> rx.Component:
    upcoming = link(t("packages.closed.action"), to="/account", class_name="button button-quiet")
    return empty_state("ticket", t("packages.closed"), upcoming)
