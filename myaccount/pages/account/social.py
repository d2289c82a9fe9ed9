"""Google, Facebook & Twitter: profiles elsewhere that sign in here."""

from typing import Any

import reflex as rx

from myaccount.components.account.social import asking_form, social_card
from myaccount.components.kit.button import button
from myaccount.components.kit.dialog import dialog
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.fields import password_field
from myaccount.components.kit.link import link
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.frame import framed
from myaccount.state.account.social import SocialState

ROUTE = "/account/social"
TITLE = "nav.social"
LOAD = SocialState.load


def page() -> rx.Component:
    """Show what is linked, and ask before it changes."""
    about = SocialState.asked_about
    return framed(
        t(TITLE),
        ROUTE,
        rx.cond(SocialState.loaded, rx.cond(SocialState.rows, _profiles(), _closed()), rows_skeleton(3)),
        _question("link", ~about.is_linked),
        _question("unlink", about.is_linked),
    )


def _profiles() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("social.lead"), class_name="lead"),
        rx.el.ul(
            rx.foreach(SocialState.rows, lambda row: social_card(row, SocialState.ask)),
            aria_label=t(TITLE),
            class_name="social-cards",
        ),
        rx.cond(SocialState.keeps_last, rx.el.p(t("social.keeps_last"), class_name="small")),
        class_name="form-page",
    )


def _closed() -> rx.Component:
    way = link(t("nav.password"), to="/account/password", class_name="button button-quiet")
    return empty_state("link", t("social.closed"), way)


def _question(which: str, is_meant: Any) -> rx.Component:
    about = SocialState.asked_about
    keep = button(t("social.keep"), on_click=SocialState.keep)
    password = password_field(
        t("credentials.current"),
        "current",
        box_id=f"{which}-current",
        help_line=t("sessions.why_password"),
        error=SocialState.error,
        auto_complete="current-password",
        required=True,
    )
    return dialog(
        t(f"social.ask_{which}", provider=about.label),
        rx.el.p(t(f"social.ask_{which}_line", provider=about.label)),
        asking_form(
            rx.cond(SocialState.asks_password, password),
            provider=SocialState.asked,
            action=f"{ROUTE}/{which}",
            done=t(f"social.{which}_button", provider=about.label),
            is_danger=which == "unlink",
        ),
        actions=[keep],
        name=f"social-{which}",
        open_when=(SocialState.asked != "") & is_meant,
        on_close=SocialState.keep,
    )
