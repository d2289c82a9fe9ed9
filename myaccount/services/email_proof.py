"""Prove that an e-mail address is somebody's own: a code goes there, and is typed on Contact Info."""

from datetime import timedelta

from sqlmodel import Session

from myaccount.domain.people import casefolded
from myaccount.domain.refusals import AlreadyDone, TooManyTries
from myaccount.models import OneTimeLink, Person
from myaccount.services import audit, one_time_links, outbox
from myaccount.services.audit import Action
from myaccount.services.context import PatientContext
from myaccount.services.one_time_links import CODE_TRIES, Kind
from myaccount.store import bus, people
from myaccount.store import one_time_links as store

CODES_AT_MOST = 5
WITHIN = timedelta(hours=1)
"""No more codes than this in this time: a mail to an address that somebody merely typed must not become many."""

MINUTES = int(WITHIN.total_seconds() // 60)


def may_send(tx: Session, ctx: PatientContext) -> bool:
    """Tell whether another code may be mailed for a person now. Edges: five within an hour, the sixth is too many."""
    since = ctx.now - WITHIN
    return store.made_since(tx, ctx.clinic.id, ctx.person_id, Kind.VERIFY.value, since) < CODES_AT_MOST


def move(tx: Session, ctx: PatientContext, person: Person, old: str | None) -> None:
    """Send a code to a person's new address, and word of it to the old one."""
    person.email_verified_at = None
    outbox.email_changed(tx, ctx, person, old, f"{person.id}:{ctx.now.isoformat()}")
    _send(tx, ctx, person)


def send(tx: Session, ctx: PatientContext) -> str:
    """Send a new code to the address that waits for one, and tell which it is. The one before opens nothing any more.

    Raises: AlreadyDone when there is none to verify · TooManyTries.
    """
    person = people.own_to_change(tx, ctx.clinic.id, ctx.person_id)
    if person.email is None or person.email_verified_at:
        raise AlreadyDone()
    if not may_send(tx, ctx):
        raise TooManyTries(minutes=MINUTES)
    _send(tx, ctx, person)
    bus.announce(tx, ctx.clinic.id, "profile", ctx.now, person.id)
    return person.email


def verify(tx: Session, ctx: PatientContext, code: str) -> bool:
    """Take a typed code. False when it is not the one that went to the address the profile has now.

    Edges: a wrong one counts; after five the right one opens nothing either. Raises: AlreadyDone.
    """
    person = people.own_to_change(tx, ctx.clinic.id, ctx.person_id)
    if person.email is None or person.email_verified_at:
        raise AlreadyDone()
    live = _live(tx, ctx, person)
    found = one_time_links.meant(live, code)
    if found is None or not store.use(tx, found.id, ctx.now):
        for link in live:
            link.tries += 1
            tx.add(link)
        audit.record(tx, ctx, Action.LINK_REFUSED, kind=Kind.VERIFY.value)
        return False
    person.email_verified_at = ctx.now
    tx.add(person)
    audit.record(tx, ctx, Action.EMAIL_VERIFIED)
    bus.announce(tx, ctx.clinic.id, "profile", ctx.now, person.id)
    return True


def is_under_way(tx: Session, ctx: PatientContext, person: Person) -> bool:
    """Tell whether a code has been sent to the person's address that still works."""
    return bool(_live(tx, ctx, person, lock=False))


def _live(tx: Session, ctx: PatientContext, person: Person, *, lock: bool = True) -> list[OneTimeLink]:
    live = store.with_codes(tx, ctx.clinic.id, Kind.VERIFY.value, [person.id], CODE_TRIES, ctx.now, lock=lock)
    return [link for link in live if casefolded(link.sent_to or "") == person.email_key]


def _send(tx: Session, ctx: PatientContext, person: Person) -> None:
    code = one_time_links.new_code()
    token = one_time_links.make(tx, ctx, Kind.VERIFY, person.id, person.email, code)
    outbox.verify_email(tx, ctx, person, code, one_time_links.hash_of(token))
