"""Holds: times and seats that are kept for somebody while they finish booking."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import String, delete, literal_column
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from myaccount.domain.appointments import AppointmentState
from myaccount.models import Appointment, BookingHold, Claim
from myaccount.store import appointments, claims
from myaccount.store.inserting import insert_if_absent


def of_holder(tx: Session, clinic_id: str, holder: str) -> BookingHold | None:
    """Find somebody's hold, expired or not, and keep others from changing it until the transaction ends."""
    query = select(BookingHold).where(col(BookingHold.clinic_id) == clinic_id, col(BookingHold.holder) == holder)
    return tx.exec(query.with_for_update()).one_or_none()


def one(tx: Session, clinic_id: str, hold_id: str) -> BookingHold | None:
    """Find a hold, expired or not, and keep others from changing it until the transaction ends."""
    query = select(BookingHold).where(col(BookingHold.clinic_id) == clinic_id, col(BookingHold.id) == hold_id)
    return tx.exec(query.with_for_update()).one_or_none()


def add(tx: Session, hold: BookingHold) -> bool:
    """Write a hold; False when its holder has got another one at this very moment."""
    return insert_if_absent(tx, hold)


def remove(tx: Session, hold: BookingHold) -> None:
    """Forget a hold. What it holds is given back, or has passed to an appointment, by whoever asks for this."""
    tx.delete(hold)
    tx.flush()


def free_expired(tx: Session, now: datetime, resource: str | None = None, cells: Iterable[int] = ()) -> int:
    """Give back what expired holds still hold: of these cells of a resource, or everywhere. Tell how many there were.

    Edges: a hold that is being booked at this moment is let be, whoever comes first.
    """
    query = select(BookingHold.id).where(col(BookingHold.expires_at) <= now)
    if resource is not None:
        wanted = (col(Claim.resource) == resource, col(Claim.cell).in_(list(cells)))
        holders = set(tx.exec(select(Claim.holder_id).where(*wanted)).all())
        query = query.where(col(BookingHold.id).in_([one.removesuffix(claims.BUFFER) for one in holders]))
    return _end(tx, query)


def archive_reserved(tx: Session, until: datetime) -> int:
    """Archive the visits that were only held, and chosen no later than an instant; give back what they hold.

    A clinic file brings such. Tell how many there were. Times: aware UTC.
    """
    held = literal_column(f"'{AppointmentState.RESERVED.value}'", String)
    query = select(Appointment).where(col(Appointment.state) == held, col(Appointment.booked_at) <= until)
    over = tx.exec(query.with_for_update(skip_locked=True)).all()
    for row in over:
        appointments.mark(tx, row, AppointmentState.ARCHIVED, frm=AppointmentState.RESERVED)
        claims.free(tx, row.id)
    return len(over)


def free_all(tx: Session, clinic_id: str) -> int:
    """Give back what every hold of a clinic holds, expired or not; tell how many there were."""
    return _end(tx, select(BookingHold.id).where(col(BookingHold.clinic_id) == clinic_id))


def _end(tx: Session, wanted: SelectOfScalar[str]) -> int:
    over = tx.exec(wanted.with_for_update(skip_locked=True)).all()
    for hold_id in over:
        claims.free(tx, hold_id)
    tx.execute(delete(BookingHold).where(col(BookingHold.id).in_(over)))
    return len(over)
