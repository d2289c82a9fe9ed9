"""The clinic's logo, among what the clinic says of itself on the settings page."""

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.file_box import file_box
from myaccount.components.kit.text import t
from myaccount.domain.logo import ACCEPTED, AT_MOST
from myaccount.state.clinic.logo import LogoState
from myaccount.state.shell import ShellState

ADDRESS = "/clinic/settings/logo"
HELP = "logo-help"


def logo_card() -> rx.Component:
    """Show the logo as it stands on pages of both themes, and take another."""
    picture = rx.el.img(src=ShellState.logo, alt=ShellState.clinic_name, class_name="clinic-logo")
    shown = [rx.el.div(picture, class_name=f"logo-sample logo-sample-{theme}") for theme in ("light", "dark")]
    remove = button(t("logo.remove"), on_click=LogoState.remove, look="plain")
    send = file_box(
        rx.cond(ShellState.logo, t("logo.replace"), t("logo.choose")),
        ADDRESS,
        LogoState.sent,
        described_by=HELP,
        accept=ACCEPTED,
        most=AT_MOST,
    )
    return rx.el.section(
        rx.el.h3(t("logo.title"), id="logo-title"),
        rx.el.p(t("logo.help"), id=HELP, class_name="field-help"),
        rx.cond(ShellState.logo, rx.el.div(*shown, class_name="logo-samples")),
        rx.el.div(send, rx.cond(ShellState.logo, remove), class_name="logo-acts"),
        aria_labelledby="logo-title",
        class_name="settings-card info-card",
    )
