"""Invoices in the database, scoped to the clinic and the person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, literal_column, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.ids import could_be_id
from myaccount.domain.ledger import InvoiceKind
from myaccount.domain.refusals import NotFound
from myaccount.models import Appointment, Invoice, InvoiceLine, Person, Treatment
from myaccount.store.keyset import latest_first

OWED = col(InvoiceLine.amount_cents) + col(InvoiceLine.tax_cents)
SETTLED = col(InvoiceLine.paid_cents) + col(InvoiceLine.reduced_cents)
AS_FETCHED = {"synchronize_session": "fetch"}
"""What is loaded follows by the ids that the database tells. To find it, all that is loaded is not looked through."""


def some(tx: Session, clinic_id: str, person_id: str, invoice_ids: Iterable[str]) -> Sequence[Invoice]:
    """List those of these invoices that are the person's."""
    wanted = [invoice_id for invoice_id in invoice_ids if could_be_id(invoice_id)]
    query = select(Invoice).where(_own(clinic_id, person_id), col(Invoice.id).in_(wanted))
    return tx.exec(query).all() if wanted else ()


def one(tx: Session, clinic_id: str, person_id: str, invoice_id: str) -> Invoice:
    """Find a person's invoice as it is now. Raises: NotFound, also when it is somebody else's."""
    query = select(Invoice).where(_own(clinic_id, person_id), col(Invoice.id) == invoice_id)
    fresh = query.execution_options(populate_existing=True)
    found = tx.exec(fresh).one_or_none() if could_be_id(invoice_id) else None
    if found is None:
        raise NotFound()
    return found


def due(tx: Session, clinic_id: str, person_id: str) -> Sequence[Row[Any]]:
    """List a person's invoices that have something left to pay, oldest first: id, number, day, currency, cents due."""
    left = func.sum(OWED - SETTLED).label("due")
    columns = (col(Invoice.id), col(Invoice.number), col(Invoice.issued_on), col(Invoice.currency))
    query = (
        select_columns(*columns, left)
        .join(InvoiceLine, col(InvoiceLine.invoice_id) == col(Invoice.id))
        .where(col(InvoiceLine.clinic_id) == clinic_id, col(InvoiceLine.person_id) == person_id, OWED > SETTLED)
        .group_by(*columns)
        .order_by(col(Invoice.issued_on), col(Invoice.number))
    )
    return tx.execute(query).all()


def of_person(
    tx: Session, clinic_id: str, person_id: str, before: tuple[date, int] | None, limit: int
) -> Sequence[Invoice]:
    """List a person's invoices, the void ones too, newest first, from behind one on. Times: clinic-local days."""
    query = select(Invoice).where(_own(clinic_id, person_id))
    return tx.exec(latest_first(query, (col(Invoice.issued_on), col(Invoice.number)), before, limit)).all()


def lines(tx: Session, invoice_ids: Iterable[str]) -> Sequence[InvoiceLine]:
    """List the lines of invoices as they are now, in their order."""
    query = (
        select(InvoiceLine)
        .where(col(InvoiceLine.invoice_id).in_(list(invoice_ids)))
        .order_by(col(InvoiceLine.invoice_id), col(InvoiceLine.position))
        .execution_options(populate_existing=True)
    )
    return tx.exec(query).all()


def paid(tx: Session, invoice_ids: Iterable[str]) -> dict[str, int]:
    """Tell how much is paid on each of these invoices. Money: cents of each invoice's own currency."""
    query = (
        select_columns(col(InvoiceLine.invoice_id), func.sum(col(InvoiceLine.paid_cents)))
        .where(col(InvoiceLine.invoice_id).in_(wanted := list(invoice_ids)))
        .group_by(col(InvoiceLine.invoice_id))
    )
    return dict.fromkeys(wanted, 0) | {invoice_id: int(cents) for invoice_id, cents in tx.execute(query)}


def void(tx: Session, invoice_id: str, now: datetime) -> None:
    """Make an invoice void: nothing of it needs paying, its visit has none, and its prepayment is free again."""
    changes = (
        update(Invoice).where(col(Invoice.id) == invoice_id).values(voided_at=now),
        update(InvoiceLine).where(col(InvoiceLine.invoice_id) == invoice_id).values(reduced_cents=OWED),
        update(Invoice).where(col(Invoice.credited_to_id) == invoice_id).values(credited_to_id=None),
        update(Appointment).where(col(Appointment.invoice_id) == invoice_id).values(invoice_id=None),
    )
    for one in changes:
        tx.execute(one, execution_options=AS_FETCHED)


def reduce(tx: Session, cents: Mapping[str, int]) -> None:
    """Say of lines how much more of them needs no paying. Money: cents of each line's invoice."""
    for line_id, more in cents.items():
        mine = update(InvoiceLine).where(col(InvoiceLine.id) == line_id)
        tx.execute(mine.values(reduced_cents=InvoiceLine.reduced_cents + more))


def credit_to(tx: Session, prepayment_id: str, invoice_id: str) -> None:
    """Note to which invoice a prepayment was credited."""
    tx.execute(update(Invoice).where(col(Invoice.id) == prepayment_id).values(credited_to_id=invoice_id))


def prepayments(tx: Session, clinic_id: str, appointment_ids: Iterable[str]) -> Sequence[InvoiceLine]:
    """List the lines of standing prepayments for visits that are not credited to an invoice yet."""
    query = (
        select(InvoiceLine)
        .join(Invoice, col(Invoice.id) == col(InvoiceLine.invoice_id))
        .where(
            col(InvoiceLine.clinic_id) == clinic_id,
            col(InvoiceLine.appointment_id).in_(list(appointment_ids)),
            col(Invoice.kind) == InvoiceKind.PREPAYMENT.value,
            col(Invoice.voided_at).is_(None),
            col(Invoice.credited_to_id).is_(None),
        )
        .order_by(col(Invoice.number))
        .execution_options(populate_existing=True)
    )
    return tx.exec(query).all()


def arrived(tx: Session, clinic_id: str, limit: int) -> Sequence[tuple[Appointment, Treatment]]:
    """List visits whose people have come and that have no invoice, earliest first, and hold them.

    Edges: what another process holds is left to it.
    """
    query = (
        select(Appointment, Treatment)
        .join(Treatment, col(Treatment.id) == col(Appointment.treatment_id))
        .where(
            col(Appointment.clinic_id) == clinic_id,
            col(Appointment.state) == literal_column(f"'{AppointmentState.ARRIVED.value}'"),
            col(Appointment.invoice_id).is_(None),
        )
        .order_by(col(Appointment.starts_at), col(Appointment.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Appointment)
        .execution_options(populate_existing=True)
    )
    return [(row[0], row[1]) for row in tx.exec(query).all()]


def waiting(tx: Session) -> Sequence[str]:
    """List the clinics that have a visit whose person has come and that has no invoice."""
    query = select(Appointment.clinic_id).where(
        col(Appointment.state) == literal_column(f"'{AppointmentState.ARRIVED.value}'"),
        col(Appointment.invoice_id).is_(None),
    )
    return tx.exec(query.distinct()).all()


def out_of_step(tx: Session, clinic_id: str) -> Sequence[Invoice]:
    """List invoices that arrivals issued and nothing is paid on, of visits that nobody came to or that are another's.

    Edges: invoices that a clinic file brought are left alone.
    """
    other = or_(
        col(Appointment.state) != AppointmentState.ARRIVED.value, col(Appointment.person_id) != col(Invoice.person_id)
    )
    paid_on = select(InvoiceLine.invoice_id).where(
        col(InvoiceLine.invoice_id) == col(Invoice.id), col(InvoiceLine.paid_cents) > 0
    )
    query = (
        select(Invoice)
        .join(Appointment, col(Appointment.invoice_id) == col(Invoice.id))
        .where(col(Invoice.clinic_id) == clinic_id, col(Invoice.external_id).is_(None), other, ~paid_on.exists())
        .order_by(col(Invoice.number))
    )
    return tx.exec(query).all()


def link(tx: Session, invoices: Mapping[str, str]) -> None:
    """Note the invoice of each visit, by the visit's id."""
    wanted = [{"visit": visit_id, "issued": invoice_id} for visit_id, invoice_id in invoices.items()]
    if wanted:
        statement = update(Appointment.__table__).where(Appointment.__table__.c.id == bindparam("visit"))  # type: ignore[attr-defined]
        tx.connection().execute(statement.values(invoice_id=bindparam("issued")), wanted)


def predecessors(tx: Session, appointment_id: str, moved_from_id: str | None) -> list[str]:
    """List a visit's id and those of the visits that it was moved from."""
    found, before = [appointment_id], moved_from_id
    while before and before not in found:
        found.append(before)
        before = tx.exec(select(Appointment.moved_from_id).where(col(Appointment.id) == before)).one_or_none()
    return found


def lock_people(tx: Session, person_ids: Iterable[str]) -> None:
    """Let nobody else touch these people's money until the transaction ends; always in one order, so nobody locks."""
    query = select(Person.id).where(col(Person.id).in_(sorted(set(person_ids)))).order_by(col(Person.id))
    tx.exec(query.with_for_update(key_share=True)).all()


def _own(clinic_id: str, person_id: str) -> ColumnElement[bool]:
    return and_(col(Invoice.clinic_id) == clinic_id, col(Invoice.person_id) == person_id)
