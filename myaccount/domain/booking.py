"""Who may book online, which starts are too soon or too far away, and what else a booking is refused for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from myaccount.domain.refusals import Refused
from myaccount.domain.time import day_starts, wall_time

HOLD = timedelta(minutes=5)
"""How long a chosen time is kept for somebody while they finish booking it."""

NO_LIMIT = 0
"""The number of upcoming visits that stands for any number."""


class OnlineBooking(StrEnum):
    """Who books online. The same values override it for one patient."""

    ALLOWED = "allowed"
    SIGN_IN_REQUIRED = "sign_in_required"
    OFF = "off"


class TooSoonTimes(StrEnum):
    """What becomes of the times that are too soon to be booked online."""

    HIDE = "hide"
    CONTACT_TO_BOOK = "contact_to_book"


class Lateness(StrEnum):
    """Where a start lies in the time that can be booked online."""

    IN_TIME = "in_time"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    PAST = "past"


@dataclass(frozen=True)
class BookingRules:
    """The clinic's settings for the time that can be booked online."""

    notice_hours: int = 2
    same_day: bool = True
    too_soon: TooSoonTimes = TooSoonTimes.HIDE
    horizon_days: int = 90

    def earliest(self, zone: str, now: datetime) -> datetime:
        """Tell the first instant at which a visit may start; one exactly then may.

        Times: aware UTC. The notice counts elapsed hours; without same-day booking it is tomorrow in `zone` at least.
        """
        soonest = now + timedelta(hours=self.notice_hours)
        if self.same_day:
            return soonest
        return max(soonest, day_starts(wall_time(now, zone).local.date() + timedelta(days=1), zone))

    def last_day(self, zone: str, now: datetime) -> date:
        """Tell the last day on which a visit may start.

        Times: a day of `zone`, the place's, counted on from the day that it is there.
        """
        return wall_time(now, zone).local.date() + timedelta(days=self.horizon_days)

    def judge(self, starts_at: datetime, zone: str, now: datetime) -> Lateness:
        """Tell whether a start is in time to be booked online.

        Times: aware UTC; days are those of `zone`. Edges: exactly at the notice is in time, and so is the whole last
        day of the horizon; exactly now is past.
        """
        if starts_at <= now:
            return Lateness.PAST
        if starts_at < self.earliest(zone, now):
            return Lateness.TOO_SOON
        if wall_time(starts_at, zone).local.date() > self.last_day(zone, now):
            return Lateness.TOO_FAR
        return Lateness.IN_TIME


def has_run_out(held_at: datetime, now: datetime) -> bool:
    """Tell whether a time that was chosen at an instant is kept no longer.

    Times: aware UTC. Edges: exactly at its end it is over. Source: product rules, "State machines".
    """
    return held_at + HOLD <= now


def who_may_book(clinic: OnlineBooking, patient: str | None) -> OnlineBooking:
    """Tell what holds for one patient: what the clinic set for them, else what it set for everybody.

    Edges: an override that no version knows counts as none.
    """
    return OnlineBooking(patient) if patient in tuple(OnlineBooking) else clinic


def day_to_open(free: Sequence[str], wanted: str) -> str:
    """Choose whose times are shown first: the wanted day's, else the first free day's after it, else the first of all.

    Times: days in ISO form, in order. Edges: blank where nothing is free.
    """
    return next((day for day in free if day >= wanted), next(iter(free), ""))


def is_alive(expires_at: datetime, now: datetime) -> bool:
    """Tell whether a hold still holds. Edges: half-open; exactly at its end it is over."""
    return now < expires_at


class NoGuest(Refused):
    """A browser that keeps no cookies: what it holds could not be told from what others hold."""

    code = "no_guest"


class NotProven(Refused):
    """The code that went to the e-mail address has not been typed yet."""

    code = "not_proven"


class SlotTaken(Refused):
    """Somebody else holds the time that was asked for."""

    code = "slot_taken"


class ClassFull(Refused):
    """Every seat of the class is taken."""

    code = "class_full"


class BookingOff(Refused):
    """The clinic, or what it set for this patient, does not let them book online."""

    code = "booking_off"


class SignInRequired(Refused):
    """Only patients who have signed in book online."""

    code = "sign_in_required"


class TooSoon(Refused):
    """The time begins too soon to be booked online, or has begun."""

    code = "too_soon"


class TooFarAhead(Refused):
    """The time lies beyond the days that can be booked online."""

    code = "too_far_ahead"


class NotOffered(Refused):
    """The time, the treatment or the practitioner is not open for online booking (any more)."""

    code = "not_offered"


class SameTime(Refused):
    """The visit that is to be moved is at that very time already, with the same practitioner."""

    code = "same_time"


class LimitReached(Refused):
    """The patient has as many visits to come as the clinic lets them book online."""

    code = "limit_reached"


class HoldExpired(Refused):
    """A time that is not held for this person (any more): unknown, somebody else's, or past its five minutes."""

    code = "hold_expired"


class CannotPutBack(Refused):
    """The time that a moved visit had before is not free for it any more."""

    code = "cannot_put_back"


class GraceOver(Refused):
    """The appointment can no longer be taken back as if it had never been booked."""

    code = "grace_over"
