"""The account menu: who is signed in, the language, the colours, and the way out."""

from typing import Any

import reflex as rx
from reflex.style import color_mode, set_color_mode

from myaccount.components.kit.button import submit
from myaccount.components.kit.choices import Choice, choices
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link, link
from myaccount.components.kit.native_form import native_form
from myaccount.components.kit.text import Text, t
from myaccount.messages import USAGES

POPOVER = "account"


def account_button(name: Text, initials: Text) -> rx.Component:
    """Show who is signed in, and open the account menu."""
    return rx.el.button(
        rx.el.span(initials, aria_hidden="true", class_name="initials"),
        rx.el.span(name, aria_hidden="true", class_name="person-name"),
        rx.el.span(t("account.menu"), class_name="unseen"),
        icon("chevron-down"),
        type="button",
        class_name="person",
        custom_attrs={"popoverTarget": POPOVER},
    )


def account_menu(
    name: Text, lang: Text, choose_language: Any, role: rx.Var[str], acting: Text, way: rx.Component | None = None
) -> rx.Component:
    """Hold what the account button opens. `way` leads elsewhere from here; a `role` has a second step to manage.

    While the page is `acting` for somebody else, the pages of one's own are not offered.
    """
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.p(t("account.signed_in"), class_name="small"),
                rx.el.p(name, class_name="account-name"),
            ),
            _languages(lang, choose_language),
            _colours(),
            rx.cond(acting, rx.fragment(), _own_pages(role)),
            *([way] if way else []),
            sign_out(),
            class_name="account-menu",
        ),
        id=POPOVER,
        role="group",
        aria_label=t("account.menu"),
        class_name="account-popover",
        custom_attrs={"popover": "auto"},
    )


def _own_pages(role: rx.Var[str]) -> rx.Component:
    return rx.fragment(
        link(t("access.title"), to="/account/access", class_name="button button-quiet"),
        link(t("my_data.title"), to="/account/data", class_name="button button-quiet"),
        rx.cond(role, file_link(t("two_step.title"), href="/two-step/codes", class_name="button button-quiet")),
    )


def sign_out() -> rx.Component:
    """Offer the way out."""
    return native_form(submit(t("account.sign_out"), look="quiet"), action="/sign-out")


def _languages(lang: Text, choose: Any) -> rx.Component:
    offered = [Choice(usage.name, lang == code, choose(code), lang=code) for code, usage in USAGES.items()]
    return choices(t("account.language"), offered, "choose-language")


def _colours() -> rx.Component:
    offered = [
        Choice(t(f"account.{mode}"), color_mode == mode, set_color_mode(mode)) for mode in ("light", "dark", "system")
    ]
    return choices(t("account.colours"), offered, "choose-colours")
