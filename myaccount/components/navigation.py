"""Where one can go: the menu in its fixed order, and the shortcuts of a phone."""

from dataclasses import dataclass

import reflex as rx

from myaccount.components.icons import icon
from myaccount.components.link import link
from myaccount.components.text import t

SHEET = "menu"


@dataclass(frozen=True)
class Section:
    """One section of the portal: the key of its name, its address, its drawing."""

    label: str
    href: str
    drawing: str


SECTIONS = (
    Section("nav.upcoming", "/account", "calendar"),
    Section("nav.past", "/account/history", "history"),
    Section("nav.contact", "/account/contact", "person"),
)
SHORTCUTS = (
    Section("nav.visits", "/account", "calendar"),
    Section("nav.history", "/account/history", "history"),
)


def side_menu(here: str) -> rx.Component:
    """Show the whole menu beside the page, on a wide screen."""
    return rx.el.div(menu(here), class_name="side")


def menu(here: str) -> rx.Component:
    """List every section, the open one marked."""
    return rx.el.nav(
        rx.el.p(t("shell.product"), aria_hidden="true", class_name="menu-title"),
        rx.el.ul(*[rx.el.li(_entry(section, here)) for section in SECTIONS], class_name="menu"),
        aria_label=t("shell.product"),
    )


def dock(here: str) -> rx.Component:
    """Show the shortcuts at the foot of a phone's screen; "More" opens the whole menu."""
    return rx.el.nav(
        rx.el.ul(*[rx.el.li(_entry(shortcut, here)) for shortcut in SHORTCUTS], rx.el.li(_more())),
        aria_label=t("nav.shortcuts"),
        class_name="dock",
    )


def menu_sheet(here: str) -> rx.Component:
    """Hold the whole menu that "More" opens."""
    return rx.el.div(
        menu(here),
        id=SHEET,
        class_name="sheet narrow-only",
        custom_attrs={"popover": "auto"},
    )


def _entry(section: Section, here: str) -> rx.Component:
    marked = {"aria_current": "page"} if section.href == here else {}
    return link(icon(section.drawing), rx.el.span(t(section.label)), to=section.href, **marked)


def _more() -> rx.Component:
    return rx.el.button(icon("more"), rx.el.span(t("nav.more")), type="button", custom_attrs={"popoverTarget": SHEET})
