"""How long a sign-in lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ABSOLUTE = timedelta(hours=12)
ABSOLUTE_KEPT = timedelta(days=30)
WARNING = timedelta(minutes=2)
PROOF_LASTS = timedelta(minutes=15)
"""How long a given password counts as proof for ending sign-ins, and for setting up two-step sign-in."""


class EndReason(StrEnum):
    """Why a session ended. Source: product rules, "Session"."""

    SELF = "self"
    ALL = "all"
    PASSWORD_CHANGE = "password_change"
    TWO_STEP = "two_step"
    IDLE = "idle"
    ABSOLUTE = "absolute"
    OPERATOR = "operator"


class Status(StrEnum):
    """How a sign-in stands in its owner's list. Source: S44-50."""

    CURRENT = "current"
    ACTIVE = "active"
    ENDED = "ended"


@dataclass(frozen=True)
class SignIn:
    """The facts of one sign-in that decide whether it still stands. Times: aware UTC."""

    created_at: datetime
    last_used_at: datetime
    keep_signed_in: bool


def idle_deadline(sign_in: SignIn, idle_minutes: int) -> datetime:
    """Tell when a sign-in ends unless it is used before.

    Times: gives aware UTC. Edges: at that instant it has ended.
    """
    return sign_in.last_used_at + timedelta(minutes=idle_minutes)


def absolute_deadline(sign_in: SignIn) -> datetime:
    """Tell when a sign-in ends however much it is used: 12 hours, or 30 days with "Keep me signed in".

    Times: gives aware UTC. Edges: at that instant it has ended.
    """
    return sign_in.created_at + (ABSOLUTE_KEPT if sign_in.keep_signed_in else ABSOLUTE)


def why_ended(sign_in: SignIn, idle_minutes: int, now: datetime) -> EndReason | None:
    """Tell why a sign-in no longer stands at `now`, or None while it does.

    Edges: half-open; exactly at a deadline it has ended.
    """
    if now >= absolute_deadline(sign_in):
        return EndReason.ABSOLUTE
    if now >= idle_deadline(sign_in, idle_minutes):
        return EndReason.IDLE
    return None


def is_proven(proven_at: datetime, now: datetime) -> bool:
    """Tell whether who sits at a sign-in gave their password lately.

    Edges: half-open; exactly 15 minutes after it they did not.
    """
    return now - proven_at < PROOF_LASTS
