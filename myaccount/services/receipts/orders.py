"""Orders of papers: what is to be printed, or was before, for whom, and written down in the trail."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from sqlmodel import Session

from myaccount.domain.people import full_name
from myaccount.domain.receipts import Paper
from myaccount.domain.refusals import NotFound
from myaccount.domain.superbills import SuperbillIncomplete
from myaccount.messages import say
from myaccount.models import KeptPaper, Location
from myaccount.press import printing
from myaccount.services.context import PatientContext
from myaccount.services.receipts import receipts, statements, superbills
from myaccount.services.receipts.papers import Desk, sheets
from myaccount.services.receipts.receipts import Entry, Patient
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import papers as store
from myaccount.store import practice
from myaccount.store import receipts as receipt_store
from myaccount.store.engine import in_tx
from myaccount.views import papers as views
from myaccount.views.receipts import Order

How = Literal["view", "download"]


def one(tx: Session, ctx: PatientContext, person_id: str, receipt_id: str, kind: Paper, how: How = "download") -> Order:
    """Order one paper of a receipt; it is written down who did.

    Raises: NotAllowed · NotFound, also when it is somebody else's or hidden · SuperbillIncomplete.
    """
    whose = receipts.patient(tx, ctx, person_id)
    rows = receipt_store.own(tx, ctx.clinic.id, whose.person.id, [receipt_id])
    found = [entry for entry in receipts.expanded(tx, ctx, rows) if entry.paper is kind]
    if not found:
        raise NotFound()
    if kind is Paper.SUPERBILL and (lacks := superbills.missing(ctx, whose.person, found[0].lines)):
        raise SuperbillIncomplete(reason=lacks)
    _note(tx, ctx, whose, receipt_id, paper="superbill" if kind is Paper.SUPERBILL else "receipt", how=how)
    return _order(tx, ctx, whose, found, receipts.title(found[0].receipt, kind, whose.lang))


def unnoted(tx: Session, ctx: PatientContext, receipt_id: str) -> Order:
    """Order a receipt of one's own for a copy of all one's data, which is written down as a whole. Raises: NotFound."""
    whose = receipts.patient(tx, ctx)
    rows = receipt_store.own(tx, ctx.clinic.id, whose.person.id, [receipt_id])
    found = [entry for entry in receipts.expanded(tx, ctx, rows) if entry.paper is Paper.RECEIPT]
    if not found:
        raise NotFound()
    return _order(tx, ctx, whose, found, receipts.title(found[0].receipt, Paper.RECEIPT, whose.lang))


def page(tx: Session, ctx: PatientContext, person_id: str, first: date | None, last: date | None, cursor: str) -> Order:
    """Order the papers that a page of the list shows, as one. Source: S36.

    Times: the clinic's days, both included. Edges: a superbill that is not ready is left out. Raises: NotAllowed ·
    NotFound, also for an empty page.
    """
    whose = receipts.patient(tx, ctx, person_id)
    listed, _ = receipts.entries(tx, ctx, whose, first, last, cursor)
    ready = [
        one for one in listed if one.paper is Paper.RECEIPT or not superbills.missing(ctx, whose.person, one.lines)
    ]
    if not ready:
        raise NotFound()
    _note(tx, ctx, whose, None, paper="page", count=len(ready))
    name = full_name(whose.person.first_name, whose.person.last_name)
    return _order(tx, ctx, whose, ready, say("paper.several_title", whose.lang, patient=name))


def statement(tx: Session, ctx: PatientContext, person_id: str, year: int) -> Order:
    """Order the statement of a year. Raises: NotAllowed · NotFound for a year without a receipt.

    Edges: as long as nothing in it has changed it is the one that was printed first, with its day.
    """
    whose = receipts.patient(tx, ctx, person_id)
    entries = statements.of_year(tx, ctx, whose, year)
    _note(tx, ctx, whose, None, paper="statement", year=year)
    return _order(tx, ctx, whose, entries, say("paper.statement_title", whose.lang, year=year), year)


def table(tx: Session, ctx: PatientContext, person_id: str, year: int) -> str:
    """Write the statement of a year for a spreadsheet. Raises: NotAllowed · NotFound for a year without a receipt."""
    whose = receipts.patient(tx, ctx, person_id)
    entries = statements.of_year(tx, ctx, whose, year)
    _note(tx, ctx, whose, None, paper="table", year=year)
    return statements.table(Desk.of(tx, ctx, whose, (), ()), entries)


async def delivered(ctx: PatientContext, order: Order) -> bytes:
    """Hand an order out: as it was printed before, or printed now and kept."""
    if order.kept is not None:
        return order.kept
    pdf = await printing.pdf(order.papers, order.title)
    return await in_tx(_keep, ctx, order, pdf)


def _order(
    tx: Session, ctx: PatientContext, whose: Patient, entries: Sequence[Entry], title: str, year: int | None = None
) -> Order:
    """Find what was printed of this state before; write the papers only when they are to be printed."""
    places = practice.locations(tx, ctx.clinic.id)
    state = _state(ctx, whose, entries, places, year)
    return kept_or_new(tx, ctx, whose, state, title, lambda: _papers(tx, ctx, whose, entries, places, year))


def kept_or_new(
    tx: Session,
    ctx: PatientContext,
    whose: Patient,
    state: str,
    title: str,
    write: Callable[[], tuple[views.Paper, ...]],
) -> Order:
    """Order what was printed of a state before, or else what `write` gives."""
    kept = store.kept(tx, ctx.clinic.id, whose.person.id, state)
    return Order(
        person_id=whose.person.id,
        papers=() if kept else write(),
        title=title,
        file_name=f"{title}.pdf",
        state_hash=state,
        kept=kept,
    )


def _papers(
    tx: Session,
    ctx: PatientContext,
    whose: Patient,
    entries: Sequence[Entry],
    places: Sequence[Location],
    year: int | None,
) -> tuple[views.Paper, ...]:
    coded = [] if year else [entry.receipt for entry in entries]
    desk = Desk.of(tx, ctx, whose, places, coded)
    if year:
        return (statements.paper(desk, entries, year),)
    return tuple(sheet for entry in entries for sheet in sheets(desk, entry))


def _state(
    ctx: PatientContext, whose: Patient, entries: Sequence[Entry], places: Sequence[Location], year: int | None
) -> str:
    return named(*parties(ctx, whose, places, year), [_facts(entry) for entry in entries])


def named(*told: object) -> str:
    """Name the state of papers: a hash of all the facts that stand on them, but not of the day on which it is asked."""
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def parties(
    ctx: PatientContext, whose: Patient, places: Sequence[Location], year: int | None = None
) -> tuple[object, ...]:
    """List the facts of who issues a paper and who is given it, as they stand on it."""
    person, clinic = whose.person, ctx.clinic
    return (
        (whose.lang, year, clinic.name, clinic.legal_name, clinic.country, clinic.tax_number, clinic.phone,
         clinic.email, clinic.color, clinic.time_zone, *filter(None, [clinic.logo])),
        (person.first_name, person.last_name, person.date_of_birth, person.address),
        [(one.id, one.address, one.phone) for one in places],
    )  # fmt: skip


def _facts(entry: Entry) -> tuple[object, ...]:
    receipt = entry.receipt
    lines = [tuple(line) for line in entry.lines]
    return receipt.id, receipt.applied_cents, int(entry.paper), entry.row.method, entry.row.currency, lines, entry.tax


def _keep(tx: Session, ctx: PatientContext, order: Order, pdf: bytes) -> bytes:
    """Keep what was printed, and give back what is kept: of two at once the first."""
    row = KeptPaper(
        clinic_id=ctx.clinic.id,
        person_id=order.person_id,
        state_hash=order.state_hash,
        sha256=hashlib.sha256(pdf).hexdigest(),
        sealed=b"",
        printed_at=ctx.now,
    )
    store.keep(tx, row, pdf)
    return store.kept(tx, ctx.clinic.id, order.person_id, order.state_hash) or pdf


def _note(tx: Session, ctx: PatientContext, whose: Patient, subject_id: str | None, **facts: str | int) -> None:
    audit.record(tx, ctx, Action.RECEIPT_OPENED, subject_id=subject_id, person_id=whose.person.id, **facts)
