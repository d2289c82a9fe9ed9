"""Copies of mails for those whom somebody lets have them, in their own language, to addresses they have verified.

Families share addresses: one gets each mail once, be it for whose it is or for several who read it.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from myaccount.domain.family import Permission, read_permissions
from myaccount.models import OutboxMessage, Person
from myaccount.services.context import ClinicFacts
from myaccount.store import family as store

COPY_TO = "copy_to"
"""The fact that names for whom a message is a copy."""

MARK = ":copy:"
"""What stands in the dedupe key of a copy between that of the message itself and whose copy it is."""


def readers(
    tx: Session, clinic: ClinicFacts, person_id: str, permission: Permission, now: datetime
) -> tuple[Person, ...]:
    """List who gets copies of a person's mails of one sort. Nobody while the clinic has Family turned off."""
    return _readers(tx, clinic, [person_id], permission, now).get(person_id, ())


def have_readers(tx: Session, clinic: ClinicFacts, person_ids: Collection[str], now: datetime) -> Collection[str]:
    """Tell of which people others get copies of the mails about visits."""
    return _readers(tx, clinic, person_ids, Permission.NOTIFICATIONS, now).keys()


def reader(tx: Session, clinic: ClinicFacts, message: OutboxMessage, now: datetime) -> Person | None:
    """Find whom a copy goes to, as things are when it is sent; None when they may not have it any more."""
    sort = Permission.FINANCIAL_EMAILS if message.kind in FINANCIAL else Permission.NOTIFICATIONS
    found = readers(tx, clinic, message.person_id or "", sort, now)
    return next((person for person in found if person.id == message.facts[COPY_TO]), None)


def may_read_money(tx: Session, clinic: ClinicFacts, message: OutboxMessage, now: datetime) -> bool:
    """Tell whether what a mail about a visit says of money is for whoever it goes to: always for whose visit it is.

    Edges: at an address that several readers share, it is for all of them if it is for one.
    """
    if COPY_TO not in message.facts:
        return True
    found = reader(tx, clinic, message, now)
    may = readers(tx, clinic, message.person_id or "", Permission.FINANCIAL_EMAILS, now)
    return found is not None and found.email_key in {one.email_key for one in may}


FINANCIAL = ("time_lost", "prepaid_returned")
"""The kinds of mail that are about money alone."""


def _readers(
    tx: Session, clinic: ClinicFacts, person_ids: Collection[str], permission: Permission, now: datetime
) -> dict[str, tuple[Person, ...]]:
    found: dict[str, tuple[Person, ...]] = {}
    if not clinic.settings.family_profiles or not person_ids:
        return found
    today = clinic.day_of(now)
    for row in store.helpers(tx, clinic.id, person_ids, today):
        others = found.get(row.Relationship.from_id, ())
        is_new = row.Person.email_key not in {one.email_key for one in others}
        if is_new and permission in read_permissions(row.Relationship.permissions):
            found[row.Relationship.from_id] = (*others, row.Person)
    return found
