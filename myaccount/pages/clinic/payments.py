"""The card processor, in the section of the settings page that is named Payments."""

import reflex as rx

from myaccount.components.clinic.embedding import copy_box
from myaccount.components.clinic.set_up import set_up_panel
from myaccount.components.kit.button import button
from myaccount.components.kit.side_panel import Boxes
from myaccount.components.kit.text import Text, t
from myaccount.state.clinic.payment_keys import PaymentKeysState

facts = PaymentKeysState.facts


def processor() -> list[rx.Component]:
    """Show what is set up, and the way to the form."""
    connected = rx.cond(facts.is_test, t("processor_keys.connected_test"), t("processor_keys.connected"))
    where = rx.cond(facts.is_own, connected, t("processor_keys.environment"))
    hears = rx.cond(facts.hears, t("processor_keys.hears.on"), t("processor_keys.hears.off"))
    shown = rx.el.dl(
        _fact("processor_keys.processor", where),
        _fact("processor_keys.key", facts.key_line),
        _fact("processor_keys.hears", hears),
        aria_label=t("processor_keys.title"),
        class_name="facts",
    )
    edit = button(
        rx.cond(facts.is_set_up, t("processor_keys.change"), t("processor_keys.set_up")), on_click=PaymentKeysState.edit
    )
    missing = rx.el.p(t("processor_keys.missing"))
    told = rx.cond(facts.is_set_up, rx.fragment(shown, _hook("hook")), missing)
    return [rx.el.div(told, edit, class_name="settings-card info-card")]


def _hook(name: str) -> rx.Component:
    """Show the address that Stripe is told, whole, to be taken there."""
    return copy_box(name, t("processor_keys.webhook_url"), facts.webhook_url, rows=1)


def processor_panel() -> rx.Component:
    """Hold the form for the keys at the side."""
    box = Boxes(PaymentKeysState, "processor_keys")
    return set_up_panel(
        PaymentKeysState,
        t("processor_keys.title"),
        t("processor_keys.lead"),
        _hook("panel-hook"),
        box.line("publishable_key", helped=True, auto_complete="off", auto_capitalize="none"),
        box.line("secret_key", helped=True, type="password", auto_complete="off"),
        box.line("webhook_secret", helped=True, type="password", auto_complete="off", optional=True),
        name="keys",
    )


def _fact(name: str, value: Text | rx.Component) -> rx.Component:
    return rx.el.div(rx.el.dt(t(name)), rx.el.dd(value))
