"""The booking page within a frame on a clinic's website: nothing around it that would lead away."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.booking.review import account_way
from myaccount.components.frame.shell import Frame, manners, nameplate, without_scripts
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.link import file_link
from myaccount.components.kit.native_form import native_form
from myaccount.components.kit.notice import notices
from myaccount.components.kit.text import Flag, Text, t
from myaccount.components.scripts import script


class HostPage(rx.Component):
    """The page within a frame: tells the website around it, if that is one of `framers`, what happens in it."""

    library = script("booking/host_page.jsx")
    tag = "HostPage"

    framers: rx.Var[list[str]]
    known: rx.Var[bool]
    booked: rx.Var[str]
    finished: rx.Var[int]


CONTINUE = "/book/continue"
WHOLE_WINDOW = "_top"
"""Signing in, an account and payment have the window to themselves: there the browser shows whose page it is."""


@dataclass(frozen=True)
class Host:
    """The website around the frame: which it may be (a list of origins, once known), and what it is told of."""

    framers: Any
    known: Flag
    booked: Flag
    undone: Flag
    finished: Any


def embedded_frame(frame: Frame, host: Host, title: Text, content: rx.Component) -> rx.Component:
    """Frame the page: the clinic's name small, and the way to reach it."""
    return rx.fragment(
        manners(frame),
        HostPage.create(
            rx.el.header(
                nameplate(frame),
            ),
            rx.el.main(
                rx.el.h1(title, tab_index=-1),
                notices(frame.notice, frame.problem, contact_links(frame.contact), frame.on_dismiss, host.undone),
                without_scripts(),
                content,
                class_name="content book",
            ),
            rx.el.footer(contact_links(frame.contact), class_name="book-foot"),
            framers=host.framers,
            known=host.known,
            booked=host.booked,
            finished=host.finished,
            class_name="embedded",
        ),
    )


def sign_in_way(ticket: Text) -> rx.Component:
    """Lead to signing in, with what is held."""
    return native_form(
        ticket_box(ticket),
        rx.el.button(t("book.sign_in"), type="submit", class_name="button-link"),
        action=CONTINUE,
        target=WHOLE_WINDOW,
        class_name="inline-form",
    )


def sign_in_first(so_far: Text) -> rx.Component:
    """Lead to signing in where it cannot be done without, and back to what has been chosen until then."""
    return file_link(
        t("book.sign_in"), href="/sign-in?next=/book" + so_far, target=WHOLE_WINDOW, class_name="button button-main"
    )


def account_ahead(ticket: Text) -> rx.Component:
    """Lead on to an account, with what has just been booked."""
    to = rx.el.input(type="hidden", name="to", value="account")
    return account_way(CONTINUE, ticket_box(ticket), to, target=WHOLE_WINDOW)


def done_button(on_click: Any, look: Text) -> rx.Component:
    """End, where a page of its own would lead away."""
    return rx.el.button(t("booking.done"), type="button", on_click=on_click, class_name=look)


def ticket_box(ticket: Text) -> rx.Component:
    """Carry what is held, or booked, along in a form."""
    return rx.el.input(type="hidden", name="ticket", value=ticket)
