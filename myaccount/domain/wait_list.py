"""Waiting for a time: which times suit somebody, and how long an offer of one stands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from myaccount.domain.refusals import Refused

MOST = 5
"""On how many lists somebody waits at once."""

MAIL_DELAY = timedelta(minutes=1)
"""How long an offer stands in the open page before it is also sent by mail or text."""


class DayPart(StrEnum):
    """A part of the day."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class OfferOrder(StrEnum):
    """To whom a free time is offered: to all who wait for it, or to one after the other."""

    FIRST_COME = "first_come"
    IN_TURN = "in_turn"


class WaitState(StrEnum):
    """What became of somebody's waiting."""

    WAITING = "waiting"
    BOOKED = "booked"
    LEFT = "left"
    OVER = "over"


class OfferState(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    GONE = "gone"


HOURS: dict[DayPart, range] = {
    DayPart.ANY: range(24),
    DayPart.MORNING: range(12),
    DayPart.AFTERNOON: range(12, 17),
    DayPart.EVENING: range(17, 24),
}


@dataclass(frozen=True)
class Wanted:
    """The days, both included, and the part of them that suit somebody, on the clock of the place."""

    first: date
    last: date
    part: DayPart = DayPart.ANY

    def suits(self, start: datetime) -> bool:
        """Tell whether a start suits them. Times: local. Edges: noon is afternoon, and 5 p.m. is evening."""
        return self.first <= start.date() <= self.last and start.hour in HOURS[self.part]


def stands_until(order: OfferOrder, minutes: int, starts_at: datetime, now: datetime) -> datetime:
    """Tell until when an offer stands: in turn so many minutes, and never past the start. Times: aware UTC."""
    return min(starts_at, now + timedelta(minutes=minutes)) if order is OfferOrder.IN_TURN else starts_at


def stands(state: str, expires_at: datetime, now: datetime) -> bool:
    """Tell whether an offer can be accepted. Edges: half-open; exactly at its end it is over."""
    return state == OfferState.OPEN and now < expires_at


class WaitListOff(Refused):
    """The clinic has no wait list (any more)."""

    code = "wait_list_off"


class WaitListFull(Refused):
    """The patient waits for as much as one may; `most` says for how much."""

    code = "wait_list_full"


class OfferGone(Refused):
    """The time that was offered is somebody else's by now, or the offer is over."""

    code = "offer_gone"
