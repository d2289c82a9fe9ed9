"""The frame of a video visit: the clinic's name and the page, and nothing that leads away by accident."""

import reflex as rx

from myaccount.components.frame.acting import acting_bar, unless_closed
from myaccount.components.frame.idle_dialog import idle_dialog
from myaccount.components.frame.shell import Frame, manners, nameplate
from myaccount.components.frame.sign_in_news import sign_in_news
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.notice import notices
from myaccount.components.kit.text import Text


def call_frame(frame: Frame, title: Text, way_back: rx.Component, *content: rx.Component) -> rx.Component:
    """Frame a video visit. `way_back` leads to where the person came from."""
    return rx.fragment(
        manners(frame),
        rx.el.header(
            rx.el.div(
                nameplate(frame),
                way_back,
                class_name="topbar-row",
            ),
            class_name="topbar",
        ),
        acting_bar(frame.acting),
        rx.el.main(
            rx.el.div(rx.el.h1(title, tab_index=-1), class_name="page-head"),
            sign_in_news(frame.news, frame.on_own_news),
            notices(frame.notice, frame.problem, contact_links(frame.contact), frame.on_dismiss),
            unless_closed(frame.acting, *content),
            id="page",
            tab_index=-1,
            class_name="content call-page",
        ),
        idle_dialog(frame.idle_warning, frame.idle_line, frame.on_stay),
    )
