"""What is booked, by practitioner: what the search for free times reads. Columns only, and one query."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Integer, String, bindparam, cast, extract, or_, type_coerce, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from myaccount.domain.appointments import LIVE
from myaccount.domain.availability import EPOCH, Taken
from myaccount.domain.claims import CELL_MINUTES, CELL_SECONDS
from myaccount.domain.shift_cells import CELLS_A_DAY
from myaccount.models import Appointment, BookingHold, ClassSession

LONGEST = timedelta(days=1)
"""No visit lasts longer, so what began earlier is over."""

NOTHING = ("", EPOCH)


def busy(
    tx: Session,
    staff_ids: Iterable[str],
    since: datetime,
    until: datetime,
    now: datetime,
    holder: str = "",
    moving: tuple[str, datetime] = NOTHING,
) -> dict[str, Taken]:
    """List what is booked with practitioners of a clinic, with the buffers after it, in cells of time.

    Times: aware UTC. Holds that have run out, the one of `holder` themselves, and the visit that is `moving`
    (practitioner and start) count as free.
    """
    found: dict[str, dict[int, int]] = {staff_id: defaultdict(int) for staff_id in staff_ids}
    facts = {"since": since - LONGEST, "until": until, "now": now, "holder": holder}
    if moving is not NOTHING:
        facts |= {"moving": moving[0], "moving_at": moving[1]}
    rows = tx.execute(_booked(moving is not NOTHING), {"staff": list(found), **facts})
    for staff_id, starts_at, minutes in rows.cursor or ():  # type: ignore[attr-defined]  # the driver's own rows
        day, bits = _cells(starts_at, minutes)
        found[staff_id][day] |= bits
    return dict(found)


@cache
def _booked(moving: bool) -> CompoundSelect[Any]:
    """Select visits (without one that is moving), sittings and holds. Times stay as the driver gives them."""
    visits = _columns(Appointment, col(Appointment.minutes) + col(Appointment.buffer_minutes)).where(
        col(Appointment.state).in_(sorted(state.value for state in LIVE)),
        col(Appointment.class_id).is_(None),
    )
    if moving:
        stays = col(Appointment.staff_id) != bindparam("moving")
        visits = visits.where(or_(stays, col(Appointment.starts_at) != bindparam("moving_at")))
    seconds = extract("epoch", col(ClassSession.ends_at)) - extract("epoch", col(ClassSession.starts_at))
    sittings = _columns(ClassSession, cast(seconds, Integer) // 60 + col(ClassSession.buffer_minutes))
    holds = _columns(BookingHold, col(BookingHold.minutes) + col(BookingHold.buffer_minutes)).where(
        col(BookingHold.class_id).is_(None),
        col(BookingHold.expires_at) > bindparam("now"),
        col(BookingHold.holder) != bindparam("holder"),
    )
    return union_all(visits, sittings, holds)


def _columns(table: Any, minutes: Any) -> Any:
    return select_columns(table.staff_id, type_coerce(table.starts_at, String), minutes).where(
        table.staff_id.in_(bindparam("staff", expanding=True)),
        table.starts_at >= bindparam("since"),
        table.starts_at < bindparam("until"),
    )


@lru_cache(maxsize=16_384)
def _cells(starts_at: str | datetime, minutes: int) -> tuple[int, int]:
    """Turn a time into the bits of its day. The same come with many practitioners, and to read one takes long."""
    read = datetime.fromisoformat(starts_at) if isinstance(starts_at, str) else starts_at
    first = int((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()) // CELL_SECONDS
    day, bit = divmod(first, CELLS_A_DAY)
    return day, ((1 << minutes // CELL_MINUTES) - 1) << bit
