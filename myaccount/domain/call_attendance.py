"""What a call says of its visit: who is there, since when, and when somebody waits too long alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from myaccount.domain.calls import Side

PRESENCE_LASTS = timedelta(seconds=45)
"""A page says every fifteen seconds that it is there: after three silences it is not."""

LONG_ALONE = timedelta(minutes=10)


class CallPhase(StrEnum):
    """How a call stands."""

    IN_CALL = "in_call"
    PATIENT_WAITS = "patient_waits"
    PRACTITIONER_WAITS = "practitioner_waits"
    OVER = "over"
    PATIENT_ELSEWHERE = "patient_elsewhere"
    PRACTITIONER_ELSEWHERE = "practitioner_elsewhere"
    BOTH_ELSEWHERE = "both_elsewhere"


@dataclass(frozen=True)
class Presence:
    """A side's presence in the call: since when, and when it was seen last. Times: aware UTC."""

    since: datetime
    seen_at: datetime


@dataclass(frozen=True)
class CallStatus:
    """How a call stands, since when, and whether one side has waited long alone; `changes_at` by itself, if at all."""

    phase: CallPhase
    since: datetime
    is_long: bool = False
    changes_at: datetime | None = None


def is_present(presence: Presence | None, now: datetime) -> bool:
    """Tell whether a side is in the call. Edges: half-open; seen exactly 45 seconds ago it is not."""
    return presence is not None and now - presence.seen_at < PRESENCE_LASTS


def call_status(
    presences: Mapping[Side, Presence], starts_at: datetime, started_at: datetime | None, now: datetime
) -> CallStatus | None:
    """Tell how a call stands at `now`; None when nobody is there or ever met.

    Edges: waiting counts from the visit's start on, or from the coming if that was later; exactly ten minutes are long.
    """
    present = {side: presence for side, presence in presences.items() if is_present(presence, now)}
    if len(present) == 2:
        met = started_at or max(presence.since for presence in present.values())
        return CallStatus(
            CallPhase.IN_CALL, met, changes_at=min(presence.seen_at for presence in present.values()) + PRESENCE_LASTS
        )
    if not present:
        last = max((presence.seen_at for presence in presences.values()), default=started_at)
        return CallStatus(CallPhase.OVER, last) if started_at and last else None
    [(side, presence)] = present.items()
    phase = CallPhase.PATIENT_WAITS if side is Side.PATIENT else CallPhase.PRACTITIONER_WAITS
    long_at = max(presence.since, starts_at) + LONG_ALONE
    gone_at = presence.seen_at + PRESENCE_LASTS
    return CallStatus(phase, presence.since, now >= long_at, min(gone_at, long_at) if now < long_at else gone_at)


def elsewhere(gone: Mapping[Side, datetime]) -> CallStatus | None:
    """Tell who has gone to a call elsewhere, and when; None when nobody has. Times: aware UTC.

    Edges: what becomes of a call there is not known here, so it stands like that. Of two the later counts.
    """
    if not gone:
        return None
    phase = CallPhase.BOTH_ELSEWHERE if len(gone) == 2 else CallPhase(f"{next(iter(gone)).value}_elsewhere")
    return CallStatus(phase, max(gone.values()))
