"""The frame of every page: the bar at the top, the menu, what the page says, and the page itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from myaccount.components.account.form_cards import forms_banner
from myaccount.components.frame.account_menu import account_button, account_menu
from myaccount.components.frame.acting import ActingFor, acting_bar, acting_choices, unless_closed
from myaccount.components.frame.brand import brand, mark
from myaccount.components.frame.idle_dialog import idle_dialog
from myaccount.components.frame.manners import PageBusy, PageColour, PageFocus, PageLanguage
from myaccount.components.frame.navigation import Ways, book_button, dock, menu_sheet, side_menu
from myaccount.components.frame.sign_in_news import sign_in_news
from myaccount.components.kit.contact import Contact, contact_links
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link, link
from myaccount.components.kit.notice import notices
from myaccount.components.kit.text import Flag, Text, t

HOME = "/account"


@dataclass(frozen=True)
class Frame:
    """What the frame shows, and what its buttons do. `clinic_home` is blank for whoever has no page on that side.

    `answers` grows with everything that the server has done for this page.

    `waiting` counts what waits on pages of that side, by their names.
    `optional` are the addresses of those optional sections that are there.

    `forms` is what runs across the page while a form waits: how many, until when, where it leads, and its label.
    """

    lang: Text
    clinic_name: Text
    colour: Text
    logo: Text
    logo_is_wide: Flag
    contact: Contact
    person_name: Text
    person_initials: Text
    role: rx.Var[str]
    clinic_home: Text
    waiting: Mapping[str, rx.Var[int]]
    optional: rx.Var[list[str]]
    acting: ActingFor
    notice: Text
    problem: Text
    answers: rx.Var[int]
    forms: tuple[Text, Text, Text, Text]
    idle_warning: Flag
    idle_line: Text
    news: Text
    on_dismiss: Any
    on_stay: Any
    on_own_news: Any
    on_language: Any


def shell(frame: Frame, title: Text, here: str, *content: rx.Component) -> rx.Component:
    """Frame a page of somebody signed in. `here` is the address of its section."""
    ways = Ways(frame.optional, frame.acting.closed, frame.clinic_name != "")
    return rx.fragment(
        manners(frame),
        skip(),
        topbar(frame, HOME, way=rx.fragment(acting_choices(frame.acting), _to_clinic(frame))),
        acting_bar(frame.acting),
        forms_banner(*frame.forms),
        rx.el.div(
            side_menu(here, ways),
            rx.el.main(
                rx.el.div(rx.el.h1(title, tab_index=-1), book_button(ways), class_name="page-head"),
                sign_in_news(frame.news, frame.on_own_news),
                notices(frame.notice, frame.problem, contact_links(frame.contact), frame.on_dismiss),
                without_scripts(),
                unless_closed(frame.acting, *content),
                id="page",
                tab_index=-1,
                class_name="content",
            ),
            class_name="frame",
        ),
        dock(here, ways),
        menu_sheet(here, ways),
        idle_dialog(frame.idle_warning, frame.idle_line, frame.on_stay),
    )


def without_scripts() -> rx.Component:
    """Say on a page that stays a skeleton without JavaScript that it needs it."""
    return rx.el.noscript(rx.el.p(t("shell.needs_script"), class_name="lead"))


def nameplate(frame: Frame) -> rx.Component:
    """Name the clinic where its name leads nowhere: on a page that nobody is to leave by accident."""
    return rx.el.span(brand(frame.clinic_name, frame.logo, frame.logo_is_wide), class_name="clinic")


def standalone(frame: Frame, title: Text, *content: rx.Component) -> rx.Component:
    """Frame a page that stands by itself: the clinic's name, a heading, the content, and whom to ask."""
    return rx.fragment(
        manners(frame),
        rx.el.div(
            rx.el.header(
                mark(frame.clinic_name, frame.logo),
                rx.el.div(
                    rx.cond(
                        frame.logo,
                        rx.cond(
                            frame.logo_is_wide,
                            rx.fragment(),
                            rx.el.span(frame.clinic_name, aria_hidden="true", class_name="alone-clinic"),
                        ),
                        rx.el.span(frame.clinic_name, class_name="alone-clinic"),
                    ),
                    rx.el.span(t("shell.product"), class_name="small"),
                ),
                class_name="alone-head",
            ),
            rx.el.main(
                rx.el.div(rx.el.h1(title, tab_index=-1), *content, class_name="panel"),
                rx.el.noscript(rx.el.p(t("shell.no_script"), class_name="lead")),
            ),
            rx.el.footer(_asking(frame.contact)),
            class_name="alone",
        ),
    )


def _asking(contact: Contact) -> rx.Component:
    links = rx.el.div(rx.el.p(t("shell.contact"), class_name="small"), contact_links(contact), class_name="alone-foot")
    return rx.cond(contact.phone, links, rx.cond(contact.email, links))


def manners(frame: Frame) -> rx.Component:
    """Follow the reader, the clinic and the server: focus, language, colour, what is waited for, and the connection."""
    return rx.fragment(
        PageFocus.create(),
        PageLanguage.create(code=frame.lang),
        PageColour.create(colour=frame.colour),
        PageBusy.create(answers=frame.answers),
        rx.el.div(
            rx.cond(
                has_connection_errors, rx.el.p(icon("offline"), t("shell.reconnecting"), class_name="reconnecting")
            ),
            role="status",
        ),
    )


def skip() -> rx.Component:
    """Lead past the menu, for whoever comes by keyboard."""
    return file_link(t("shell.skip"), href="#page", class_name="skip")


def topbar(frame: Frame, home: Text, side: Text | None = None, way: rx.Component | None = None) -> rx.Component:
    """Show the clinic, which `side` of the portal this is, and the account menu with its `way` to the other side."""
    marked = [rx.el.span(side, class_name="clinic-side")] if side is not None else []
    return rx.el.header(
        rx.el.div(
            link(
                brand(frame.clinic_name, frame.logo, frame.logo_is_wide),
                rx.cond(frame.clinic_name, rx.fragment(), rx.el.span(t("shell.product"), class_name="unseen")),
                to=home,
                class_name="clinic",
            ),
            *marked,
            account_button(frame.person_name, frame.person_initials),
            class_name="topbar-row",
        ),
        account_menu(frame.person_name, frame.lang, frame.on_language, frame.role, frame.acting.line, way),
        class_name="topbar",
    )


def _to_clinic(frame: Frame) -> rx.Component:
    """Lead staff back to the clinic's side: a full load, because the guard stands in front of it."""
    reload = {"reloadDocument": True}
    to_clinic = link(t("clinic.side"), to="/clinic", class_name="button button-quiet", custom_attrs=reload)
    return rx.cond(frame.clinic_home, to_clinic)
