"""Manage Sessions."""

from typing import Any

import reflex as rx

from myaccount.components.account.session_table import session_table
from myaccount.components.kit.dialog import dialog
from myaccount.components.kit.fields import password_field
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import link
from myaccount.components.kit.native_form import native_form
from myaccount.components.kit.pager import pager
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import Text, t
from myaccount.pages.frame import framed
from myaccount.state.account.sessions import SessionsState

ROUTE = "/account/sessions"
TITLE = "sessions.title"
LOAD = SessionsState.load
DANGER, QUIET = "button button-danger", "button button-quiet"


def page() -> rx.Component:
    """Show a person where they are signed in, and let them end it."""
    return framed(
        t(TITLE),
        "/account/password",
        link(icon("arrow-left"), t("sessions.back"), to="/account/password", class_name="way-back"),
        rx.cond(SessionsState.loaded, _sessions(), rows_skeleton(3)),
        _question("one", t("sessions.ask"), SessionsState.asked != "all", _one(), {"end": SessionsState.end}),
        _question(
            "all",
            t("sessions.ask_all"),
            SessionsState.asked == "all",
            rx.el.p(t("sessions.all_line")),
            {"others": SessionsState.end_others, "all": SessionsState.end_all},
        ),
    )


def _sessions() -> rx.Component:
    every = rx.el.button(t("sessions.end_all"), type="button", on_click=SessionsState.ask_all, class_name=QUIET)
    return rx.el.div(
        rx.el.div(rx.el.p(t("sessions.lead"), class_name="lead"), every, class_name="sessions-head"),
        session_table(SessionsState.rows, SessionsState.ask),
        pager(
            t("sessions.pages"),
            (t("access.newer"), SessionsState.has_newer, SessionsState.newer),
            (t("access.older"), SessionsState.has_older, SessionsState.older),
        ),
        class_name="sessions-page",
    )


def _one() -> rx.Component:
    row = SessionsState.asked_about
    return rx.fragment(
        rx.el.div(
            rx.el.strong(row.name),
            rx.el.span(t("sessions.used", when=row.last_used, address=row.address)),
            class_name="dialog-about",
        ),
        rx.el.p(rx.cond(row.status == "current", t("sessions.this_one"), t("sessions.one_line"))),
    )


def _question(name: str, title: Text, is_meant: Any, about: rx.Component, answers: dict[str, Any]) -> rx.Component:
    """Ask before sign-ins end. With a password that was given too long ago, a plain form takes the answer."""
    keep = rx.el.button(t("sessions.keep"), type="button", on_click=SessionsState.keep, class_name=QUIET)
    ends = [
        rx.el.button(t(f"sessions.confirm.{end}"), type="button", on_click=act, class_name=_look(place))
        for place, (end, act) in enumerate(answers.items())
    ]
    return dialog(
        title,
        about,
        rx.cond(SessionsState.asks_password, _with_password(name, list(answers))),
        actions=[rx.cond(SessionsState.asks_password, rx.fragment(), rx.fragment(*ends)), keep],
        name=f"end-{name}",
        open_when=(SessionsState.asked != "") & is_meant,
        on_close=SessionsState.keep,
    )


def _look(place: int) -> str:
    """Weigh an answer: the first is what the question is about."""
    return QUIET if place else DANGER


def _with_password(name: str, ends: list[str]) -> rx.Component:
    return native_form(
        password_field(
            t("credentials.current"),
            "current",
            box_id=f"{name}-current",
            help_line=t("sessions.why_password"),
            error=SessionsState.error,
            auto_complete="current-password",
            required=True,
        ),
        *[
            rx.el.button(
                t(f"sessions.confirm.{end}"),
                type="submit",
                name="which",
                value=SessionsState.asked if end == "end" else end,
                class_name=_look(place),
            )
            for place, end in enumerate(ends)
        ],
        action=ROUTE,
        class_name="fields",
    )
