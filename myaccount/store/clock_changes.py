"""Times to come that were derived by another zone database than the one in use."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, bindparam, delete, tuple_, union, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from myaccount.domain.claims import CELL_SECONDS
from myaccount.domain.clock_changes import Cell, Holder
from myaccount.domain.wait_list import OfferState
from myaccount.models import Appointment, Claim, ClassSession, Staff, TimeOff, WaitOffer
from myaccount.store import claims, clinic_file
from myaccount.store.chunks import chunked

Dated = Appointment | ClassSession | TimeOff
Row = TypeVar("Row", Appointment, ClassSession, TimeOff)
LONGEST = timedelta(days=1)
"""No visit lasts longer, so what began earlier is over."""

MOST = timedelta(days=1)
"""By no more than this a place has ever put its clocks."""


def clinics(tx: Session, version: str, now: datetime) -> Sequence[str]:
    """List the clinics with times to come that were derived by another zone database. Times: aware UTC."""
    models = (Appointment, ClassSession, TimeOff)
    found = union(*(select(col(one.clinic_id)).where(_is_stale(one, version, now)) for one in models))
    return tx.execute(found).scalars().all()


def stale(tx: Session, model: type[Row], clinic_id: str, version: str, now: datetime) -> Sequence[Row]:
    """List a clinic's times to come that were derived by another zone database, and hold them: a second one waits."""
    mine = and_(col(model.clinic_id) == clinic_id, _is_stale(model, version, now))
    return tx.exec(select(model).where(mine).order_by(col(model.id)).with_for_update()).all()


def held(tx: Session, staff_ids: Sequence[str], since: datetime) -> dict[Cell, Holder]:
    """Tell who holds the time of some practitioners from an instant on. Times: aware UTC."""
    first = int((since - LONGEST - MOST).timestamp()) // CELL_SECONDS
    found = clinic_file.claims(tx, [claims.of_staff(one) for one in staff_ids], first, ())
    return {cell: Holder(who.removesuffix(claims.BUFFER), who.endswith(claims.BUFFER)) for cell, who in found.items()}


def rearrange(tx: Session, before: Mapping[Cell, Holder], after: Mapping[Cell, Holder]) -> bool:
    """Give back and take what makes one arrangement out of another; False when somebody has booked meanwhile.

    Edges: first it takes what is free, in the order in which a booking takes its cells, and gives back last: whoever
    waits for it meanwhile holds nothing that it waits for.
    """
    differing = [(cell, holder) for cell, holder in sorted(after.items(), key=_cell) if before.get(cell) != holder]
    taken = [(cell, before[cell], holder) for cell, holder in differing if cell in before]
    gone = [(cell, holder) for cell, holder in before.items() if cell not in after]
    try:
        with tx.begin_nested():
            new = [{"resource": cell[0], "cell": cell[1], "holder_id": _name(holder)} for cell, holder in differing
                   if cell not in before]  # fmt: skip
            clinic_file.insert_all(tx, Claim, new)
            if _hand_over(tx, taken) != len(taken) or _give_back(tx, gone) != len(gone):
                raise _Changed
    except (IntegrityError, _Changed):
        return False
    return True


class _Changed(Exception):
    """Somebody has given back what was to be taken over, or is already gone."""


def _hand_over(tx: Session, cells: Sequence[tuple[Cell, Holder, Holder]]) -> int:
    """Let cells of some holders be those of others; tell how many there were."""
    if not cells:
        return 0
    table = Claim.__table__  # type: ignore[attr-defined]
    is_it = and_(
        table.c.resource == bindparam("there"), table.c.cell == bindparam("then"), table.c.holder_id == bindparam("of")
    )
    rows = [{"there": at[0], "then": at[1], "of": _name(one), "to": _name(other)} for at, one, other in cells]
    done = tx.execute(update(table).where(is_it).values(holder_id=bindparam("to")), rows)
    return int(done.rowcount)  # type: ignore[attr-defined]


def _give_back(tx: Session, cells: Sequence[tuple[Cell, Holder]]) -> int:
    """Give back cells of some holders; tell how many there were."""
    table = Claim.__table__  # type: ignore[attr-defined]
    claim, count = tuple_(table.c.resource, table.c.cell, table.c.holder_id), 0
    for some in chunked((*cell, _name(holder)) for cell, holder in cells):
        count += tx.execute(delete(table).where(claim.in_(some))).rowcount  # type: ignore[attr-defined]
    return count


def _cell(held: tuple[Cell, Holder]) -> Cell:
    return held[0]


def _name(holder: Holder) -> str:
    return holder.id + claims.BUFFER * holder.keeps_free


def move_offers(tx: Session, freed_id: str, by: timedelta) -> set[str]:
    """Move what is offered of a time that a visit gave up along with it; tell whose offers they are.

    Times: `by` is elapsed time, below zero for earlier.
    """
    of_it = (col(WaitOffer.freed_id) == freed_id, col(WaitOffer.state) == OfferState.OPEN.value)
    found = tx.exec(select(WaitOffer).where(*of_it)).all()
    for one in found:
        one.starts_at, one.ends_at = one.starts_at + by, one.ends_at + by
    return {one.person_id for one in found}


def seats(tx: Session, class_ids: Sequence[str]) -> Sequence[Appointment]:
    """List the visits that have, or had, a seat in some sittings, and hold them."""
    theirs = col(Appointment.class_id).in_(class_ids)
    return tx.exec(select(Appointment).where(theirs).order_by(col(Appointment.id)).with_for_update()).all()


def _is_stale(model: type[Dated], version: str, now: datetime) -> ColumnElement[bool]:
    """Judge by practitioner, which is how they are indexed."""
    to_come = and_(col(model.staff_id).in_(select(Staff.id)), col(model.ends_at) > now)
    if model is not TimeOff:
        to_come = and_(to_come, col(model.starts_at) > now - LONGEST)
    return and_(to_come, col(model.zone_data) != version)
