"""Passkeys: the button that signs in with one, the list of somebody's own, and the form that makes another."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex_base.event import EventHandler, no_args_event_spec

from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Text, t
from myaccount.components.scripts import script
from myaccount.views.passkeys import PasskeyRow

SIGN_IN, OWN = "/sign-in/passkey", "/account/password/passkeys"
QUIET = "button button-quiet"


class PasskeySignIn(rx.Component):
    """A button that signs in with a passkey, for the form that it stands in. It is there where the browser can."""

    library = script("account/passkeys.jsx")
    tag = "PasskeySignIn"

    address: rx.Var[str]
    words: rx.Var[dict[str, str]]


class PasskeyAdd(rx.Component):
    """A form that makes a passkey; `on_refuse` is told when it was turned down before the device was asked."""

    library = script("account/passkeys.jsx")
    tag = "PasskeyAdd"

    address: rx.Var[str]
    words: rx.Var[dict[str, str]]
    save: rx.Var[str]
    on_refuse: EventHandler[no_args_event_spec]


def sign_in_button() -> rx.Component:
    """Offer to sign in with a passkey."""
    return PasskeySignIn.create(
        icon("key"),
        rx.el.span(t("passkeys.sign_in")),
        address=SIGN_IN,
        words=_words("address", "stopped", "failed"),
        class_name=f"{QUIET} social-button",
    )


def add_form(*fields: rx.Component, on_refuse: Any) -> rx.Component:
    """Make a passkey, with what the fields hold."""
    return PasskeyAdd.create(
        *fields,
        address=OWN,
        words=_words("address", "none", "stopped", "known", "failed"),
        save=t("passkeys.add"),
        on_refuse=on_refuse,
        class_name="fields",
    )


def passkey_item(row: PasskeyRow, on_name: Callable[[Text], Any], on_remove: Callable[[Text], Any]) -> rx.Component:
    """Show a passkey: its name, since when, when it was used last, and the buttons that change it."""
    return rx.el.li(
        icon("key"),
        rx.el.div(
            rx.el.h3(row.name),
            rx.el.p(row.added, " · ", row.used, class_name="small"),
            class_name="passkey-facts",
        ),
        rx.el.div(
            _act("rename", row, on_name),
            _act("remove", row, on_remove),
            class_name="passkey-acts",
        ),
        class_name="passkey",
        key=row.id,
    )


def _act(name: str, row: PasskeyRow, on_click: Callable[[Text], Any]) -> rx.Component:
    hidden = rx.el.span(" ", row.name, class_name="unseen")
    return rx.el.button(t(f"passkeys.{name}"), hidden, type="button", on_click=on_click(row.id), class_name=QUIET)


def _words(*names: str) -> rx.Var[dict[str, str]]:
    return rx.Var.create({name: t(f"passkeys.no.{name}") for name in names}).to(dict[str, str])
