"""Profiles elsewhere: the buttons that sign in with one, and the card of each where it is linked."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button, submit
from myaccount.components.kit.native_form import native_form
from myaccount.components.kit.text import Text, t
from myaccount.domain.social import Provider
from myaccount.views.social import SocialRow

LETTERS = {Provider.GOOGLE: "G", Provider.FACEBOOK: "f", Provider.X: "X"}


def continue_buttons(offered: Any) -> rx.Component:
    """Offer to sign in with a profile elsewhere, for the form that they stand in: what else is typed there is kept."""
    buttons = [rx.cond(offered.contains(provider.value), _continue(provider)) for provider in Provider]
    return rx.cond(
        offered.length() > 0,
        rx.el.div(
            rx.el.p(t("social.or"), class_name="social-or"),
            *buttons,
            class_name="social-buttons",
        ),
    )


def _continue(provider: Provider) -> rx.Component:
    return rx.el.button(
        mark(provider.value, LETTERS[provider]),
        rx.el.span(t("social.continue", provider=provider.label)),
        type="submit",
        form_action=f"/auth/{provider.value}",
        form_no_validate=True,
        class_name="button button-quiet social-button",
    )


def mark(provider: Text, letter: Text) -> rx.Component:
    """Show a provider by its letter; its name stands beside it."""
    return rx.el.span(letter, aria_hidden="true", class_name=rx.Var.create("social-mark social-mark-") + provider)


def social_card(row: SocialRow, on_ask: Callable[[Text], Any]) -> rx.Component:
    """Show a provider: what is linked there since when, or nothing; and the button that changes it."""
    letter = rx.match(row.provider, *[(one.value, shown) for one, shown in LETTERS.items()], "")
    linked = rx.fragment(
        rx.cond(row.shown, rx.el.p(row.shown, class_name="social-shown")),
        rx.el.p(row.linked, class_name="small"),
        rx.el.p(row.used, class_name="small"),
    )
    change = rx.cond(
        row.is_linked,
        button(t("social.unlink", provider=row.label), on_click=on_ask(row.provider)),
        button(t("social.link", provider=row.label), on_click=on_ask(row.provider)),
    )
    return rx.el.li(
        mark(row.provider, rx.Var.create(letter).to(str)),
        rx.el.div(
            rx.el.h2(row.label),
            rx.cond(row.is_linked, linked, rx.el.p(t("social.not_linked", provider=row.label), class_name="small")),
            class_name="social-facts",
        ),
        change,
        class_name="social-card",
    )


def asking_form(*content: rx.Component, provider: Text, action: Text, done: Text, is_danger: bool) -> rx.Component:
    """Post what was asked about, with the password where it is wanted."""
    return native_form(
        rx.el.input(type="hidden", name="provider", value=provider, read_only=True),
        *content,
        submit(done, look="danger" if is_danger else "main"),
        action=action,
        class_name="fields",
    )
