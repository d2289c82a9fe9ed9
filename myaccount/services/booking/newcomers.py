"""Newcomers: somebody books for the first time, says who they are, proves their e-mail address, becomes a patient.

Contact details are never a key: a newcomer always gets a profile of their own, also when somebody with the same
address has one already. It is for the clinic, who can ask, to find out that two profiles are one person.
"""

import hmac
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from myaccount.crypto.hashes import keyed
from myaccount.domain.booking import NoGuest, NotProven
from myaccount.domain.contact import LONGEST, Read, read_new
from myaccount.domain.people import casefolded
from myaccount.domain.refusals import AlreadyDone, LinkExpired, NotAllowed, TooManyTries
from myaccount.domain.topics import Topic
from myaccount.messages import say
from myaccount.models import Newcomer, Person
from myaccount.services.booking import eligibility
from myaccount.services.context import ClinicContext
from myaccount.services.form_merge import SEEN_SUFFIX
from myaccount.services.identity import one_time_links
from myaccount.services.identity.one_time_links import CODE_TRIES, Kind
from myaccount.services.outgoing import outbox
from myaccount.services.outgoing.phones import shown_phone
from myaccount.services.profiles import zones
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import appointments, bus
from myaccount.store import newcomers as store
from myaccount.views.newcomers import Introduced, NewcomerForm

FIELDS = ("first_name", "last_name", "email", "mobile", "date_of_birth")
REQUIRED = frozenset(FIELDS) - {"mobile"}
HONEYPOT = "website"
"""A box that people do not see and that programs fill in."""

LASTS = timedelta(hours=2)
CODE_LASTS = timedelta(minutes=30)
HOUR = timedelta(hours=1)
FROM_AN_ADDRESS = 20
CODES_TO_A_MAILBOX = 5
"""No more newcomers from one address, and codes to one mailbox, than these in an hour."""


def introduce(tx: Session, ctx: ClinicContext, form: Mapping[str, str], zone: str = "") -> Introduced:
    """Take what a guest says of themselves; mail a code when the clinic verifies newcomers.

    Times: `zone` is what their browser says of its clocks; kept where those are not the clinic's.
    Edges: said again with the same address, the code that was mailed still works; a proven address stays proven.
    Raises: NoGuest for a browser without the cookie · BookingOff · SignInRequired · NotAllowed for what no person fills
    in · TooManyTries.
    Source: S02; the neighbouring guides, "verify new users by an e-mailed code".
    """
    if not ctx.guest_id:
        raise NoGuest()
    eligibility.check(tx, ctx)
    if form.get(HONEYPOT) or not {name.removesuffix(SEEN_SUFFIX) for name in form} <= {*FIELDS, HONEYPOT}:
        raise NotAllowed()
    read = {name: _read(ctx, name, form.get(name, "")) for name in FIELDS}
    if problems := _problems(ctx, read):
        return Introduced(problems)
    row = _put(tx, ctx, {name: one.value for name, one in read.items()})
    row.time_zone = zone if zones.differs(ctx, zone) else None
    if row.verified_at or not ctx.settings.verify_new_patients:
        return Introduced({})
    if not _code_works(row, ctx):
        _send_code(tx, ctx, row)
    return Introduced({}, code_sent=True)


def send_again(tx: Session, ctx: ClinicContext) -> str:
    """Mail another code, and tell where to; the one before opens nothing any more.

    Raises: BookingOff · SignInRequired · LinkExpired when there is nobody to send it to · AlreadyDone · TooManyTries.
    """
    eligibility.check(tx, ctx)
    row = _own(tx, ctx)
    if row.verified_at:
        raise AlreadyDone()
    _send_code(tx, ctx, row)
    return row.email


def prove(tx: Session, ctx: ClinicContext, code: str) -> bool:
    """Take a typed code. False when it is not the one that was mailed last.

    Edges: blanks and dashes are fine; a wrong one counts, and after five the right one opens nothing either.
    Raises: BookingOff · SignInRequired · LinkExpired when there is no code to type.
    """
    eligibility.check(tx, ctx)
    row = _own(tx, ctx)
    if row.verified_at:
        return True
    typed = "".join(letter for letter in code if letter in "0123456789")
    works = _code_works(row, ctx) and hmac.compare_digest(row.code_hash or "", _hash(row, typed))
    if works:
        row.verified_at, row.code_hash = ctx.now, None
    else:
        row.tries += 1
        audit.record(tx, ctx, Action.LINK_REFUSED, kind="newcomer")
    tx.add(row)
    return works


def show(tx: Session, ctx: ClinicContext) -> NewcomerForm:
    """Show what the guest has said so far, also after a restart or in another tab of the same browser.

    Edges: nothing once they have booked, for whoever books next; who has only begun to pay has not. Where codes are
    asked for since they said it, they are to say it again, and get one.
    """
    row = store.of_guest(tx, ctx.clinic.id, ctx.guest_id, ctx.now) if ctx.guest_id else None
    if row is None or (row.person_id and appointments.has_any(tx, ctx.clinic.id, row.person_id)):
        return NewcomerForm()
    return NewcomerForm(
        first_name=row.first_name,
        last_name=row.last_name,
        email=row.email,
        mobile=shown_phone(row.mobile, ctx.clinic.country, ctx.lang),
        date_of_birth=row.date_of_birth.isoformat(),
        is_known=_is_proven(row, ctx),
        waits_for_code=not _is_proven(row, ctx) and row.code_hash is not None,
    )


def become_patient(tx: Session, ctx: ClinicContext) -> Person:
    """Make the guest's profile, in the transaction of their first booking, or as they begin to pay for it.

    Edges: once: a guest who books again has their profile, which stays as it is; until they have booked, it follows
    what they say. The e-mail address is verified if a code was typed.
    Raises: LinkExpired when the guest has said nothing (any more) · NotProven while a code is missing.
    Source: S02.
    """
    row = _own(tx, ctx)
    if row.person_id and appointments.has_any(tx, ctx.clinic.id, row.person_id):
        return tx.get_one(Person, row.person_id)
    if not _is_proven(row, ctx):
        raise NotProven()
    if row.person_id:
        return _follow(tx, row)
    person = Person(clinic_id=ctx.clinic.id, created_at=ctx.now, **_said(row))
    tx.add(person)
    tx.flush()
    row.person_id, row.expires_at = person.id, ctx.now + LASTS
    tx.add(row)
    audit.record(tx, ctx, Action.PATIENT_REGISTERED, person_id=person.id)
    bus.announce(tx, ctx.clinic.id, Topic.PROFILE, ctx.now, person.id)
    return person


def patient_of(tx: Session, ctx: ClinicContext) -> Person | None:
    """Find the profile that a guest got with their first booking; None before it, and two hours after."""
    row = store.of_guest(tx, ctx.clinic.id, ctx.guest_id, ctx.now) if ctx.guest_id else None
    return tx.get_one(Person, row.person_id) if row and row.person_id else None


def pass_on(tx: Session, ctx: ClinicContext, from_guest: str) -> None:
    """Let the guest who asks be who another guest has said that they are: one person, in another window.

    Edges: what the one who asks said before is put aside.
    """
    said = store.of_guest(tx, ctx.clinic.id, from_guest, ctx.now)
    if said is None:
        return
    if before := store.of_guest(tx, ctx.clinic.id, ctx.guest_id, ctx.now):
        _put_aside(tx, before)
    store.forget_past(tx, ctx.clinic.id, ctx.guest_id, ctx.now)
    said.guest_id = ctx.guest_id
    tx.add(said)


def account_link(tx: Session, ctx: ClinicContext) -> str:
    """Give the guest who has just booked the token of a Welcome link: here, besides the one that was mailed.

    Edges: its address counts as verified only where a code was typed, since this link was sent nowhere.
    Raises: LinkExpired for whoever has not booked, and two hours after it.
    Source: S02.
    """
    row = _own(tx, ctx)
    if row.person_id is None:
        raise LinkExpired()
    return one_time_links.make(tx, ctx, Kind.WELCOME, row.person_id, None, voids_earlier=False)


def _follow(tx: Session, row: Newcomer) -> Person:
    person = tx.get_one(Person, row.person_id)
    for name, value in _said(row).items():
        setattr(person, name, value)
    tx.add(person)
    return person


def _said(row: Newcomer) -> dict[str, Any]:
    named = {name: getattr(row, name) for name in (*FIELDS, "email_key", "language", "time_zone")}
    return {**named, "email_verified_at": row.verified_at}


def _own(tx: Session, ctx: ClinicContext) -> Newcomer:
    row = store.of_guest(tx, ctx.clinic.id, ctx.guest_id, ctx.now) if ctx.guest_id else None
    if row is None:
        raise LinkExpired()
    return row


def _put(tx: Session, ctx: ClinicContext, said: Mapping[str, str | None]) -> Newcomer:
    row = store.of_guest(tx, ctx.clinic.id, ctx.guest_id, ctx.now) or _new(tx, ctx)
    email_key = casefolded(said["email"] or "")
    if row.codes_sent and row.email_key != email_key:
        row = _begin_anew(tx, ctx, row)
    if row.email_key != email_key:
        row.verified_at = row.code_hash = None
    for name in ("first_name", "last_name", "email"):
        setattr(row, name, said[name] or "")
    row.email_key, row.mobile = email_key, said["mobile"]
    row.date_of_birth = date.fromisoformat(said["date_of_birth"] or "")
    row.language, row.expires_at = ctx.lang, ctx.now + LASTS
    tx.add(row)
    return row


def _new(tx: Session, ctx: ClinicContext) -> Newcomer:
    key = keyed("address", ctx.address).hex()[:32]
    if store.from_address_since(tx, ctx.clinic.id, key, ctx.now - HOUR) >= FROM_AN_ADDRESS:
        raise TooManyTries(minutes=60)
    store.forget_past(tx, ctx.clinic.id, ctx.guest_id, ctx.now)
    return Newcomer(
        clinic_id=ctx.clinic.id, guest_id=ctx.guest_id, address_key=key, first_name="", last_name="", email="",
        email_key="", date_of_birth=date.min, language=ctx.lang, created_at=ctx.now, expires_at=ctx.now + LASTS,
    )  # fmt: skip


def _begin_anew(tx: Session, ctx: ClinicContext, row: Newcomer) -> Newcomer:
    """Put what was said with another address aside: it goes on counting the codes that went to that mailbox."""
    _put_aside(tx, row)
    begun = _new(tx, ctx)
    begun.person_id = row.person_id
    return begun


def _put_aside(tx: Session, row: Newcomer) -> None:
    row.guest_id = f"{row.guest_id} {row.id}"  # no browser's name: nobody finds it any more
    tx.add(row)
    tx.flush()


def _send_code(tx: Session, ctx: ClinicContext, row: Newcomer) -> None:
    tx.flush()
    if store.codes_to_since(tx, ctx.clinic.id, row.email_key, ctx.now - HOUR) >= CODES_TO_A_MAILBOX:
        raise TooManyTries(minutes=60)
    code = one_time_links.new_code()
    row.code_hash, row.code_sent_at, row.tries = _hash(row, code), ctx.now, 0
    row.codes_sent += 1
    tx.add(row)
    outbox.newcomer_code(tx, ctx, row, code)


def _code_works(row: Newcomer, ctx: ClinicContext) -> bool:
    sent = row.code_sent_at
    return bool(row.code_hash and sent and ctx.now < sent + CODE_LASTS and row.tries < CODE_TRIES)


def _is_proven(row: Newcomer, ctx: ClinicContext) -> bool:
    return row.verified_at is not None or not ctx.settings.verify_new_patients


def _hash(row: Newcomer, code: str) -> str:
    return keyed("newcomer", row.id, code).hex()


def _read(ctx: ClinicContext, name: str, typed: str) -> Read:
    read = read_new(name, typed, ctx.clinic.country, ctx.today)
    missing = name in REQUIRED and read.value is None and read.problem is None
    return Read(None, f"newcomer.blank.{name}") if missing else read


def _problems(ctx: ClinicContext, read: Mapping[str, Read]) -> dict[str, str]:
    return {name: say(one.problem, ctx.lang, longest=LONGEST.get(name, 0)) for name, one in read.items() if one.problem}
