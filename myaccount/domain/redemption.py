"""Packages and memberships: what they cover, how many uses are left, and what becomes of a use.

A pass is a package or a membership, and a use of it is redeemed by one visit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from myaccount.domain.appointments import AppointmentState, Visit
from myaccount.domain.cancellation import CancellationRules, in_grace
from myaccount.domain.time import MONTHS, months_after

WEEK = timedelta(days=7)


class PassKind(StrEnum):
    """A package has a number of uses in all; a membership as many in each of its cycles, or unlimited ones."""

    PACKAGE = "package"
    MEMBERSHIP = "membership"


class Cycle(StrEnum):
    """How long a membership's uses last before they begin anew."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class UseState(StrEnum):
    """reserved → consumed | released | forfeited. Source: product rules, "State machines"."""

    RESERVED = "reserved"
    CONSUMED = "consumed"
    RELEASED = "released"
    FORFEITED = "forfeited"


class Happening(StrEnum):
    """What happens to a visit that has redeemed a use, or to the use itself."""

    ARRIVED = "arrived"
    MISSED = "missed"
    CANCELLED = "cancelled"
    CANCELLED_LATE = "cancelled_late"
    TAKEN_BACK = "taken_back"
    MOVED = "moved"
    UNDONE = "undone"
    GIVEN_BACK = "given_back"


LIVE = frozenset({UseState.RESERVED, UseState.CONSUMED, UseState.FORFEITED})
"""The states in which a use counts. What was released counts no more, and is never anything else again."""

_RESERVED = frozenset({UseState.RESERVED})
TRANSITIONS: Mapping[Happening, tuple[frozenset[UseState], UseState]] = {
    Happening.ARRIVED: (_RESERVED, UseState.CONSUMED),
    Happening.MISSED: (_RESERVED, UseState.FORFEITED),
    Happening.CANCELLED: (_RESERVED, UseState.RELEASED),
    Happening.CANCELLED_LATE: (_RESERVED, UseState.FORFEITED),
    Happening.TAKEN_BACK: (_RESERVED, UseState.RELEASED),
    Happening.MOVED: (_RESERVED, UseState.RELEASED),
    Happening.UNDONE: (frozenset({UseState.CONSUMED, UseState.FORFEITED}), UseState.RESERVED),
    Happening.GIVEN_BACK: (LIVE, UseState.RELEASED),
}
"""From which states what leads where; a use in another state stays as it is."""

BEGINS_AS: Mapping[AppointmentState, UseState] = {
    AppointmentState.BOOKED: UseState.RESERVED,
    AppointmentState.ARRIVED: UseState.CONSUMED,
    AppointmentState.NO_SHOW: UseState.FORFEITED,
}
"""What a use is at first that is redeemed for a visit in such a state; a visit in another one redeems none."""


class Obstacle(StrEnum):
    """Why a pass that covers a treatment does not cover a visit."""

    USED_UP = "used_up"
    EXPIRED = "expired"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Pass:
    """The facts of a package or a membership that the rules judge.

    `quantity` is how many uses there are, in all or in each cycle; None is unlimited. `taken` counts those that are
    gone, by the first day of their cycle. An `ended` one covers nothing more.

    Times: clinic-local dates.
    """

    id: str
    purchased: date
    quantity: int | None
    treatments: frozenset[str]
    expires: date | None = None
    cycle: Cycle | None = None
    ended: bool = False
    taken: Mapping[date, int] = field(default_factory=dict)

    def cycle_of(self, day: date) -> date:
        """Tell on which day the cycle begins in which a day lies. A package has one: it begins as it is bought."""
        return cycle_start(self.purchased, self.cycle, day)

    def used(self, day: date) -> int:
        """Count the uses that are gone in the cycle of a day."""
        return self.taken.get(self.cycle_of(day), 0)

    def left(self, day: date) -> int | None:
        """Count the uses that are left in the cycle of a day; None for unlimited. Edges: never below zero."""
        return None if self.quantity is None else max(0, self.quantity - self.used(day))


def cycle_start(purchased: date, cycle: Cycle | None, day: date) -> date:
    """Tell on which day the cycle begins in which a day lies.

    Times: clinic-local dates. Edges: cycles begin on the day of the month of the purchase, in a shorter month on its
    last one. Before the purchase there is no cycle: the first one counts.
    """
    if cycle is None or day < purchased:
        return purchased
    if cycle is Cycle.WEEK:
        return purchased + (day - purchased) // WEEK * WEEK
    length = MONTHS if cycle is Cycle.YEAR else 1
    count = ((day.year - purchased.year) * MONTHS + day.month - purchased.month) // length
    start = months_after(purchased, count * length)
    return start if start <= day else months_after(purchased, (count - 1) * length)


def next_cycle(purchased: date, cycle: Cycle, day: date) -> date:
    """Tell on which day the cycle after that of a day begins. Times: clinic-local dates."""
    start = cycle_start(purchased, cycle, day)
    if cycle is Cycle.WEEK:
        return start + WEEK
    months = (start.year - purchased.year) * MONTHS + start.month - purchased.month
    return months_after(purchased, months + (MONTHS if cycle is Cycle.YEAR else 1))


def obstacle(one: Pass, day: date) -> Obstacle | None:
    """Tell why a pass does not cover a visit on a day, its treatment aside; None when it does.

    Times: clinic-local dates. Edges: it covers from the day of its purchase to the day on which it expires, both
    included.
    """
    if one.expires is not None and day > one.expires:
        return Obstacle.EXPIRED
    if day < one.purchased:
        return Obstacle.NOT_YET
    return Obstacle.USED_UP if one.left(day) == 0 else None


def redeemable(passes: Iterable[Pass], treatment_id: str, day: date) -> list[Pass]:
    """List the passes that cover a visit, the one to redeem first: earliest expiry, none last, then oldest purchase.

    Times: `day` is the visit's, clinic-local. Source: S59–S63; product rules, "Money".
    """
    fitting = [one for one in passes if covers(one, treatment_id) and obstacle(one, day) is None]
    return sorted(fitting, key=lambda one: (one.expires is None, one.expires or day, one.purchased, one.id))


def covers(one: Pass, treatment_id: str) -> bool:
    """Tell whether a pass is for a treatment at all."""
    return not one.ended and treatment_id in one.treatments


def when_cancelled(visit: Visit, rules: CancellationRules, now: datetime, *, by_wish: bool) -> Happening:
    """Judge what a cancellation by the clinic means for the use; `by_wish` is whether the patient asked for it.

    Times: aware UTC. Edges: exactly at the deadline, and within the grace, the use comes back. After it, it is
    forfeited if the patient asked; for the clinic's own reasons it always comes back. Whether patients may cancel
    online makes no difference.
    Source: product rules, "Redemption"; our reading of it.
    """
    is_late = now > rules.deadline(visit) and not in_grace(visit, now)
    return Happening.CANCELLED_LATE if is_late and by_wish else Happening.CANCELLED
