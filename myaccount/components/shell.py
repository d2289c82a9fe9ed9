"""The frame of every page: the bar at the top, the menu, what the page says, and the page itself."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from myaccount.components.account_menu import account_button, account_menu
from myaccount.components.contact import Contact, contact_links
from myaccount.components.icons import icon
from myaccount.components.idle_dialog import idle_dialog
from myaccount.components.link import file_link, link
from myaccount.components.local import PageFocus, PageLanguage
from myaccount.components.navigation import dock, menu_sheet, side_menu
from myaccount.components.notice import notices
from myaccount.components.text import Flag, Text, t

HOME = "/account"


@dataclass(frozen=True)
class Frame:
    """What the frame shows, and what its buttons do."""

    lang: Text
    clinic_name: Text
    contact: Contact
    person_name: Text
    person_initials: Text
    notice: Text
    problem: Text
    idle_warning: Flag
    idle_line: Text
    on_dismiss: Any
    on_stay: Any
    on_language: Any


def shell(frame: Frame, title: Text, here: str, *content: rx.Component) -> rx.Component:
    """Frame a page of somebody signed in. `here` is the address of its section."""
    return rx.fragment(
        _manners(frame.lang),
        _skip(),
        _topbar(frame),
        rx.el.div(
            side_menu(here),
            rx.el.main(
                rx.el.div(rx.el.h1(title, tab_index=-1), class_name="page-head"),
                notices(frame.notice, frame.problem, contact_links(frame.contact), frame.on_dismiss),
                *content,
                id="page",
                tab_index=-1,
                class_name="content",
            ),
            class_name="frame",
        ),
        dock(here),
        menu_sheet(here),
        idle_dialog(frame.idle_warning, frame.idle_line, frame.on_stay),
    )


def standalone(lang: Text, clinic_name: Text, contact: Contact, title: Text, *content: rx.Component) -> rx.Component:
    """Frame a page that stands by itself: the clinic's name, a heading, the content, and whom to ask."""
    return rx.fragment(
        _manners(lang),
        rx.el.div(
            rx.el.header(
                rx.el.span(icon("clinic"), class_name="clinic-mark"),
                rx.el.div(
                    rx.el.span(clinic_name, class_name="alone-clinic"),
                    rx.el.span(t("shell.product"), class_name="small"),
                ),
                class_name="alone-head",
            ),
            rx.el.main(
                rx.el.div(rx.el.h1(title, tab_index=-1), *content, class_name="panel"),
                rx.el.noscript(rx.el.p(t("shell.no_script"), class_name="lead")),
            ),
            rx.el.footer(_asking(contact)),
            class_name="alone",
        ),
    )


def _asking(contact: Contact) -> rx.Component:
    links = rx.el.div(rx.el.p(t("shell.contact"), class_name="small"), contact_links(contact), class_name="alone-foot")
    return rx.cond(contact.phone, links, rx.cond(contact.email, links))


def _manners(lang: Text) -> rx.Component:
    """Follow the reader: focus, language, and the state of the connection."""
    return rx.fragment(
        PageFocus.create(),
        PageLanguage.create(code=lang),
        rx.el.div(
            rx.cond(
                has_connection_errors, rx.el.p(icon("offline"), t("shell.reconnecting"), class_name="reconnecting")
            ),
            role="status",
        ),
    )


def _skip() -> rx.Component:
    return file_link(t("shell.skip"), href="#page", class_name="skip")


def _topbar(frame: Frame) -> rx.Component:
    return rx.el.header(
        rx.el.div(
            link(
                rx.el.span(icon("clinic"), class_name="clinic-mark"),
                rx.el.span(frame.clinic_name, class_name="clinic-name"),
                to=HOME,
                class_name="clinic",
            ),
            account_button(frame.person_name, frame.person_initials),
            class_name="topbar-row",
        ),
        account_menu(frame.person_name, frame.lang, frame.on_language),
        class_name="topbar",
    )
