"""May this visit be cancelled online, and what do we say about it?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, get_args

from myaccount.domain.appointments import Visit

BOOKING_GRACE = timedelta(seconds=180)
"""Whatever the policy, an appointment can be cancelled online this long after it was booked. Source: S11."""

CancelReason = Literal["", "unwell", "schedule", "no_longer_needed", "other"]
"""Why a patient cancels; blank for who does not say."""
PATIENT_REASONS: tuple[CancelReason, ...] = get_args(CancelReason)[1:]


class Verdict(StrEnum):
    """What the page offers for a visit."""

    NOTHING = "nothing"
    CANCEL = "cancel"
    CANCEL_OR_MOVE = "cancel_or_move"
    CONTACT_CLINIC = "contact_clinic"
    CONTACT_TO_CANCEL = "contact_to_cancel"

    @property
    def cancels(self) -> bool:
        """Whether an online cancellation goes through."""
        return self in (Verdict.CANCEL, Verdict.CANCEL_OR_MOVE)

    @property
    def moves(self) -> bool:
        """Whether it can be moved to another time online."""
        return self is Verdict.CANCEL_OR_MOVE

    @property
    def needs_the_clinic(self) -> bool:
        """Whether the patient is told how to reach the clinic instead."""
        return self in (Verdict.CONTACT_CLINIC, Verdict.CONTACT_TO_CANCEL)


@dataclass(frozen=True)
class CancellationRules:
    """The clinic's cancellation settings: one switch for cancelling and rescheduling, and a period in hours."""

    online: bool = True
    period_hours: int = 24

    def deadline(self, visit: Visit) -> datetime:
        """The last instant of free online cancellation.

        Times: aware UTC; the period counts elapsed hours, also across a change of clocks.
        """
        return visit.starts_at - timedelta(hours=self.period_hours)


def in_grace(visit: Visit, now: datetime) -> bool:
    """Tell whether a visit was booked so recently that it can still be taken back.

    Edges: 180 s after booking the grace is over (half-open). A booking time ahead of the clock counts as now.
    Source: S11.
    """
    return visit.is_booked and now < visit.starts_at and now - visit.booked_at < BOOKING_GRACE


def may_cancel(visit: Visit, rules: CancellationRules, now: datetime) -> Verdict:
    """Judge an online cancellation asked for at `now`.

    Times: aware UTC. Edges: exactly at the deadline is allowed; exactly 180 s after booking is not; from the
    start on there is nothing to offer.
    Source: S09–S11.
    """
    if not visit.is_booked or now >= visit.starts_at:
        return Verdict.NOTHING
    on_time = rules.online and now <= rules.deadline(visit)
    if on_time:
        return Verdict.CANCEL_OR_MOVE
    if in_grace(visit, now):
        return Verdict.CANCEL
    return Verdict.CONTACT_TO_CANCEL if rules.online else Verdict.CONTACT_CLINIC


def next_change(visit: Visit, rules: CancellationRules, now: datetime) -> datetime | None:
    """Tell when the verdict on a visit changes next by the mere passing of time.

    Times: gives aware UTC.
    Edges: strictly after `now`. The deadline itself still allows, so the verdict changes one microsecond later.
    """
    if not visit.is_booked:
        return None
    moments = [visit.booked_at + BOOKING_GRACE, visit.starts_at]
    if rules.online:
        moments.append(rules.deadline(visit) + timedelta(microseconds=1))
    return min((at for at in moments if at > now), default=None)
