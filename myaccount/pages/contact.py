"""Contact Info."""

from typing import Any

import reflex as rx

from myaccount.components.fields import field
from myaccount.components.icons import icon
from myaccount.components.kept_field import Kept, kept_check, kept_field, kept_select
from myaccount.components.notice import error_summary
from myaccount.components.skeleton import form_skeleton
from myaccount.components.text import t
from myaccount.pages.frame import framed
from myaccount.state.contact import ContactState
from myaccount.state.shell import ShellState

ROUTE = "/account/contact"
TITLE = "nav.contact"
CALLED = {"auto_capitalize": "words", "dir": "auto"}
NUMBER = {"type": "tel", "input_mode": "tel"}


def page() -> rx.Component:
    """Show a person their contact details, to change them."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.cond(
            ContactState.loaded,
            rx.el.div(
                rx.cond(ContactState.form.unverified_email != "", _verification()),
                _form(),
                class_name="form-page",
            ),
            form_skeleton(),
        ),
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.cond(
            ContactState.summary,
            rx.fragment(error_summary(ContactState.summary), key=ContactState.attempt),
        ),
        _card("name", _names()),
        _card("reach", _reach()),
        _card("emergency", _emergency()),
        _card("preferences", _preferences()),
        rx.el.div(
            rx.el.button(t("contact.save"), type="submit", class_name="button button-main"),
            rx.el.div(
                rx.cond(ContactState.done, rx.el.p(icon("check"), ContactState.done, class_name="saved-line")),
                role="status",
            ),
            class_name="save",
        ),
        on_submit=ContactState.save,
        no_validate=True,
        aria_label=t(TITLE),
        class_name="form-cards",
    )


def _card(name: str, *content: rx.Component) -> rx.Component:
    title = f"contact-{name}"
    return rx.el.section(
        rx.el.h2(t(f"contact.{name}"), id=title), *content, aria_labelledby=title, class_name="form-card"
    )


def _names() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            _box("first_name", auto_complete="given-name", **CALLED),
            _box("last_name", auto_complete="family-name", **CALLED),
            class_name="field-pair",
        ),
        _box(
            "preferred_name", help_key="contact.preferred_name.help", auto_complete="nickname", optional=True, **CALLED
        ),
        rx.cond(ContactState.form.asks_pronouns, _box("pronouns", optional=True, dir="auto", auto_complete="off")),
    )


def _reach() -> rx.Component:
    return rx.fragment(
        _box(
            "email",
            help_key="contact.email.help",
            type="email",
            input_mode="email",
            auto_complete="email",
            auto_capitalize="none",
        ),
        rx.el.div(
            _box("mobile", auto_complete="tel", optional=True, **NUMBER),
            _box("other_phone", auto_complete="off", optional=True, **NUMBER),
            class_name="field-pair",
        ),
        _box("address", kind="textarea", rows=3, auto_complete="street-address", optional=True, dir="auto"),
    )


def _emergency() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("contact.emergency.help"), class_name="small"),
        rx.el.div(
            _box("emergency_name", auto_complete="off", optional=True, **CALLED),
            _box("emergency_phone", auto_complete="off", optional=True, **NUMBER),
            class_name="field-pair",
        ),
    )


def _preferences() -> rx.Component:
    languages = [("en", t("account.english")), ("fr", t("account.french"))]
    return rx.fragment(
        kept_select(t("contact.language"), "language", _kept("language"), languages),
        kept_check(
            t("contact.marketing", clinic=ShellState.clinic_name),
            "marketing_opt_in",
            _kept("marketing_opt_in"),
            help_line=t("contact.marketing.help"),
        ),
    )


def _box(name: str, *, help_key: str = "", **box: Any) -> rx.Component:
    help_line = t(help_key) if help_key else None
    return kept_field(t(f"contact.{name}"), name, _kept(name), help_line=help_line, **box)


def _kept(name: str) -> Kept:
    return Kept(
        saved=getattr(ContactState.form, name),
        version=ContactState.version,
        error=ContactState.problems[name],
    )


def _verification() -> rx.Component:
    email = ContactState.form.unverified_email
    return _card(
        "verify",
        rx.el.p(
            rx.cond(
                ContactState.form.code_sent,
                t("contact.verify.sent", email=email),
                t("contact.verify.waiting", email=email),
            )
        ),
        rx.cond(ContactState.form.code_sent, _code()),
        rx.el.button(
            rx.cond(ContactState.form.code_sent, t("contact.send_again"), t("contact.send_code")),
            type="button",
            on_click=ContactState.send_code,
            class_name="button button-quiet",
        ),
    )


def _code() -> rx.Component:
    return rx.el.form(
        field(
            t("contact.code"),
            "code",
            help_line=t("contact.code.help"),
            error=ContactState.code_error,
            auto_complete="one-time-code",
            input_mode="numeric",
            max_length=20,
            class_name="box box-code",
        ),
        rx.el.button(t("contact.verify_button"), type="submit", class_name="button button-main"),
        on_submit=ContactState.verify,
        no_validate=True,
        aria_label=t("contact.verify"),
        class_name="code-form",
    )
