"""Forgot your password: ask for a code, then give it. Both forms are plain ones."""

import reflex as rx

from myaccount.components.kit.button import submit
from myaccount.components.kit.fields import field
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link, link
from myaccount.components.kit.native_form import native_form
from myaccount.components.kit.notice import error_summary
from myaccount.components.kit.text import t
from myaccount.pages.frame import alone
from myaccount.state.account.forgot import ForgotState

ROUTE = "/forgot"
TITLE = "forgot.title"
LOAD = ForgotState.load


def page() -> rx.Component:
    """Ask where to send a code, and then for the code."""
    return alone(
        TITLE,
        rx.cond(ForgotState.error, error_summary(ForgotState.error)),
        rx.cond(ForgotState.sent, _give_code(), _ask_for_code()),
        link(icon("arrow-left"), t("forgot.back"), to="/sign-in", class_name="way-back"),
    )


def _ask_for_code() -> rx.Component:
    return rx.fragment(
        rx.cond(ForgotState.not_me, rx.el.p(t("forgot.not_me"), class_name="lead")),
        rx.el.p(t("forgot.lead"), class_name="lead"),
        native_form(
            field(
                t("forgot.contact"),
                "contact",
                key=ForgotState.contact,
                default_value=ForgotState.contact,
                auto_complete="email",
                auto_capitalize="none",
                spell_check=False,
                required=True,
            ),
            submit(t("forgot.send")),
            action=ROUTE,
            class_name="fields",
        ),
    )


def _give_code() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.p(t("forgot.sent", contact=ForgotState.contact)),
            rx.el.p(t("forgot.sent.family")),
            role="status",
            class_name="lead",
        ),
        native_form(
            rx.el.input(type="hidden", name="contact", value=ForgotState.contact, read_only=True),
            field(
                t("forgot.code"),
                "code",
                help_line=t("forgot.code.help"),
                auto_complete="one-time-code",
                input_mode="numeric",
                max_length=8,
                required=True,
                class_name="box box-code",
            ),
            submit(t("forgot.continue")),
            action="/forgot/code",
            class_name="fields",
        ),
        file_link(t("forgot.again"), href=ROUTE, class_name="way-back"),
    )
