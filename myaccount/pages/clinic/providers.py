"""The keys at the sign-in providers, in the part of the settings that is named Client Sign In Settings."""

import reflex as rx

from myaccount.components.clinic.set_up import set_up_panel, set_up_row
from myaccount.components.kit.button import button
from myaccount.components.kit.side_panel import Boxes
from myaccount.components.kit.text import t
from myaccount.state.clinic.provider_keys import ProviderKeysState
from myaccount.views.social import ProviderFacts

shown = ProviderKeysState.shown


def providers() -> list[rx.Component]:
    """Show what is set up at each provider, and the way to its form."""
    return [
        rx.el.ul(
            rx.foreach(ProviderKeysState.facts, _provider),
            aria_label=t("provider_keys.title"),
            class_name="settings-card",
        )
    ]


def provider_panel() -> rx.Component:
    """Hold the form for the keys at the side."""
    box = Boxes(ProviderKeysState, "provider_keys")
    return set_up_panel(
        ProviderKeysState,
        t("provider_keys.of", provider=shown.label),
        t("provider_keys.lead", provider=shown.label),
        rx.el.p(t("provider_keys.callback"), ": ", rx.el.code(shown.callback), class_name="field-help"),
        box.line("client_id", helped=True, auto_complete="off", auto_capitalize="none", spell_check=False),
        box.line("client_secret", helped=True, type="password", auto_complete="off"),
        name="provider-keys",
    )


def _provider(facts: ProviderFacts) -> rx.Component:
    return set_up_row(
        facts.label,
        facts.line,
        button(
            rx.cond(
                facts.is_set_up,
                t("provider_keys.change", provider=facts.label),
                t("provider_keys.set_up", provider=facts.label),
            ),
            on_click=ProviderKeysState.edit(facts.provider),
        ),
    )
