"""What receipts hold, line by line, in the database.

What was paid ahead is held on a line of the prepayment's own invoice. Once that is credited to the visit's invoice, the
line of the visit is what the receipt has paid for; until then it is the visit as it stands now, after all its moves.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import CTE, Row, Select, Subquery, and_, bindparam, case, exists, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from myaccount.domain.ledger import InvoiceKind
from myaccount.domain.prepaying import Outcome
from myaccount.models import (
    Appointment,
    BookingPayment,
    Invoice,
    InvoiceLine,
    LedgerEntry,
    Person,
    Receipt,
    Staff,
    Treatment,
    VisitCodes,
)
from myaccount.store.moves import latest_of_moves

LINE = ("description", "amount_cents", "tax_cents", "served_on", "minutes", "appointment_id")
STAFF = ("registration_number", "credentials", "license_number", "signature", "npi")
TOTAL = func.sum(col(LedgerEntry.delta_cents))
IS_AHEAD = col(Invoice.kind) == InvoiceKind.PREPAYMENT.value
"""That a line stands for a prepayment which is not credited to anything yet."""


def lines(tx: Session, clinic_id: str, receipt_ids: Iterable[str]) -> Sequence[Row[Any]]:
    """List what receipts hold, by receipt and in the order of the invoices: line, visit, practitioner and codes.

    Gives rows of plain values, none of which changes but what is corrected: they name a paper's state. `ahead_for` is
    the treatment of a visit that was paid for and has yet to come, with `ahead_at` and `ahead_whole`; None otherwise.
    `credited_at` is when what was paid ahead was credited to the line; None for what was paid on the line itself.

    Money: `cents` is what the receipt holds on the line.
    """
    return tx.execute(_lines(), {"clinic": clinic_id, "receipts": list(receipt_ids)}).all()


def before(tx: Session, lines: Iterable[Row[Any]]) -> dict[tuple[str, str], int]:
    """Tell what other receipts with lower numbers hold on taxed lines, by each receipt's id and each line's.

    Money: cents, in which the receipts share the line's tax.
    """
    taxed = {line.line_id for line in lines if line.tax_cents}
    if not taxed:
        return {}
    shown_on = {line_id: line_id for line_id in taxed}
    shown_on |= {row.held_on: row.line_id for row in tx.execute(_credited(), {"lines": list(taxed)})}
    so_far, found = Counter[str](), dict[tuple[str, str], int]()
    for row in tx.execute(_in_turn(), {"lines": list(shown_on)}):
        line_id = shown_on[row.line_id]
        found.setdefault((row.receipt_id, line_id), so_far[line_id])
        so_far[line_id] += int(row.cents)
    return found


@cache
def _credited() -> Select[*tuple[Any, ...]]:
    """Find the lines of prepayments that are credited to other lines."""
    line = aliased(InvoiceLine)
    # by person, too: that is how invoices are indexed
    is_credited = and_(
        col(Invoice.person_id) == col(line.person_id), col(Invoice.credited_to_id) == col(line.invoice_id)
    )
    return (
        select_columns(col(line.id).label("line_id"), col(InvoiceLine.id).label("held_on"))
        .join(Invoice, is_credited)
        .join(InvoiceLine, col(InvoiceLine.invoice_id) == col(Invoice.id))
        .where(col(line.id).in_(bindparam("lines", expanding=True)), col(line.position) == 0)
    )


@cache
def _in_turn() -> Select[*tuple[Any, ...]]:
    """Sum up what receipts hold on lines, receipt after receipt."""
    return (
        select_columns(col(Receipt.id).label("receipt_id"), col(LedgerEntry.line_id), TOTAL.label("cents"))
        .join(Receipt, col(Receipt.id) == col(LedgerEntry.receipt_id))
        .where(col(LedgerEntry.line_id).in_(bindparam("lines", expanding=True)))
        .group_by(col(Receipt.id), col(Receipt.number), col(LedgerEntry.line_id))
        .order_by(col(Receipt.number))
    )


@cache
def _lines() -> Select[*tuple[Any, ...]]:
    held = _held()
    visit = _visits(held)
    is_visit = col(Appointment.id) == func.coalesce(visit.c.now_id, col(InvoiceLine.appointment_id))
    staff_id = case(
        (IS_AHEAD, func.coalesce(col(Appointment.staff_id), col(InvoiceLine.staff_id))),
        else_=col(InvoiceLine.staff_id),
    )
    credited_at = case((held.c.credited_to.is_not(None), col(Invoice.issued_at))).label("credited_at")
    return (
        select_columns(held.c.receipt_id, held.c.line_id, held.c.cents, credited_at, *_columns())
        .select_from(held)
        .join(InvoiceLine, col(InvoiceLine.id) == held.c.line_id)
        .join(Invoice, col(Invoice.id) == col(InvoiceLine.invoice_id))
        .outerjoin(visit, and_(visit.c.first_id == col(InvoiceLine.appointment_id), IS_AHEAD))
        .outerjoin(Appointment, is_visit)
        .outerjoin(Staff, col(Staff.id) == staff_id)
        .outerjoin(Person, col(Person.id) == col(Staff.person_id))
        .outerjoin(Treatment, col(Treatment.id) == col(Appointment.treatment_id))
        .outerjoin(VisitCodes, col(VisitCodes.appointment_id) == col(Appointment.id))
        .order_by(col(Invoice.number), col(InvoiceLine.position))
    )


def _columns() -> tuple[Any, ...]:
    whole = exists().where(
        col(BookingPayment.hold_id) == col(InvoiceLine.appointment_id),
        col(BookingPayment.outcome) == Outcome.BOOKED.value,
        col(BookingPayment.is_whole),
    )
    return (
        *(col(getattr(InvoiceLine, name)) for name in LINE),
        *(col(getattr(Staff, name)) for name in STAFF),
        col(Staff.id).label("staff_id"),
        col(Person.first_name),
        col(Person.last_name),
        col(Appointment.location_id),
        col(Appointment.online),
        case((IS_AHEAD, col(Treatment.name))).label("ahead_for"),
        case((IS_AHEAD, col(Appointment.starts_local))).label("ahead_at"),
        case((IS_AHEAD, whole)).label("ahead_whole"),
        col(Treatment.cpt),
        col(VisitCodes.cpt).label("own_cpt"),
        col(VisitCodes.modifiers),
        col(VisitCodes.diagnoses),
        col(VisitCodes.units),
    )


def _held() -> CTE:
    """Sum up what the wanted receipts hold, by the lines that they have paid for in the end."""
    credited = aliased(InvoiceLine)
    # what prepayments are credited to has one line: whatever comes, no cent is shown on two
    is_credited = and_(col(credited.invoice_id) == col(Invoice.credited_to_id), col(credited.position) == 0)
    line_id = func.coalesce(col(credited.id), col(InvoiceLine.id))
    credited_to = func.max(col(credited.invoice_id)).label("credited_to")
    return (
        select_columns(col(LedgerEntry.receipt_id), line_id.label("line_id"), TOTAL.label("cents"), credited_to)
        .join(InvoiceLine, col(InvoiceLine.id) == col(LedgerEntry.line_id))
        .join(Invoice, col(Invoice.id) == col(InvoiceLine.invoice_id))
        .outerjoin(credited, is_credited)
        .where(
            col(LedgerEntry.clinic_id) == bindparam("clinic"),
            col(LedgerEntry.receipt_id).in_(bindparam("receipts", expanding=True)),
        )
        .group_by(col(LedgerEntry.receipt_id), line_id)
        .having(TOTAL > 0)
        .cte("held")
    )


def _visits(held: CTE) -> Subquery:
    """Find the visits that were paid for and have yet to come, as they stand now, by those that they were booked as."""
    begun = (
        select_columns(col(Appointment.id), col(Appointment.person_id))
        .join(InvoiceLine, col(InvoiceLine.appointment_id) == col(Appointment.id))
        .join(Invoice, and_(col(Invoice.id) == col(InvoiceLine.invoice_id), IS_AHEAD))
        .where(col(InvoiceLine.id).in_(select_columns(held.c.line_id)))
    )
    return latest_of_moves(begun)
