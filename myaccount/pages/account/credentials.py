"""Username/Password. Both forms are plain ones: a password never gets into a State."""

import reflex as rx

from myaccount.components.kit.button import submit
from myaccount.components.kit.fields import field, password_field
from myaccount.components.kit.link import file_link, link
from myaccount.components.kit.native_form import native_form
from myaccount.components.kit.notice import error_summary
from myaccount.components.kit.skeleton import form_skeleton
from myaccount.components.kit.text import Text, t
from myaccount.pages.account.passkeys import passkey_questions, passkeys
from myaccount.pages.frame import framed
from myaccount.state.account.credentials import CredentialsState

ROUTE = "/account/password"
TITLE = "nav.password"
LOAD = CredentialsState.load


def page() -> rx.Component:
    """Let a person change how they sign in, and lead to where they are signed in."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.cond(
            CredentialsState.loaded,
            rx.el.div(
                rx.cond(CredentialsState.wrong_box, _summary()),
                _username(),
                _password(),
                rx.cond(CredentialsState.two_step_since, _has_two_step(), _two_step()),
                passkeys(),
                _sessions(),
                passkey_questions(),
                class_name="form-page form-cards",
            ),
            form_skeleton(),
        ),
    )


def _summary() -> rx.Component:
    """Say what was wrong, and lead to the box that it is about."""
    wrong = file_link(CredentialsState.wrong_line, href="#" + CredentialsState.wrong_box)
    return error_summary(t("plain.check"), rx.el.p(wrong, class_name="notice-list"))


def _username() -> rx.Component:
    return _card(
        "username",
        rx.el.p(t("credentials.username.now", username=CredentialsState.username)),
        field(
            t("credentials.username.new"),
            "username",
            help_line=t("username.help"),
            error=_error("username.username"),
            key=CredentialsState.typed,
            default_value=CredentialsState.typed,
            auto_complete="username",
            auto_capitalize="none",
            spell_check=False,
            required=True,
        ),
        action=f"{ROUTE}/username",
    )


def _password() -> rx.Component:
    return _card(
        "password",
        rx.el.p(t("credentials.password.lead")),
        password_field(
            t("password.new_label"),
            "password",
            help_line=t("password.help"),
            error=_error("password.password"),
            auto_complete="new-password",
            required=True,
        ),
        action=ROUTE,
    )


def _two_step() -> rx.Component:
    return _card("two_step", rx.el.p(t("credentials.two_step.lead")), action=f"{ROUTE}/two-step")


def _has_two_step() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("credentials.two_step"), id="two_step-title"),
        rx.el.p(t("two_step.since", day=CredentialsState.two_step_since)),
        file_link(t("credentials.two_step.manage"), href="/two-step/codes", class_name="blue-link"),
        aria_labelledby="two_step-title",
        class_name="form-card",
    )


def _card(name: str, *content: rx.Component, action: str) -> rx.Component:
    """Make a form of the page. What most people come for has its main button."""
    current = password_field(
        t("credentials.current"),
        "current",
        box_id=f"{name}-current",
        error=_error(f"{name}.current"),
        auto_complete="current-password",
        required=True,
    )
    save = submit(t(f"credentials.{name}.save"), look="main" if name == "password" else "quiet")
    return rx.el.section(
        rx.el.h2(t(f"credentials.{name}"), id=f"{name}-title"),
        native_form(*content, current, save, action=action, class_name="fields"),
        aria_labelledby=f"{name}-title",
        class_name="form-card",
    )


def _sessions() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("credentials.sessions"), id="sessions-title"),
        rx.el.p(t("credentials.sessions.lead")),
        link(t("sessions.manage"), to="/account/sessions", class_name="blue-link"),
        aria_labelledby="sessions-title",
        class_name="form-card",
    )


def _error(name: str) -> Text:
    return CredentialsState.errors.get(name, "")
