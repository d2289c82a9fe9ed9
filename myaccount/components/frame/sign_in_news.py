"""Says that the person has just signed in somewhere else, and what to do if it was not them."""

from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import link
from myaccount.components.kit.text import Text, t


def sign_in_news(news: Text, on_own: Any) -> rx.Component:
    """Say `news`, until somebody says that it was they; screen readers speak it."""
    acts = rx.el.div(
        link(t("sessions.manage"), to="/account/sessions", class_name="button button-quiet"),
        button(t("sessions.news.own"), on_click=on_own),
        class_name="notice-acts",
    )
    said = rx.el.div(
        icon("alert"),
        rx.el.div(
            rx.el.p(news, class_name="notice-title"), rx.el.p(t("sessions.news.help")), acts, class_name="notice-body"
        ),
        class_name="notice notice-told",
    )
    return rx.el.div(rx.el.div(rx.cond(news, said), role="status"), class_name="notices")
