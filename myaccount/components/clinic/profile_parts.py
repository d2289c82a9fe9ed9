"""The lists of a profile: appointments, messages, activity."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.text import Text, in_pieces, t
from myaccount.components.scripts import script
from myaccount.views.profile import ActivityLine, MessageLine, VisitLine


class InAddress(rx.Component):
    """What a page shows, kept in its address under a name; blank takes it out."""

    library = script("clinic/in_address.jsx")
    tag = "InAddress"

    name: rx.Var[str]
    value: rx.Var[str]


def visit_rows(lines: rx.Var[list[VisitLine]]) -> rx.Component:
    """Show appointments, the latest first."""
    heads = [t(f"profile.{head}") for head in ("when", "treatment", "practitioner", "place", "state")]
    return _table(t("profile.appointments"), heads, lines, _visit, ("calendar", t("profile.no_visits")))


def message_rows(lines: rx.Var[list[MessageLine]], on_again: Callable[[Any], Any], can_send: Any) -> rx.Component:
    """Show what was sent, the newest first. `on_again` sends one that failed once more."""
    heads = [t(f"profile.{head}") for head in ("message", "address_column", "when", "state")]
    return _table(
        t("profile.messages"),
        heads,
        lines,
        lambda line: _message(line, on_again, can_send),
        ("mail", t("profile.no_messages")),
    )


def activity_rows(lines: rx.Var[list[ActivityLine]]) -> rx.Component:
    """Show what was done with somebody's data, the newest first."""
    heads = [t(f"profile.{head}") for head in ("when", "who", "what")]
    return _table(t("profile.activity"), heads, lines, _entry, ("history", t("profile.no_activity")))


def _table(
    name: Text, heads: Sequence[Text], lines: Any, row: Callable[[Any], rx.Component], empty: tuple[str, Text]
) -> rx.Component:
    table = rx.el.table(
        rx.el.caption(name, class_name="unseen"),
        rx.el.thead(rx.el.tr(*[rx.el.th(head, scope="col") for head in heads])),
        rx.el.tbody(rx.foreach(lines, row)),
        class_name="rows rows-stacked",
    )
    return rx.cond(lines, rx.el.div(table, class_name="rows-card"), empty_state(*empty))


def _visit(line: VisitLine) -> rx.Component:
    coming = rx.el.span(t("profile.coming"), class_name="tag")
    return rx.el.tr(
        rx.el.th(rx.el.span(in_pieces(line.when, ",")), scope="row"),
        rx.el.td(line.treatment),
        rx.el.td(line.practitioner, dir="auto"),
        rx.el.td(line.place),
        rx.el.td(line.state, rx.cond(line.is_coming, rx.fragment(" ", coming))),
        key=line.id,
    )


def _message(line: MessageLine, on_again: Callable[[Any], Any], can_send: Any) -> rx.Component:
    again = button(t("profile.again"), on_click=on_again(line.id))
    return rx.el.tr(
        rx.el.th(line.kind, scope="row"),
        rx.el.td(rx.el.span(line.channel, " · ", class_name="rows-soft"), line.address),
        rx.el.td(line.when),
        rx.el.td(
            rx.el.span(line.state_line, class_name=f"state-{line.state}"),
            rx.cond(line.reason, rx.el.p(line.reason, class_name="rows-soft")),
            rx.cond(line.can_send_again & can_send, again),
        ),
        key=line.id,
    )


def _entry(line: ActivityLine) -> rx.Component:
    detail = rx.cond(line.detail, rx.el.span(": ", line.detail, class_name="rows-soft"))
    return rx.el.tr(
        rx.el.th(line.when, scope="row"),
        rx.el.td(line.who, dir="auto"),
        rx.el.td(line.what, detail),
        key=line.id,
    )
