"""The clinic's settings, grouped and named as the guide names them."""

from collections.abc import Callable

import reflex as rx

from myaccount.components.kit.setting_row import Row, amount_row, choice_row, lines_row, number_row, switch_row
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.domain.origins import Origins
from myaccount.domain.settings import REGISTRY, Section, Setting
from myaccount.pages.clinic.mail import mail_server, mail_server_panel
from myaccount.pages.clinic.payments import processor, processor_panel
from myaccount.pages.clinic.places import panels, places
from myaccount.pages.clinic.providers import provider_panel, providers
from myaccount.pages.clinic.video import video_server, video_server_panel
from myaccount.pages.frame import clinic_framed
from myaccount.state.clinic.settings import SettingsState

ROUTE = "/clinic/settings"
TITLE = "clinic.settings"
LOAD = SettingsState.load
MORE = {
    Section.CLINIC_INFO: places,
    Section.PAYMENTS: processor,
    Section.CLIENT_SIGN_IN: providers,
    Section.ONLINE_VISITS: video_server,
    Section.REMINDERS: mail_server,
}
"""What stands in a section before its switches."""

WITHIN = {Section.ONLINE_BOOKING: Section.CLIENT_SIGN_IN}
"""Which section stands inside another one, after its switches."""


def page() -> rx.Component:
    """Show every setting in its section. A section without a setting is not there."""
    return clinic_framed(
        t(TITLE),
        ROUTE,
        rx.el.p(t("settings.lead"), class_name="lead"),
        rx.cond(SettingsState.loaded, rx.el.div(*_sections(), class_name="settings"), rows_skeleton(len(REGISTRY))),
        *panels(),
        processor_panel(),
        provider_panel(),
        video_server_panel(),
        mail_server_panel(),
    )


def _sections() -> list[rx.Component]:
    return [_section(section, rx.el.h2) for section in Section if section not in WITHIN.values() and _of(section)]


def _of(section: Section) -> list[Setting]:
    return [setting for setting in REGISTRY.values() if setting.section is section]


def _section(section: Section, heading: Callable[..., rx.Component]) -> rx.Component:
    title_id = f"section-{section.value}"
    more = MORE[section]() if section in MORE else []
    return rx.el.section(
        heading(t(f"settings.section.{section.value}"), id=title_id),
        *more,
        rx.el.div(*[_setting(setting) for setting in _of(section)], class_name="settings-card"),
        *([_section(WITHIN[section], rx.el.h3)] if section in WITHIN else []),
        aria_labelledby=title_id,
        class_name="settings-section",
    )


def _setting(setting: Setting) -> rx.Component:
    """Show a setting; one that goes with a switch is there while that is on."""
    row = _row(setting)
    return rx.cond(_switch(setting.under), row) if setting.under else row


def _switch(key: str) -> rx.Var[bool]:
    return rx.Var.create(SettingsState.switches).to(dict[str, bool])[key].to(bool)


def _row(setting: Setting) -> rx.Component:
    key = setting.key
    row = Row(
        name=key.replace("_", "-"),
        label=t(f"setting.{key}"),
        help_line=t(f"setting.{key}.help"),
        touches=rx.Var.create(SettingsState.touches).to(dict[str, str]).get(key, "").to(str),
        saved=SettingsState.saved == key,
        changes=SettingsState.changes,
        error=rx.Var.create(rx.cond(SettingsState.refused == key, SettingsState.error, "")).to(str),
    )
    if setting.kind is bool:
        on = _switch(key)
        return switch_row(row, on, SettingsState.change(key, ~on))
    if setting.choices:
        chosen = rx.Var.create(SettingsState.choices).to(dict[str, str])[key].to(str)
        offered = [(value, t(f"setting.{key}.{value}")) for value in setting.choices]
        return choice_row(row, chosen, SettingsState.refusals, offered, lambda value: SettingsState.change(key, value))
    if setting.kind is Origins:
        lines = rx.Var.create(SettingsState.lists).to(dict[str, str])[key].to(str)
        return lines_row(row, lines, lambda value: SettingsState.change(key, value))
    if setting.kind is str or setting.is_money:
        text = rx.Var.create(SettingsState.texts).to(dict[str, str])[key].to(str)
        shown = amount_row if setting.is_money else lines_row
        return shown(row, text, lambda value: SettingsState.change(key, value))
    bounds = (setting.minimum or 0, setting.maximum or 0)
    return number_row(
        row,
        rx.Var.create(SettingsState.numbers).to(dict[str, int])[key].to(int),
        SettingsState.refusals,
        bounds,
        lambda value: SettingsState.change(key, value),
    )
