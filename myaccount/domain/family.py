"""Family: what one person may do for another, since when, and until when.

In a relationship, `from` is whose data it is and `to` is who may act. One way says nothing of the other.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from myaccount.domain.contact import can_be_kept, tidy
from myaccount.domain.refusals import Refused
from myaccount.domain.time import day_starts

LABEL_AT_MOST = 40
INVITATION_LASTS = timedelta(days=7)
INVITATIONS_A_DAY = 10
"""How many invitations one person may send within 24 hours, those that they took back included."""


class Permission(StrEnum):
    """What somebody may do for another, or hears of them; in the order in which it is shown."""

    BOOKINGS = "bookings"
    FORMS = "forms"
    NOTIFICATIONS = "notifications"
    FINANCIAL_EMAILS = "financial_emails"
    PAYMENTS = "payments"


ACTING = frozenset({Permission.BOOKINGS, Permission.FORMS, Permission.PAYMENTS})
"""The permissions that open pages of My Account; the others are about mail alone."""


class ForOthers(StrEnum):
    """What a handler means to somebody who acts for another, where no one permission decides it.

    NEVER is refused. ANY is open to whoever may act at all. ONESELF concerns who is signed in, and acts for them.
    """

    NEVER = "never"
    ANY = "any"
    ONESELF = "oneself"


class Label(StrEnum):
    """Who the one whose data it is, is to the one who may act; a clinic file may say something else."""

    CHILD = "child"
    PARENT = "parent"
    PARTNER = "partner"
    SIBLING = "sibling"
    RELATIVE = "relative"
    FRIEND = "friend"
    CLIENT = "client"


class NotForOthers(Refused):
    """What is not open to somebody who acts for another; `name` says for whom they act."""

    code = "not_for_others"


class NoLongerActing(Refused):
    """The permission by which somebody acts has been taken back or has run out; `name` says for whom it was."""

    code = "no_longer_acting"


class DecidesThemselves(Refused):
    """Who has an account says themselves who may act for them; `name` says who."""

    code = "decides_themselves"


class FamilyOff(Refused):
    """The clinic has turned Family off."""

    code = "family_off"


class NobodyInvited(Refused):
    """What was typed is neither an e-mail address nor a mobile number."""

    code = "nobody_invited"


class NothingGranted(Refused):
    """No permission was chosen."""

    code = "nothing_granted"


class PastExpiry(Refused):
    """The last day of a permission lies before today."""

    code = "past_expiry"


class OwnInvitation(Refused):
    """Nobody grants themselves anything."""

    code = "own_invitation"


class TooManyInvitations(Refused):
    """As many invitations as there may be within a day have been sent."""

    code = "too_many_invitations"


def may(permissions: Collection[Permission], needed: Permission | ForOthers) -> bool:
    """Tell whether some permissions open what needs one of them. Edges: what concerns only oneself, they do not."""
    if needed is ForOthers.ANY:
        return bool(ACTING & set(permissions))
    return needed in ACTING and needed in permissions


def stands(ended_at: datetime | None, expires_on: date | None, today: date) -> bool:
    """Tell whether a permission holds. Times: days of the clinic's calendar. Edges: all of its last day it does."""
    return ended_at is None and (expires_on is None or today <= expires_on)


def ends(expires_on: date | None, zone: str) -> datetime | None:
    """Tell at which instant a permission has run out: as the day after its last begins at the clinic.

    Times: `zone` is the clinic's; gives aware UTC. Edges: after the last day that there is comes none.
    """
    return day_starts(expires_on + timedelta(days=1), zone) if expires_on and expires_on < date.max else None


def read_permissions(kept: str) -> frozenset[Permission]:
    """Read permissions as a row keeps them. Edges: a word that this version does not know grants nothing."""
    known = {one.value for one in Permission}
    return frozenset(Permission(word) for word in kept.split() if word in known)


def write_permissions(permissions: Iterable[Permission]) -> str:
    """Write permissions down as a row keeps them: in one order, so that equal ones are equal."""
    chosen = set(permissions)
    return " ".join(one.value for one in Permission if one in chosen)


def tidy_label(typed: str) -> str:
    """Tidy what the two are to each other. Edges: what cannot be kept, or is too long, is left out."""
    label = tidy(typed)
    return label if len(label) <= LABEL_AT_MOST and can_be_kept(label) else ""


def faults(permissions: Collection[Permission], expires_on: date | None, today: date) -> list[Refused]:
    """List all that is wrong with what is to be granted. Times: the clinic's days. Edges: until today is allowed."""
    is_past = expires_on is not None and expires_on < today
    return [*([] if permissions else [NothingGranted()]), *([PastExpiry()] if is_past else [])]


def check_terms(permissions: Collection[Permission], expires_on: date | None, today: date) -> None:
    """Judge what is to be granted.

    Times: the clinic's days. Edges: until today is allowed. Raises: NothingGranted · PastExpiry.
    """
    for fault in faults(permissions, expires_on, today):
        raise fault
