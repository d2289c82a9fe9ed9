"""A patient's money in tables: invoices, payments, and what was done. Each row has what the desk can do with it."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.link import link, outside_link
from myaccount.components.kit.row_button import row_button
from myaccount.components.kit.text import Flag, Text, t
from myaccount.views.billing import ActRow, AppliedLine, BilledLine, InvoiceRow, PaymentRow

Ask = Callable[[str, Any], Any]
"""What opens the form for an act, with the id of an invoice or a payment."""


def balance_card(due: Text, credit: Text, owes: Flag, has_credit: Flag, *acts: rx.Component) -> rx.Component:
    """Show what is owed and what is held, with what can be done about it."""
    return rx.el.div(
        rx.el.dl(
            _figure("billing.owing", due, rx.cond(owes, "figure figure-due", "figure")),
            rx.cond(has_credit, _figure("billing.credit", credit, "figure")),
            class_name="figures",
        ),
        rx.el.div(*acts, class_name="standing-acts"),
        class_name="profile-card standing",
    )


def invoice_rows(rows: Any, ask: Ask) -> rx.Component:
    """List invoices, the newest first."""
    heads = ("invoice", "for", "total", "paid", "owing", "acts")
    return _table("billing.invoices", heads, rows, lambda row: _invoice(row, ask), ("receipt", "billing.no_invoices"))


def payment_rows(rows: Any, ask: Ask) -> rx.Component:
    """List payments, the latest first."""
    heads = ("payment", "applied", "amount", "credit", "acts")
    return _table("billing.payments", heads, rows, lambda row: _payment(row, ask), ("card", "billing.no_payments"))


def act_rows(rows: Any, ask: Ask) -> rx.Component:
    """List what was done, the latest first."""
    heads = ("when", "who", "what", "amount", "acts")
    return _table("billing.history", heads, rows, lambda row: _act(row, ask), ("history", "billing.no_acts"))


def _figure(label: str, amount: Text, class_name: Text) -> rx.Component:
    return rx.el.div(rx.el.dt(t(label)), rx.el.dd(amount), class_name=class_name)


def _table(
    name: str, heads: Sequence[str], rows: Any, row: Callable[[Any], rx.Component], empty: tuple[str, str]
) -> rx.Component:
    drawing, nothing = empty
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*[_head(head) for head in heads], role="row"), role="rowgroup"),
        rx.el.tbody(rx.foreach(rows, row), role="rowgroup"),
        aria_label=t(name),
        role="table",  # on a phone its rows become blocks, and browsers forget then what it is
        class_name="rows rows-stacked bills",
    )
    return rx.cond(rows, rx.el.div(table, class_name="rows-card"), empty_state(drawing, t(nothing)))


def _head(head: str) -> rx.Component:
    label = t(f"billing.column.{head}")
    shown = rx.el.span(label, class_name="unseen") if head == "acts" else label
    is_money = head in ("total", "paid", "owing", "amount", "credit")
    return rx.el.th(shown, scope="col", role="columnheader", class_name="money" if is_money else "")


def _invoice(row: InvoiceRow, ask: Ask) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.span(row.title, id=_id("invoice", row)),
            rx.el.p(row.day, class_name="rows-soft"),
            rx.el.span(row.state_line, class_name=rx.Var.create(f"bill-state bill-{row.state}")),
            scope="row",
            role="rowheader",
        ),
        rx.el.td(rx.el.ul(rx.foreach(row.lines, _line), class_name="bill-lines"), role="cell", class_name="bill-for"),
        _money("total", row.total),
        _money("paid", row.paid, rx.cond(row.credited, rx.el.p(t("billing.deposit", amount=row.credited)))),
        _money("owing", row.owing),
        rx.el.td(
            rx.cond(row.detail_url, _detailed(row)),
            rx.cond(row.can_keep, row_button(t("billing.keep"), _id("invoice", row), ask("keep", row.id))),
            rx.cond(row.can_keep, row_button(t("billing.free"), _id("invoice", row), ask("free", row.id))),
            rx.cond(row.can_void, row_button(t("billing.void"), _id("invoice", row), ask("void", row.id))),
            role="cell",
            class_name="bill-acts",
        ),
        key=row.id,
        role="row",
        class_name=rx.Var.create(f"bill bill-row-{row.state}"),
    )


def _detailed(row: InvoiceRow) -> rx.Component:
    return outside_link(
        t("billing.detailed"),
        href=row.detail_url,
        aria_describedby=_id("invoice", row),
        class_name="button button-quiet button-small",
    )


def _line(line: BilledLine) -> rx.Component:
    return rx.el.li(
        rx.el.span(line.what, dir="auto"),
        rx.el.span(line.amount, rx.cond(line.tax, rx.el.span(" ", line.tax)), class_name="rows-soft"),
        rx.cond(line.visit_url, link(t("billing.see_visit"), to=line.visit_url, class_name="rows-soft")),
        key=line.id,
    )


def _payment(row: PaymentRow, ask: Ask) -> rx.Component:
    about = _id("payment", row)
    return rx.el.tr(
        rx.el.th(
            rx.el.span(row.title, id=about),
            rx.el.p(row.day, class_name="rows-soft"),
            rx.cond(row.payer, rx.el.p(t("billing.payment_from", name=row.payer), class_name="rows-soft")),
            scope="row",
            role="rowheader",
        ),
        rx.el.td(
            rx.cond(
                row.applied,
                rx.el.ul(rx.foreach(row.applied, _applied), class_name="bill-lines"),
                rx.el.span(t("billing.nothing_applied"), class_name="rows-soft"),
            ),
            role="cell",
            class_name="bill-for",
        ),
        _money("amount", row.amount, rx.cond(row.refunded, rx.el.p(t("billing.refunded", amount=row.refunded)))),
        _money("credit", row.credit),
        rx.el.td(
            rx.cond(row.can_apply, row_button(t("billing.apply"), about, ask("apply", row.id))),
            rx.cond(row.can_unapply, row_button(t("billing.unapply"), about, ask("unapply", row.id))),
            rx.cond(row.can_refund, row_button(t("billing.refund"), about, ask("refund", row.id))),
            role="cell",
            class_name="bill-acts",
        ),
        key=row.id,
        role="row",
        class_name="bill",
    )


def _applied(line: AppliedLine) -> rx.Component:
    return rx.el.li(rx.el.span(line.line), rx.el.span(line.amount, class_name="rows-soft"), key=line.key)


def _act(row: ActRow, ask: Ask) -> rx.Component:
    about = _id("act", row)
    buttons = [(one, row_button(t(f"billing.{one}"), about, ask(one, row.subject_id)))
               for one in ("void", "apply", "unapply", "refund")]  # fmt: skip
    return rx.el.tr(
        rx.el.th(row.when, scope="row", role="rowheader"),
        rx.el.td(row.who, dir="auto", role="cell"),
        rx.el.td(
            rx.el.span(row.what, id=about),
            rx.cond(row.detail, rx.el.p(row.detail, class_name="rows-soft")),
            role="cell",
            class_name="bill-for",
        ),
        _money("amount", row.amount),
        rx.el.td(rx.match(row.counter, *buttons, rx.fragment()), role="cell", class_name="bill-acts"),
        key=row.id,
        role="row",
        class_name="bill",
    )


def _money(column: str, amount: Text, *more: rx.Component) -> rx.Component:
    """Show an amount; on a phone, where the heads are gone, with the name of its column."""
    name = rx.el.span(t(f"billing.column.{column}"), aria_hidden="true", class_name="bill-name")
    return rx.el.td(
        rx.cond(amount, rx.fragment(name, rx.el.span(amount)), rx.el.span("–", aria_hidden="true", class_name="none")),
        *more,
        role="cell",
        class_name="money",
    )


def _id(prefix: str, row: Any) -> rx.Var[str]:
    return rx.Var.create(f"{prefix}-{row.id}").to(str)
