"""The way of the clinic's mail, in the section of the settings page that is named Reminders & Notifications."""

import reflex as rx

from myaccount.components.clinic.set_up import set_up_panel, set_up_row
from myaccount.components.kit.button import button
from myaccount.components.kit.side_panel import Boxes
from myaccount.components.kit.text import t
from myaccount.state.clinic.mail_server import MailServerState

facts = MailServerState.facts


def mail_server() -> list[rx.Component]:
    """Say over whose server the mail goes, with the way to try it and to the form of the clinic's own."""
    change = rx.cond(facts.is_own, t("mail_server.change"), t("mail_server.set_up"))
    acts = rx.el.div(
        button(t("mail_server.test"), on_click=MailServerState.send_test),
        button(change, on_click=MailServerState.edit),
        class_name="setting-acts",
    )
    row = set_up_row(t("mail_server.title"), facts.line, acts)
    return [rx.el.ul(row, aria_label=t("mail_server.title"), class_name="settings-card")]


def mail_server_panel() -> rx.Component:
    """Hold the form at the side."""
    box = Boxes(MailServerState, "mail_server")
    plain = {"auto_complete": "off", "auto_capitalize": "none", "spell_check": False}
    return set_up_panel(
        MailServerState,
        t("mail_server.title"),
        t("mail_server.lead"),
        box.line("host", helped=True, **plain),
        box.select("security", "starttls", "tls", "none"),
        box.line("port", helped=True, optional=True, input_mode="numeric", auto_complete="off"),
        box.line("username", helped=True, optional=True, **plain),
        box.line("password", helped=True, optional=True, type="password", auto_complete="new-password"),
        box.line("sender", helped=True, input_mode="email", **plain),
        name="mail-server",
        after=rx.cond(facts.is_own, _removal()),
    )


def _removal() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("mail_server.remove.help"), class_name="field-help"),
        button(t("mail_server.remove"), on_click=MailServerState.remove),
        class_name="panel-foot",
    )
