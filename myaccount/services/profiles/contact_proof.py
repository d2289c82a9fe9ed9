"""Prove that an e-mail address or a mobile is somebody's own: a code goes there, and is typed on Contact Info."""

from datetime import timedelta
from enum import StrEnum

from sqlmodel import Session

from myaccount.config import config
from myaccount.domain.people import casefolded
from myaccount.domain.refusals import AlreadyDone, TooManyTries
from myaccount.domain.topics import Topic
from myaccount.models import OneTimeLink, Person
from myaccount.services.context import PatientContext
from myaccount.services.identity import one_time_links
from myaccount.services.identity.one_time_links import CODE_TRIES, Kind
from myaccount.services.outgoing import outbox
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, people
from myaccount.store import one_time_links as store

CODES_AT_MOST = 5
WITHIN = timedelta(hours=1)
"""No more codes than this in this time: a mail or text to whom somebody merely typed must not become many."""

MINUTES = int(WITHIN.total_seconds() // 60)


class Way(StrEnum):
    """What is proven: the field of the profile."""

    EMAIL = "email"
    MOBILE = "mobile"


KIND = {Way.EMAIL: Kind.VERIFY, Way.MOBILE: Kind.VERIFY_MOBILE}
PROVEN = {Way.EMAIL: Action.EMAIL_VERIFIED, Way.MOBILE: Action.MOBILE_VERIFIED}


def waiting(person: Person, way: Way) -> str:
    """Tell what waits to be proven; blank when nothing does. A mobile does only where texts are sent."""
    if way is Way.MOBILE and not config().text_url:
        return ""
    return "" if getattr(person, f"{way}_verified_at") else getattr(person, way) or ""


def may_send(tx: Session, ctx: PatientContext, way: Way = Way.EMAIL) -> bool:
    """Tell whether another code may be sent for a person now. Edges: five within an hour, the sixth is too many."""
    since = ctx.now - WITHIN
    return store.made_since(tx, ctx.clinic.id, ctx.person_id, KIND[way].value, since) < CODES_AT_MOST


def move(tx: Session, ctx: PatientContext, person: Person, old: str | None) -> None:
    """Let a person's new address serve nothing until it is verified, and send word of it to the old one.

    Edges: a Welcome link that went to the old one opens nothing any more. It may have been somebody else's.
    """
    person.email_verified_at = None
    store.void_unused(tx, ctx.clinic.id, person.id, Kind.WELCOME.value, ctx.now)
    outbox.email_changed(tx, ctx, person, old, f"{person.id}:{ctx.now.isoformat()}")


def send_code(tx: Session, ctx: PatientContext, person: Person, way: Way = Way.EMAIL) -> None:
    """Send a code to a person's address or mobile; the one before opens nothing any more."""
    code = one_time_links.new_code()
    token = one_time_links.make(tx, ctx, KIND[way], person.id, getattr(person, way), code)
    tell = outbox.verify_email if way is Way.EMAIL else outbox.verify_mobile
    tell(tx, ctx, person, code, one_time_links.hash_of(token))


def send(tx: Session, ctx: PatientContext, way: Way = Way.EMAIL) -> str:
    """Send a new code to what waits for one, and tell what it is. The one before opens nothing any more.

    Raises: AlreadyDone when there is none to verify · TooManyTries.
    """
    person = people.own_to_change(tx, ctx.clinic.id, ctx.person_id)
    if not (where := waiting(person, way)):
        raise AlreadyDone()
    if not may_send(tx, ctx, way):
        raise TooManyTries(minutes=MINUTES)
    send_code(tx, ctx, person, way)
    bus.announce(tx, ctx.clinic.id, Topic.PROFILE, ctx.now, person.id)
    return where


def verify(tx: Session, ctx: PatientContext, code: str, way: Way = Way.EMAIL) -> bool:
    """Take a typed code. False when it is not the one that went to what the profile says now.

    Edges: a wrong one counts; after five the right one opens nothing either. Raises: AlreadyDone.
    """
    person = people.own_to_change(tx, ctx.clinic.id, ctx.person_id)
    if not waiting(person, way):
        raise AlreadyDone()
    live = _live(tx, ctx, person, way)
    found = one_time_links.meant(live, code)
    if found is None or not store.use(tx, found.id, ctx.now):
        for link in live:
            link.tries += 1
            tx.add(link)
        audit.record(tx, ctx, Action.LINK_REFUSED, kind=KIND[way].value)
        return False
    setattr(person, f"{way}_verified_at", ctx.now)
    tx.add(person)
    audit.record(tx, ctx, PROVEN[way])
    bus.announce(tx, ctx.clinic.id, Topic.PROFILE, ctx.now, person.id)
    return True


def is_under_way(tx: Session, ctx: PatientContext, person: Person, way: Way = Way.EMAIL) -> bool:
    """Tell whether a code has been sent to what waits for one that still works."""
    return bool(_live(tx, ctx, person, way, lock=False))


def _live(tx: Session, ctx: PatientContext, person: Person, way: Way, *, lock: bool = True) -> list[OneTimeLink]:
    live = store.with_codes(tx, ctx.clinic.id, KIND[way].value, [person.id], CODE_TRIES, ctx.now, lock=lock)
    now = casefolded(getattr(person, way) or "")
    return [link for link in live if casefolded(link.sent_to or "") == now]
