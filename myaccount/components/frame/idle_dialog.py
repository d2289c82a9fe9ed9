"""The warning before a sign-in ends by itself."""

from typing import Any

import reflex as rx

from myaccount.components.frame.account_menu import sign_out
from myaccount.components.kit.button import button
from myaccount.components.kit.dialog import dialog
from myaccount.components.kit.text import Flag, Text, t


def idle_dialog(is_open: Flag, line: Text, stay: Any) -> rx.Component:
    """Ask whether somebody is still there. Any answer but signing out stays signed in."""
    return dialog(
        t("idle.title"),
        rx.el.p(line),
        actions=[
            button(t("idle.stay"), on_click=stay, look="main"),
            sign_out(),
        ],
        name="idle",
        open_when=is_open,
        on_close=stay,
    )
