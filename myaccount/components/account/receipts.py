"""A list of receipts with its filter, its files and its years: the same for the patient and for the desk (S37)."""

from typing import Any

import reflex as rx

from myaccount.components.kit.button import button, submit
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.fields import field, field_error
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link, outside_link
from myaccount.components.kit.native_form import NativeForm
from myaccount.components.kit.pager import pager
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import Text, t
from myaccount.views.receipts import ReceiptRow, StatementYear


def receipts(of: Any, *empty_action: rx.Component, on_ask: Any = None) -> rx.Component:
    """Show the list of a State: `of` has the vars of `ReceiptList` and the handlers filter, clear, older and newer.

    `on_ask` asks for a detailed receipt by its id; without it nobody can.
    """
    return rx.el.div(
        _filter(of),
        rx.cond(
            of.loaded,
            rx.cond(of.rows, _list(of, on_ask), _empty(of, empty_action)),
            rows_skeleton(5),
        ),
        rx.cond(of.years, _years(of)),
        class_name="receipts",
    )


def _filter(of: Any) -> rx.Component:
    return rx.el.div(
        rx.el.form(
            rx.el.div(
                _date(of, t("history.from"), "first", of.first),
                _date(of, t("history.to"), "last", of.last),
                class_name="filter-dates",
            ),
            rx.cond(of.field_error, field_error(of.field_error, "dates")),
            rx.el.div(
                submit(t("history.filter"), look="quiet"),
                rx.el.button(t("history.clear"), type="reset", on_click=of.clear, class_name="button button-plain"),
                class_name="filter-actions",
            ),
            on_submit=of.filter,
            aria_label=t("receipts.filter_name"),
            class_name="receipts-filter",
        ),
        rx.cond(of.page_url, _download_page(of)),
        class_name="receipts-tools",
    )


def _date(of: Any, label: Text, name: str, day: Text) -> rx.Component:
    wrong = rx.cond(of.field_error, "true", "false")
    return field(
        label, name, type="date", key=day, default_value=day, aria_invalid=wrong, aria_describedby="dates-error"
    )


def _download_page(of: Any) -> rx.Component:
    """Download what the page shows: a form that the browser sends by itself, and the page stays."""
    sent = [
        rx.el.input(type="hidden", name=name, value=value)
        for name, value in (("from", of.since), ("to", of.until), ("after", of.after))
    ]
    return NativeForm.create(
        *sent,
        submit(icon("download"), t("receipts.download_page"), look="blue"),
        method="get",
        action=of.page_url,
    )


def _list(of: Any, on_ask: Any) -> rx.Component:
    heads = [rx.el.th(t(f"receipts.{head}"), scope="col", role="columnheader") for head in ("paid_on", "receipt")]
    money = rx.el.th(t("receipts.amount"), scope="col", role="columnheader", class_name="money")
    files = rx.el.th(rx.el.span(t("receipts.files"), class_name="unseen"), scope="col", role="columnheader")
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*heads, money, files, role="row"), role="rowgroup"),
        rx.el.tbody(rx.foreach(of.rows, lambda row: _row(row, on_ask)), role="rowgroup"),
        aria_label=t("nav.receipts"),
        role="table",  # on a phone its rows become blocks, and browsers forget then what it is
        class_name="receipt-rows",
    )
    return rx.fragment(
        table,
        pager(
            t("receipts.pages"),
            (t("receipts.newer"), of.has_newer, of.newer),
            (t("receipts.older"), of.has_older, of.older),
        ),
    )


def _row(row: ReceiptRow, on_ask: Any) -> rx.Component:
    badge = rx.cond(row.is_superbill, rx.el.span(t("receipts.superbill"), class_name="receipt-badge"))
    return rx.el.tr(
        rx.el.td(row.paid_on, role="cell", class_name="receipt-day"),
        rx.el.th(
            rx.el.span(row.title, id=f"receipt-{row.key}", class_name="receipt-title"),
            badge,
            rx.el.p(row.what, dir="auto", class_name="receipt-what"),
            rx.el.p(row.detail, dir="auto", class_name="small"),
            rx.cond(row.reduced, rx.el.p(row.reduced, class_name="receipt-reduced")),
            rx.cond(row.missing, rx.el.p(icon("alert"), row.missing, class_name="receipt-missing")),
            scope="row",
            role="rowheader",
        ),
        rx.el.td(row.amount, role="cell", class_name="money"),
        rx.el.td(
            rx.cond(row.view_url, _files(row)),
            rx.cond(row.is_superbill, rx.fragment(), _details(row, on_ask)),
            role="cell",
            class_name="receipt-acts",
        ),
        role="row",
        key=row.key,
    )


def _files(row: ReceiptRow) -> rx.Component:
    about = {"aria_describedby": f"receipt-{row.key}", "class_name": "button button-quiet"}
    return rx.el.div(
        outside_link(t("receipts.view"), href=row.view_url, **about),
        file_link(t("receipts.download"), href=row.download_url, download=True, **about),
        class_name="receipt-files",
    )


def _details(row: ReceiptRow, on_ask: Any) -> rx.Component:
    asked = rx.el.p(icon("check"), t("receipts.asked"), class_name="small receipt-asked")
    if on_ask is None:
        return rx.cond(row.is_asked, asked)
    ask = rx.el.button(
        t("receipts.ask"),
        type="button",
        on_click=on_ask(row.id),
        aria_describedby=f"receipt-{row.key}",
        class_name="text-button",
    )
    return rx.cond(row.is_asked, asked, ask)


def _empty(of: Any, action: tuple[rx.Component, ...]) -> rx.Component:
    show_all = button(t("receipts.show_all"), on_click=of.clear)
    return rx.cond(
        (of.first != "") | (of.last != ""),
        empty_state("receipt", t("receipts.none_found"), show_all),
        empty_state("receipt", t("receipts.none"), *action),
    )


def _years(of: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("receipts.years"), id="receipt-years"),
        rx.el.p(t("receipts.years.lead"), class_name="small"),
        rx.el.ul(rx.foreach(of.years, _year), class_name="receipt-years"),
        aria_labelledby="receipt-years",
        class_name="receipt-tax",
    )


def _year(one: StatementYear) -> rx.Component:
    pdf, table = t("receipts.year_pdf", year=one.year), t("receipts.year_csv", year=one.year)
    return rx.el.li(
        file_link(icon("download"), pdf, href=one.pdf_url, download=True),
        file_link(icon("download"), table, href=one.csv_url, download=True),
        key=one.year,
    )
