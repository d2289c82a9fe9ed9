"""Passkeys, on Username/Password."""

import reflex as rx

from myaccount.components.account.passkeys import OWN, QUIET, add_form, passkey_item
from myaccount.components.kit.button import submit
from myaccount.components.kit.dialog import dialog
from myaccount.components.kit.fields import field, password_field
from myaccount.components.kit.native_form import native_form
from myaccount.components.kit.text import t
from myaccount.state.account.passkeys import NAME, REMOVE, PasskeysState

about = PasskeysState.asked_about


def passkeys() -> rx.Component:
    """List the passkeys, and let a person make another."""
    return rx.el.section(
        rx.el.h2(t("passkeys.title"), id="passkeys-title"),
        rx.el.p(t("passkeys.lead")),
        rx.cond(PasskeysState.rows, _list()),
        rx.cond(PasskeysState.keeps_last, rx.el.p(t("passkeys.keeps_last"), class_name="small")),
        rx.cond(PasskeysState.is_full, rx.el.p(t("passkeys.full"), class_name="small"), _add()),
        aria_labelledby="passkeys-title",
        class_name="form-card",
    )


def passkey_questions() -> rx.Component:
    """Ask for another name, or before a passkey is removed."""
    return rx.fragment(_naming(), _removing())


def _list() -> rx.Component:
    return rx.el.ul(
        rx.foreach(PasskeysState.rows, lambda row: passkey_item(row, PasskeysState.ask_name, PasskeysState.ask_remove)),
        aria_label=t("passkeys.title"),
        class_name="passkeys",
    )


def _add() -> rx.Component:
    name = field(
        t("passkeys.name"),
        "passkey_name",
        help_line=t("passkeys.name.help"),
        optional=True,
        auto_complete="off",
        max_length=60,
    )
    password = password_field(
        t("credentials.current"),
        "current",
        box_id="passkey-current",
        help_line=t("sessions.why_password"),
        auto_complete="current-password",
        required=True,
    )
    return add_form(name, rx.cond(PasskeysState.asks_password, password), on_refuse=PasskeysState.look_again)


def _naming() -> rx.Component:
    return dialog(
        t("passkeys.ask_name"),
        rx.el.form(
            field(
                t("passkeys.new_name"),
                "new_passkey_name",
                error=PasskeysState.error,
                key=about.id,
                default_value=about.name,
                auto_complete="off",
                max_length=60,
                required=True,
            ),
            submit(t("passkeys.save_name")),
            on_submit=PasskeysState.rename,
            class_name="fields",
        ),
        actions=[_keep()],
        name="passkey-name-dialog",
        open_when=PasskeysState.asked == NAME,
        on_close=PasskeysState.keep,
    )


def _removing() -> rx.Component:
    password = password_field(
        t("credentials.current"),
        "current",
        box_id="passkey-remove-current",
        help_line=t("sessions.why_password"),
        error=PasskeysState.error,
        auto_complete="current-password",
        required=True,
    )
    return dialog(
        t("passkeys.ask_remove", name=about.name),
        rx.el.p(t("passkeys.ask_remove_line")),
        native_form(
            rx.el.input(type="hidden", name="passkey", value=about.id, read_only=True),
            rx.cond(PasskeysState.asks_password, password),
            submit(t("passkeys.remove_button"), look="danger"),
            action=f"{OWN}/remove",
            class_name="fields",
        ),
        actions=[_keep()],
        name="passkey-remove-dialog",
        open_when=PasskeysState.asked == REMOVE,
        on_close=PasskeysState.keep,
    )


def _keep() -> rx.Component:
    return rx.el.button(t("passkeys.keep"), type="button", on_click=PasskeysState.keep, class_name=QUIET)
