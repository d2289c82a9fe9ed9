"""Receipts as a patient sees them; the desk sees the very same (S37)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain import receipts as rules
from myaccount.domain.clinic_side import DESK
from myaccount.domain.people import full_name
from myaccount.domain.receipts import PAGE_SIZE, Paper, ReceiptStatus
from myaccount.domain.refusals import NotFound
from myaccount.domain.tasks import TaskKind
from myaccount.domain.tax import tax_share
from myaccount.messages import Language, dates, language, say
from myaccount.messages.amounts import amount
from myaccount.models import Person, Receipt
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.ledger import prepayments
from myaccount.services.profiles import profiles, requests
from myaccount.services.receipts import superbills
from myaccount.services.roles import only
from myaccount.store import people, receipt_lines, tasks
from myaccount.store import receipts as store
from myaccount.views.receipts import ReceiptPage, ReceiptRow, StatementYear

OWN = "/account/receipts"


@dataclass(frozen=True)
class Patient:
    """Whose receipts they are: where their papers are found, and in which language those speak."""

    person: Person
    base: str
    lang: Language


@dataclass(frozen=True)
class Entry:
    """A line of the list: one paper of a receipt. `row` is as `store.receipts` gives it, `lines` as `receipt_lines` do.

    Money: `before` is what earlier receipts hold on its lines that have tax, in cents and by their ids.
    """

    row: Row[Any]
    paper: Paper
    lines: Sequence[Row[Any]]
    before: Mapping[str, int]

    @property
    def receipt(self) -> Receipt:
        """The receipt itself."""
        found: Receipt = self.row.Receipt
        return found

    @property
    def position(self) -> rules.Position:
        """Where it stands in the list."""
        return self.receipt.paid_on, self.receipt.number, int(self.paper)

    @property
    def tax(self) -> int:
        """How much of it is tax. Money: cents."""
        return sum(self.tax_of(line) for line in self.lines)

    def tax_of(self, line: Row[Any]) -> int:
        """Tell how much of what it paid on a line is tax. Money: cents."""
        return tax_share(self.before.get(line.line_id, 0), int(line.cents), line.amount_cents, line.tax_cents)


def patient(tx: Session, ctx: PatientContext, person_id: str = "") -> Patient:
    """Tell whose receipts are asked for: one's own, or for somebody at the desk those of `person_id`.

    Raises: NotAllowed for a role without the right · NotFound.
    """
    if isinstance(ctx, StaffContext):
        only(ctx, *DESK)
        person = profiles.one(tx, ctx, person_id)
        return Patient(person, f"/clinic/patients/{person.id}/receipts", language(person.language, ctx.clinic.language))
    return Patient(people.own(tx, ctx.clinic.id, ctx.person_id), OWN, ctx.lang)


def page(
    tx: Session, ctx: PatientContext, person_id: str, first: date | None, last: date | None, cursor: str
) -> ReceiptPage:
    """Show receipts by payment date, latest first, ten at a time; what shrank says so, what is hidden is not there.

    Times: clinic-local days, both included, either may be blank.
    Raises: NotAllowed · NotFound, also for a cursor that no page gave out. Source: S27–S41.
    """
    whose = patient(tx, ctx, person_id)
    found, more = entries(tx, ctx, whose, first, last, cursor)
    waiting = tasks.own_open(tx, ctx.clinic.id, whose.person.id) if found else ()
    asked = {task.subject_id for task in waiting if task.kind == TaskKind.DETAILED_RECEIPT}
    return ReceiptPage(
        rows=tuple(_row(ctx, whose, entry, asked) for entry in found),
        cursor=rules.cursor(found[-1].position) if more else "",
        page_url=f"{whose.base}/page.pdf" if any(not _missing(ctx, whose, entry) for entry in found) else "",
        years=_years(ctx, whose, *store.days(tx, ctx.clinic.id, whose.person.id)),
    )


def entries(
    tx: Session, ctx: PatientContext, whose: Patient, first: date | None, last: date | None, cursor: str
) -> tuple[list[Entry], bool]:
    """List a page of papers, and tell whether there are more.

    Times: the clinic's days, both included. Raises: NotFound for a cursor that no page gave out.
    """
    after = rules.position(cursor)
    rows = store.listed(
        tx,
        ctx.clinic.id,
        whose.person.id,
        since=first,
        until=last,
        up_to=after[:2] if after else None,
        limit=PAGE_SIZE + 2,
    )
    found = [entry for entry in expanded(tx, ctx, rows) if after is None or not _is_before(entry.position, after)]
    return found[:PAGE_SIZE], len(found) > PAGE_SIZE


def expanded(tx: Session, ctx: PatientContext, rows: Sequence[Row[Any]]) -> list[Entry]:
    """List the papers of receipts: each itself, and in the United States a superbill when it paid for a visit."""
    held = receipt_lines.lines(tx, ctx.clinic.id, [row.Receipt.id for row in rows]) if rows else ()
    lines, before = _by_receipt(held), receipt_lines.before(tx, held)
    return [
        Entry(row, paper, mine, {line.line_id: before.get((row.Receipt.id, line.line_id), 0) for line in mine})
        for row in rows
        for mine in (lines.get(row.Receipt.id, []),)
        for paper in Paper
        if paper is Paper.RECEIPT or superbills.has_one(ctx, mine)
    ]


def ask_for_details(tx: Session, ctx: PatientContext, receipt_id: str) -> str:
    """Ask the desk for a detailed receipt, and name which one. Source: S33. Raises: NotFound · TooManyTasks."""
    found = store.own(tx, ctx.clinic.id, ctx.person_id, [receipt_id])
    if not found:
        raise NotFound()
    about: Receipt = found[0].Receipt
    note = say("receipts.ask_note", ctx.clinic.language, title=title(about, Paper.RECEIPT, ctx.clinic.language))
    requests.ask(tx, ctx, TaskKind.DETAILED_RECEIPT, note, subject_id=about.id)
    return title(about, Paper.RECEIPT, ctx.lang)


def title(receipt: Receipt, paper: Paper, lang: Language) -> str:
    """Name a paper: "Receipt 1042"."""
    key = "paper.superbill_title" if paper is Paper.SUPERBILL else "paper.receipt_title"
    return say(key, lang, number=receipt.number)


def is_ahead(line: Row[Any]) -> bool:
    """Tell whether a line of a receipt is for a visit that is yet to come."""
    return line.ahead_for is not None


def said(line: Row[Any], lang: Language) -> str:
    """Say what a line of a receipt paid for; a visit that is yet to come as it stands now, after all its moves."""
    if not is_ahead(line):
        return str(line.description)
    return prepayments.described(line.ahead_for, line.ahead_at.date(), lang, is_whole=line.ahead_whole)


def what(lines: Iterable[Row[Any]], lang: Language) -> str:
    """Say what was paid for, each thing once."""
    return ", ".join(dict.fromkeys(said(line, lang) for line in lines))


def practitioners(lines: Iterable[Row[Any]]) -> str:
    """Name who treated, each once."""
    return ", ".join(dict.fromkeys(full_name(line.first_name, line.last_name) for line in lines if line.staff_id))


def _row(ctx: PatientContext, whose: Patient, entry: Entry, asked: set[str | None]) -> ReceiptRow:
    receipt, missing = entry.receipt, _missing(ctx, whose, entry)
    file = f"{whose.base}/{receipt.id}{'/superbill' if entry.paper is Paper.SUPERBILL else ''}.pdf"
    method = say(f"money.method.{entry.row.method}", ctx.lang)
    return ReceiptRow(
        key=f"{receipt.id}-{int(entry.paper)}",
        id=receipt.id,
        title=title(receipt, entry.paper, ctx.lang),
        is_superbill=entry.paper is Paper.SUPERBILL,
        paid_on=dates.plain_day(receipt.paid_on, ctx.lang),
        what=what(entry.lines, ctx.lang),
        detail=" · ".join(filter(None, (practitioners(entry.lines), method))),
        amount=amount(receipt.applied_cents, entry.row.currency, ctx.lang),
        reduced=_reduced(ctx, entry),
        missing=missing,
        view_url="" if missing else file,
        download_url="" if missing else f"{file}?download",
        is_asked=receipt.id in asked,
    )


def _reduced(ctx: PatientContext, entry: Entry) -> str:
    receipt = entry.receipt
    if rules.status_of(receipt.applied_cents, receipt.original_cents) is not ReceiptStatus.REDUCED:
        return ""
    left, first = (
        amount(cents, entry.row.currency, ctx.lang) for cents in (receipt.applied_cents, receipt.original_cents)
    )
    return say("paper.reduced", ctx.lang, amount=left, original=first)


def _missing(ctx: PatientContext, whose: Patient, entry: Entry) -> str:
    return superbills.missing(ctx, whose.person, entry.lines) if entry.paper is Paper.SUPERBILL else ""


def _years(ctx: PatientContext, whose: Patient, first: date | None, last: date | None) -> tuple[StatementYear, ...]:
    if first is None or last is None:
        return ()
    return tuple(
        StatementYear(str(year), f"{whose.base}/{year}/statement.pdf", f"{whose.base}/{year}/statement.csv")
        for year in range(last.year, first.year - 1, -1)
    )


def _by_receipt(lines: Sequence[Row[Any]]) -> Mapping[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    for line in lines:
        found.setdefault(line.receipt_id, []).append(line)
    return found


def _is_before(one: rules.Position, after: rules.Position) -> bool:
    """Tell whether a paper was shown already: latest payment first, and of one receipt itself first."""
    return one[:2] > after[:2] or (one[:2] == after[:2] and one[2] <= after[2])
