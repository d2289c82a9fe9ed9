"""An address that leads nowhere."""

import reflex as rx

from myaccount.components.kit.link import file_link
from myaccount.components.kit.text import t
from myaccount.pages.frame import alone
from myaccount.state.shell import ShellState

ROUTE = "404"
TITLE = "not_found.title"
LOAD = ShellState.load


def page() -> rx.Component:
    """Say that there is nothing here, and lead home."""
    return alone(
        TITLE,
        rx.el.p(t("not_found.line"), class_name="lead"),
        file_link(t("not_found.action"), href="/account", class_name="button button-main"),
    )
