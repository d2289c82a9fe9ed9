"""Sign in. The form is a plain one: only HTTP can set a cookie that scripts cannot read."""

import reflex as rx

from myaccount.components.account.passkeys import sign_in_button
from myaccount.components.account.social import continue_buttons
from myaccount.components.frame.navigation import BOOK
from myaccount.components.kit.button import submit
from myaccount.components.kit.fields import check_field, field, password_field
from myaccount.components.kit.link import file_link, link
from myaccount.components.kit.native_form import native_form
from myaccount.components.kit.notice import error_summary, told
from myaccount.components.kit.text import t
from myaccount.pages.frame import alone
from myaccount.state.account.sign_in import SignInState

ROUTE = "/sign-in"
TITLE = "sign_in.title"
LOAD = SignInState.load


def page() -> rx.Component:
    """Ask who it is, and say why when somebody was sent here."""
    return alone(
        TITLE,
        rx.cond(
            SignInState.error,
            error_summary(SignInState.error),
            rx.cond(SignInState.message, told(SignInState.message)),
        ),
        native_form(_fields(), class_name="fields"),
        link(t("sign_in.forgot"), to="/forgot", class_name="way-back"),
        rx.cond(SignInState.is_open_to_all, _newcomers()),
    )


def _newcomers() -> rx.Component:
    """Lead whoever has no account to where one is made: the end of an online booking."""
    return rx.el.p(t("sign_in.new"), " ", file_link(t("nav.book"), href=BOOK), class_name="newcomers")


def _fields() -> rx.Component:
    return rx.fragment(
        rx.el.input(type="hidden", name="next", value=SignInState.next, read_only=True),
        field(
            t("sign_in.username"),
            "username",
            key=SignInState.username,
            default_value=SignInState.username,
            auto_complete="username webauthn",
            auto_capitalize="none",
            spell_check=False,
            required=True,
        ),
        password_field(t("sign_in.password"), "password", auto_complete="current-password", required=True),
        check_field(t("sign_in.keep"), "keep", help_line=t("sign_in.keep.help")),
        submit(t("sign_in.button")),
        sign_in_button(),
        continue_buttons(rx.Var.create(SignInState.providers).to(list[str])),
    )
