"""The frame of the booking page: for everybody, signed in or not, without a menu to lead away."""

import reflex as rx

from myaccount.components.frame.account_menu import account_button, account_menu
from myaccount.components.frame.acting import acting_bar, acting_choices, unless_closed
from myaccount.components.frame.idle_dialog import idle_dialog
from myaccount.components.frame.shell import HOME, Frame, manners, nameplate, skip, without_scripts
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link
from myaccount.components.kit.notice import notices
from myaccount.components.kit.text import Flag, Text, t


def booking_frame(
    frame: Frame, signed_in: Flag, title: Text, *content: rx.Component, takes_focus: Flag
) -> rx.Component:
    """Frame the page. Who is signed in finds the way back to My Account, who is not the way to sign in.

    What was done `takes_focus` when another step of booking has come in place of the one that it was done on.
    """
    return rx.fragment(
        manners(frame),
        skip(),
        rx.el.header(
            rx.el.div(
                nameplate(frame),
                rx.cond(
                    signed_in,
                    account_button(frame.person_name, frame.person_initials),
                    file_link(t("book.sign_in"), href="/sign-in?next=/book", class_name="button button-plain"),
                ),
                class_name="topbar-row",
            ),
            rx.cond(signed_in, _menu(frame)),
            class_name="topbar",
        ),
        acting_bar(frame.acting),
        rx.el.main(
            rx.el.div(rx.el.h1(title, tab_index=-1), class_name="page-head"),
            rx.cond(signed_in, file_link(icon("arrow-left"), t("book.back"), href=HOME, class_name="book-back")),
            notices(frame.notice, frame.problem, contact_links(frame.contact), frame.on_dismiss, takes_focus),
            without_scripts(),
            unless_closed(frame.acting, *content),
            id="page",
            tab_index=-1,
            class_name="content book",
        ),
        rx.el.footer(contact_links(frame.contact), class_name="book-foot"),
        idle_dialog(frame.idle_warning, frame.idle_line, frame.on_stay),
    )


def _menu(frame: Frame) -> rx.Component:
    home = file_link(t("book.back"), href=HOME, class_name="button button-quiet")
    ways = rx.fragment(acting_choices(frame.acting), home)
    return account_menu(frame.person_name, frame.lang, frame.on_language, frame.role, frame.acting.line, ways)
