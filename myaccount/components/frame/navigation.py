"""Where one can go: the menu in its fixed order, and the shortcuts of a phone."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link, full_link, link
from myaccount.components.kit.text import t

SHEET = "menu"
BOOK = "/book"
"""Entered by a full load: there a browser becomes a guest, who is known by a cookie."""

CARDS = "/account/cards"
BALANCE = "/account/balance"
FULL_LOADS = (BOOK, CARDS, BALANCE)
"""Entered by a full load: also where a card is taken, since a page keeps the policies of its first document."""


@dataclass(frozen=True)
class Section:
    """One section of the portal: the key of its name, its address, its drawing.

    One that `is_optional` is there only while the clinic's settings allow it.
    """

    label: str
    href: str
    drawing: str
    is_optional: bool = False


SECTIONS = (
    Section("nav.upcoming", "/account", "calendar"),
    Section("nav.past", "/account/history", "history"),
    Section("nav.forms", "/account/forms", "clipboard"),
    Section("nav.documents", "/account/documents", "page"),
    Section("nav.contact", "/account/contact", "person"),
    Section("nav.cards", CARDS, "card", is_optional=True),
    Section("nav.balance", BALANCE, "coins", is_optional=True),
    Section("nav.receipts", "/account/receipts", "receipt"),
    Section("nav.packages", "/account/packages", "ticket", is_optional=True),
    Section("nav.notifications", "/account/notifications", "bell", is_optional=True),
    Section("nav.password", "/account/password", "key"),
    Section("nav.social", "/account/social", "link", is_optional=True),
    Section("nav.book", BOOK, "calendar-add", is_optional=True),
    Section("nav.family", "/account/family", "people", is_optional=True),
)
SHORTCUTS = (
    Section("nav.visits", "/account", "calendar"),
    Section("nav.book_short", BOOK, "calendar-add", is_optional=True),
    Section("nav.documents", "/account/documents", "page"),
)


@dataclass(frozen=True)
class Ways:
    """Which sections are there: the `optional` ones that are, and those that are `closed` to who acts for another.

    Until that is `known`, a page that comes from the server holds places free.
    """

    optional: rx.Var[list[str]]
    closed: rx.Var[list[str]]
    known: rx.Var[bool]


def side_menu(here: str, ways: Ways) -> rx.Component:
    """Show the whole menu beside the page, on a wide screen."""
    return rx.el.div(menu(here, ways), class_name="side")


def menu(here: str, ways: Ways) -> rx.Component:
    """List every section that is there, the open one marked."""
    return rx.el.nav(
        rx.el.p(t("shell.product"), aria_hidden="true", class_name="menu-title"),
        rx.el.ul(*[_item(section, here, ways) for section in SECTIONS], class_name="menu"),
        aria_label=t("shell.product"),
    )


def dock(here: str, ways: Ways) -> rx.Component:
    """Show the shortcuts at the foot of a phone's screen; "More" opens the whole menu."""
    return rx.el.nav(
        rx.el.ul(*[_item(shortcut, here, ways, _place(ways)) for shortcut in SHORTCUTS], rx.el.li(_more())),
        aria_label=t("nav.shortcuts"),
        class_name="dock",
    )


def menu_sheet(here: str, ways: Ways) -> rx.Component:
    """Hold the whole menu that "More" opens."""
    return rx.el.div(
        menu(here, ways),
        id=SHEET,
        class_name="sheet narrow-only",
        custom_attrs={"popover": "auto"},
    )


def _item(section: Section, here: str, ways: Ways, otherwise: rx.Component | None = None) -> rx.Component:
    is_open = ~is_there(section.href, ways.closed)
    shown = is_there(section.href, ways.optional) & is_open if section.is_optional else is_open
    return rx.cond(shown, rx.el.li(_entry(section, here)), otherwise)


def _place(ways: Ways) -> rx.Component:
    """Hold a place, so that nothing moves aside for what most clinics have."""
    return rx.cond(ways.known, rx.fragment(), rx.el.li(aria_hidden="true"))


def is_there(address: str, optional: rx.Var[list[str]] | list[str]) -> rx.Var[bool]:
    """Tell whether an optional section is one of those that are there."""
    return rx.Var.create(optional).to(list[str]).contains(address)


def _entry(section: Section, here: str) -> rx.Component:
    marked: dict[str, Any] = {"aria_current": "page"} if section.href == here else {}
    leads = full_link if section.href in FULL_LOADS else link
    return leads(icon(section.drawing), rx.el.span(t(section.label)), to=section.href, **marked)


def book_button(ways: Ways) -> rx.Component:
    """Lead to online booking from the top right corner of a page, where it is open."""
    button = file_link(icon("calendar-add"), t("nav.book"), href=BOOK, class_name="button button-quiet wide-only")
    return rx.cond(is_there(BOOK, ways.optional) & ~is_there(BOOK, ways.closed), button)


def _more() -> rx.Component:
    return rx.el.button(icon("more"), rx.el.span(t("nav.more")), type="button", custom_attrs={"popoverTarget": SHEET})
