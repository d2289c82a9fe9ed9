"""The wait list in the database: who waits, in which order, and what they were offered."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.domain.wait_list import OfferState, WaitState
from myaccount.models import Location, Person, Staff, Treatment, WaitEntry, WaitOffer

IN_LINE = 50
"""How many of those who wait are looked at for one time."""
BATCH_SIZE = 100


def own(tx: Session, clinic_id: str, person_id: str, *, states: Sequence[str]) -> Sequence[WaitEntry]:
    """List what somebody waits for, the first to join first."""
    query = select(WaitEntry).where(
        col(WaitEntry.clinic_id) == clinic_id,
        col(WaitEntry.person_id) == person_id,
        col(WaitEntry.state).in_(states),
    )
    return tx.exec(query.order_by(col(WaitEntry.created_at), col(WaitEntry.id))).all()


def own_entry(tx: Session, clinic_id: str, person_id: str, entry_id: str) -> WaitEntry:
    """Find one of somebody's own. Raises: NotFound, also when it is somebody else's."""
    found = tx.get(WaitEntry, entry_id) if could_be_id(entry_id) else None
    if found is None or (found.clinic_id, found.person_id) != (clinic_id, person_id):
        raise NotFound()
    return found


def own_offer(tx: Session, clinic_id: str, person_id: str, offer_id: str) -> WaitOffer:
    """Find an offer that was made to somebody. Raises: NotFound, also when it was made to somebody else."""
    found = tx.get(WaitOffer, offer_id) if could_be_id(offer_id) else None
    if found is None or (found.clinic_id, found.person_id) != (clinic_id, person_id):
        raise NotFound()
    return found


def offer(tx: Session, clinic_id: str, offer_id: str) -> WaitOffer | None:
    """Find an offer of a clinic."""
    found = tx.get(WaitOffer, offer_id) if could_be_id(offer_id) else None
    return found if found is not None and found.clinic_id == clinic_id else None


def open_offers(tx: Session, clinic_id: str, person_id: str, now: datetime) -> Sequence[WaitOffer]:
    """List the offers that somebody can accept, soonest first. Times: aware UTC."""
    query = select(WaitOffer).where(
        col(WaitOffer.clinic_id) == clinic_id,
        col(WaitOffer.person_id) == person_id,
        col(WaitOffer.state) == OfferState.OPEN.value,
        col(WaitOffer.expires_at) > now,
    )
    return tx.exec(query.order_by(col(WaitOffer.starts_at), col(WaitOffer.id))).all()


def offers_of(
    tx: Session, clinic_id: str, person_id: str, treatment_id: str, staff_id: str, starts_at: datetime
) -> Sequence[WaitOffer]:
    """List the offers of one time, open or gone, to somebody who still waits. Times: aware UTC."""
    query = select(WaitOffer).join(WaitEntry, col(WaitEntry.id) == col(WaitOffer.entry_id))
    query = query.where(
        col(WaitOffer.clinic_id) == clinic_id,
        col(WaitOffer.person_id) == person_id,
        col(WaitOffer.staff_id) == staff_id,
        col(WaitOffer.starts_at) == starts_at,
        col(WaitOffer.state).in_((OfferState.OPEN.value, OfferState.GONE.value)),
        col(WaitEntry.treatment_id) == treatment_id,
        col(WaitEntry.state) == WaitState.WAITING.value,
    )
    return tx.exec(query).all()


def in_line(
    tx: Session, clinic_id: str, location_id: str, staff_id: str, day: date, freed_id: str
) -> Sequence[WaitEntry]:
    """List who waits for a practitioner, or anybody, at a place on a day, the first to join first.

    Edges: who was offered what this visit gave up, and has answered or let it pass, is not asked again.
    """
    answered = (OfferState.OPEN.value, OfferState.DECLINED.value, OfferState.EXPIRED.value)
    asked = select(WaitOffer.entry_id).where(col(WaitOffer.freed_id) == freed_id, col(WaitOffer.state).in_(answered))
    query = select(WaitEntry).where(
        col(WaitEntry.clinic_id) == clinic_id,
        col(WaitEntry.state) == WaitState.WAITING.value,
        col(WaitEntry.location_id) == location_id,
        or_(col(WaitEntry.staff_id).is_(None), col(WaitEntry.staff_id) == staff_id),
        col(WaitEntry.first_day) <= day,
        col(WaitEntry.last_day) >= day,
        col(WaitEntry.id).not_in(asked),
    )
    return tx.exec(query.order_by(col(WaitEntry.created_at), col(WaitEntry.id)).limit(IN_LINE)).all()


def put_offer(tx: Session, made: WaitOffer) -> WaitOffer:
    """Write an offer; one of the same time that was gone before is open again."""
    same = select(WaitOffer).where(col(WaitOffer.entry_id) == made.entry_id, col(WaitOffer.freed_id) == made.freed_id)
    before = tx.exec(same).one_or_none()
    if before is not None:
        made.id = before.id
    written = tx.merge(made)
    tx.flush()
    return written


def close(tx: Session, offer_id: str, to: OfferState, frm: OfferState = OfferState.OPEN, **also: Any) -> bool:
    """Compare and set: False when it was closed before."""
    same = (col(WaitOffer.id) == offer_id, col(WaitOffer.state) == frm.value)
    result = tx.execute(update(WaitOffer).where(*same).values(state=to.value, **also))
    return bool(result.rowcount)  # type: ignore[attr-defined]


def close_all_of(tx: Session, entry_id: str) -> None:
    """Close whatever is still offered to one who does not wait any more."""
    mine = (col(WaitOffer.entry_id) == entry_id, col(WaitOffer.state) == OfferState.OPEN.value)
    tx.execute(update(WaitOffer).where(*mine).values(state=OfferState.GONE.value))


def close_taken(tx: Session, staff_id: str, starts_at: datetime, ends_at: datetime) -> set[str]:
    """Close the offers of a practitioner's time that has been booked, and tell to whom they were made.

    Times: aware UTC, half-open. Edges: a seat in a class is no time of the practitioner's.
    """
    taken = (
        col(WaitOffer.staff_id) == staff_id,
        col(WaitOffer.state) == OfferState.OPEN.value,
        col(WaitOffer.starts_at) < ends_at,
        col(WaitOffer.ends_at) > starts_at,
        col(WaitOffer.class_id).is_(None),
    )
    closing = update(WaitOffer).where(*taken).values(state=OfferState.GONE.value)
    return set(tx.execute(closing.returning(col(WaitOffer.person_id))).scalars())


def end(tx: Session, entry_id: str, to: WaitState, now: datetime) -> bool:
    """Compare and set: let somebody wait no more. False when they did not any more."""
    same = (col(WaitEntry.id) == entry_id, col(WaitEntry.state) == WaitState.WAITING.value)
    result = tx.execute(update(WaitEntry).where(*same).values(state=to.value, ended_at=now))
    return bool(result.rowcount)  # type: ignore[attr-defined]


def run_out(tx: Session, now: datetime) -> Sequence[WaitOffer]:
    """List offers whose time to answer is over."""
    over = (col(WaitOffer.state) == OfferState.OPEN.value, col(WaitOffer.expires_at) <= now)
    return tx.exec(select(WaitOffer).where(*over).order_by(col(WaitOffer.expires_at)).limit(BATCH_SIZE)).all()


def end_before(tx: Session, clinic_id: str, location_id: str, day: date, now: datetime) -> set[str]:
    """Let those wait no more whose last day at a place is past, and tell who they are."""
    past = (
        col(WaitEntry.clinic_id) == clinic_id,
        col(WaitEntry.state) == WaitState.WAITING.value,
        col(WaitEntry.location_id) == location_id,
        col(WaitEntry.last_day) < day,
    )
    ending = update(WaitEntry).where(*past).values(state=WaitState.OVER.value, ended_at=now)
    return set(tx.execute(ending.returning(col(WaitEntry.person_id))).scalars())


def names(tx: Session, entry: WaitEntry) -> tuple[Treatment, Location, str]:
    """Find the treatment and the place that somebody waits for, and with whom; blank for anybody."""
    return tx.get_one(Treatment, entry.treatment_id), tx.get_one(Location, entry.location_id), entry.staff_id or ""


def everybody(tx: Session, clinic_id: str) -> Sequence[Row[Any]]:
    """List all who wait at a clinic with their names and what they wait for, the first to join first."""
    query: Any = (
        select_columns(
            WaitEntry,
            col(Person.first_name),
            col(Person.last_name),
            col(Treatment.name).label("treatment"),
        )
        .join(Person, col(Person.id) == col(WaitEntry.person_id))
        .join(Treatment, col(Treatment.id) == col(WaitEntry.treatment_id))
        .where(col(WaitEntry.clinic_id) == clinic_id, col(WaitEntry.state) == WaitState.WAITING.value)
    )
    return tx.execute(query.order_by(col(WaitEntry.created_at), col(WaitEntry.id)).limit(BATCH_SIZE)).all()


def staff_name(tx: Session, clinic_id: str, staff_id: str) -> tuple[str, str] | None:
    """Find the name of somebody who works at a clinic."""
    query = select(Person.first_name, Person.last_name).join(Staff, col(Staff.person_id) == col(Person.id))
    return tx.exec(query.where(col(Staff.id) == staff_id, col(Staff.clinic_id) == clinic_id)).one_or_none()
