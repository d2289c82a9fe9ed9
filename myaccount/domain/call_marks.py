"""What a call says of its visit: who is there, since when, and when somebody waits too long alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from myaccount.domain.calls import Side

SEEN_LASTS = timedelta(seconds=45)
"""A page says every fifteen seconds that it is there: after three silences it is not."""

LONG_ALONE = timedelta(minutes=10)


class Mark(StrEnum):
    """How a call stands."""

    IN_CALL = "in_call"
    PATIENT_WAITS = "patient_waits"
    PRACTITIONER_WAITS = "practitioner_waits"
    OVER = "over"
    PATIENT_ELSEWHERE = "patient_elsewhere"
    PRACTITIONER_ELSEWHERE = "practitioner_elsewhere"
    BOTH_ELSEWHERE = "both_elsewhere"


@dataclass(frozen=True)
class Stay:
    """A side's stay in the call: since when, and when it was seen last. Times: aware UTC."""

    since: datetime
    seen_at: datetime


@dataclass(frozen=True)
class Standing:
    """How a call stands, since when, and whether one side has waited long alone; `changes_at` by itself, if at all."""

    mark: Mark
    since: datetime
    is_long: bool = False
    changes_at: datetime | None = None


def is_there(stay: Stay | None, now: datetime) -> bool:
    """Tell whether a side is in the call. Edges: half-open; seen exactly 45 seconds ago it is not."""
    return stay is not None and now - stay.seen_at < SEEN_LASTS


def standing(
    stays: Mapping[Side, Stay], starts_at: datetime, started_at: datetime | None, now: datetime
) -> Standing | None:
    """Tell how a call stands at `now`; None when nobody is there or ever met.

    Edges: waiting counts from the visit's start on, or from the coming if that was later; exactly ten minutes are long.
    """
    there = {side: stay for side, stay in stays.items() if is_there(stay, now)}
    if len(there) == 2:
        met = started_at or max(stay.since for stay in there.values())
        return Standing(Mark.IN_CALL, met, changes_at=min(stay.seen_at for stay in there.values()) + SEEN_LASTS)
    if not there:
        last = max((stay.seen_at for stay in stays.values()), default=started_at)
        return Standing(Mark.OVER, last) if started_at and last else None
    [(side, stay)] = there.items()
    mark = Mark.PATIENT_WAITS if side is Side.PATIENT else Mark.PRACTITIONER_WAITS
    long_at = max(stay.since, starts_at) + LONG_ALONE
    gone_at = stay.seen_at + SEEN_LASTS
    return Standing(mark, stay.since, now >= long_at, min(gone_at, long_at) if now < long_at else gone_at)


def elsewhere(gone: Mapping[Side, datetime]) -> Standing | None:
    """Tell who has gone to a call elsewhere, and when; None when nobody has. Times: aware UTC.

    Edges: what becomes of a call there is not known here, so it stands like that. Of two the later counts.
    """
    if not gone:
        return None
    mark = Mark.BOTH_ELSEWHERE if len(gone) == 2 else Mark(f"{next(iter(gone)).value}_elsewhere")
    return Standing(mark, max(gone.values()))
