"""What somebody paid in a year, for the tax office: as a paper, and as a table for a spreadsheet."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from myaccount.domain import exports
from myaccount.domain.receipts import Paper
from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.receipts.papers import Desk
from myaccount.services.receipts.receipts import Entry, Patient, expanded, practitioners, what
from myaccount.store import receipts as store
from myaccount.views.papers import StatementLine, StatementPaper, StatementTable

HEADS = ("paid_on", "receipt", "what", "practitioner", "method", "amount", "of_it_tax", "currency")
MOST = 10_000


def of_year(tx: Session, ctx: PatientContext, whose: Patient, year: int) -> list[Entry]:
    """List the receipts of a year by payment date, first to last. Raises: NotFound for a year without one.

    Times: days of the clinic's zone.
    """
    if not date.min.year <= year <= date.max.year:
        raise NotFound()
    rows = store.listed(
        tx,
        ctx.clinic.id,
        whose.person.id,
        since=date(year, 1, 1),
        until=date(year, 12, 31),
        up_to=None,
        limit=MOST,
    )
    if not rows:
        raise NotFound()
    return [entry for entry in reversed(expanded(tx, ctx, rows)) if entry.paper is Paper.RECEIPT]


def paper(desk: Desk, entries: Sequence[Entry], year: int) -> StatementPaper:
    """Write the statement of a year: a table with a total for each currency, in the order in which they came."""
    return StatementPaper(
        lang=desk.lang,
        title=say("paper.statement_title", desk.lang, year=year),
        issuer=desk.issuer(()),
        patient=desk.name(),
        made_on=desk.day_of(desk.ctx.now),
        tables=_tables(desk, entries),
    )


def table(desk: Desk, entries: Sequence[Entry]) -> str:
    """Write the statement of a year as comma-separated values; days as 2026-03-10, amounts as 120.00."""
    heads = [say(f"paper.{head}", desk.lang) for head in HEADS]
    return exports.table([heads, *(_cells(desk, entry) for entry in entries)])


def _tables(desk: Desk, entries: Sequence[Entry]) -> tuple[StatementTable, ...]:
    currencies = list(dict.fromkeys(entry.row.currency for entry in entries))
    found = []
    for currency in currencies:
        mine = [entry for entry in entries if entry.row.currency == currency]
        tax = sum(entry.tax for entry in mine)
        found.append(
            StatementTable(
                title=say("paper.in_currency", desk.lang, currency=currency) if len(currencies) > 1 else "",
                lines=tuple(_line(desk, entry) for entry in mine),
                total=desk.money(sum(entry.receipt.applied_cents for entry in mine), mine[0].row),
                tax=desk.money(tax, mine[0].row) if tax else "",
            )
        )
    return tuple(found)


def _line(desk: Desk, entry: Entry) -> StatementLine:
    return StatementLine(
        paid_on=desk.day(entry.receipt.paid_on),
        number=str(entry.receipt.number),
        what=what(entry.lines, desk.lang),
        practitioner=practitioners(entry.lines),
        method=desk.method(entry.row),
        amount=desk.money(entry.receipt.applied_cents, entry.row),
        tax=desk.money(entry.tax, entry.row),
    )


def _cells(desk: Desk, entry: Entry) -> tuple[str, ...]:
    receipt = entry.receipt
    return (
        receipt.paid_on.isoformat(),
        str(receipt.number),
        what(entry.lines, desk.lang),
        practitioners(entry.lines),
        desk.method(entry.row),
        _plain(receipt.applied_cents),
        _plain(entry.tax),
        entry.row.currency,
    )


def _plain(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
