"""Sign-ins as a table: how each stands, since when, from what device, and the button that ends it."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.text import Text, in_pieces, t
from myaccount.views.sessions import SessionRow

COLUMNS = ("status", "signed_in", "last_used", "how", "browser", "operating_system", "address")


def session_table(rows: Any, on_end: Callable[[Any], Any]) -> rx.Component:
    """List sign-ins, the current one first. On a phone each becomes a block with its own labels."""
    heads = [rx.el.th(t(f"sessions.{name}"), scope="col", role="columnheader") for name in COLUMNS]
    acts = rx.el.th(rx.el.span(t("sessions.action"), class_name="unseen"), scope="col", role="columnheader")
    return rx.el.table(
        rx.el.thead(rx.el.tr(*heads, acts, role="row"), role="rowgroup"),
        rx.el.tbody(rx.foreach(rows, lambda row: _row(row, on_end)), role="rowgroup"),
        aria_label=t("sessions.title"),
        role="table",  # on a phone its rows become blocks, and browsers forget then what it is
        class_name="sessions",
    )


def _row(row: SessionRow, on_end: Callable[[Any], Any]) -> rx.Component:
    cells = {
        "signed_in": _moment(row.signed_in),
        "last_used": _moment(row.last_used),
        "how": row.how,
        "browser": row.browser,
        "operating_system": row.operating_system,
        "address": row.address,
    }
    end = button(t("sessions.end"), rx.el.span(" ", row.name, class_name="unseen"), on_click=on_end(row.id))
    return rx.el.tr(
        rx.el.th(
            rx.el.span(row.status_label, class_name=f"badge badge-{row.status}"),
            scope="row",
            role="rowheader",
        ),
        *[
            _cell(t(f"sessions.{name}"), text, *([_tabs(row)] if name == "last_used" else []))
            for name, text in cells.items()
        ],
        rx.el.td(rx.cond(row.status == "ended", rx.el.span(row.ended, class_name="small"), end), role="cell"),
        role="row",
        key=row.id,
    )


def _tabs(row: SessionRow) -> rx.Component:
    return rx.cond(row.tabs, rx.el.span(row.tabs, class_name="small session-tabs"))


def _moment(line: Text) -> rx.Component:
    return rx.el.span(in_pieces(line, ","))


def _cell(label: Text, text: Text | rx.Component, *more: rx.Component) -> rx.Component:
    return rx.el.td(rx.el.span(label, aria_hidden="true", class_name="cell-name"), text, *more, role="cell")
