"""Start a sign-in: one row, one cookie."""

import secrets
from dataclasses import dataclass, field
from typing import Literal

from sqlmodel import Session

from myaccount.config import config
from myaccount.domain.refusals import NotFound
from myaccount.domain.topics import Topic
from myaccount.models import Account, LoginSession
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.identity import account_mails, sessions
from myaccount.services.identity.devices import Device
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, passkeys, people, two_step
from myaccount.store import sessions as store

How = Literal["password", "welcome", "reset", "google", "facebook", "x", "passkey"]
BY_MAIL = ("welcome", "reset")
BOTH_STEPS = ("passkey",)
"""Ways that prove both steps at once: the device that is held, and who holds it."""


@dataclass(frozen=True)
class NewSession:
    """A sign-in that has just begun. The cookie's value exists here and in the browser, nowhere else.

    `mark` is what the browser is to keep to be known again; blank when it has it already.
    """

    session_id: str
    person_id: str
    keep_signed_in: bool
    cookie: str = field(repr=False)
    mark: str = field(default="", repr=False)


def start(
    tx: Session, ctx: ClinicContext, account: Account, how: How, keep_signed_in: bool, device: Device
) -> NewSession:
    """Sign in to an account that has just been proven to be the caller's.

    Edges: on a device that this person has not used before they are told, by mail and in the pages they have open.
    Their very first is no news to them, and neither is one that began with a mail.
    """
    cookie, mark = secrets.token_urlsafe(32), device.mark or secrets.token_urlsafe(16)
    is_strange = how not in BY_MAIL and store.is_strange(tx, ctx.clinic.id, account.person_id, sessions.hash_of(mark))
    row = LoginSession(
        clinic_id=ctx.clinic.id,
        account_id=account.id,
        person_id=account.person_id,
        cookie_hash=sessions.hash_of(cookie),
        created_at=ctx.now,
        last_used_at=ctx.now,
        proven_at=ctx.now,
        how=how,
        kept=keep_signed_in,
        browser=device.browser,
        operating_system=device.operating_system,
        address=device.address,
        device_hash=sessions.hash_of(mark),
        two_step_at=ctx.now if how in BOTH_STEPS else None,
        two_step_owed=_owes_second_step(tx, ctx, account),
    )
    tx.add(row)
    audit.record(tx, ctx, Action.SIGNED_IN, subject_id=row.id, person_id=account.person_id, how=how)
    if is_strange:
        account_mails.new_sign_in(tx, ctx, row)
        bus.announce(tx, ctx.clinic.id, Topic.SIGNED_IN, ctx.now, account.person_id)
    return NewSession(row.id, account.person_id, keep_signed_in, cookie, mark)


def _owes_second_step(tx: Session, ctx: ClinicContext, account: Account) -> bool:
    """Tell whether a sign-in opens nothing until its second step is proven, or set up.

    Edges: whoever has an authenticator owes it, also when they work at the clinic and act as a patient. Staff who have
    set up nothing yet are patients until they have; a passkey counts as set up where staff must have a second step.
    """
    own = two_step.of_person(tx, ctx.clinic.id, account.person_id)
    if own is not None and own.confirmed_at is not None:
        return True
    if not people.works_here(tx, ctx.clinic.id, account.person_id):
        return ctx.settings.require_two_step
    must = config().staff_two_step == "required"
    return must and bool(passkeys.of_person(tx, ctx.clinic.id, account.person_id))


def second_step(tx: Session, ctx: PatientContext) -> NewSession:
    """Note that the second step of a sign-in was proven. It stays the same sign-in, under a new cookie.

    Raises: NotFound when it has ended meanwhile.
    """
    proven = proven_again(tx, ctx)
    store.second_step(tx, proven.session_id, ctx.now)
    return proven


def proven_again(tx: Session, ctx: PatientContext) -> NewSession:
    """Note that it is still the same person at a sign-in. It stays the same sign-in, under a new cookie.

    Raises: NotFound when it has ended meanwhile.
    """
    row = store.live(tx, ctx.clinic.id, ctx.session_id)
    if row is None:
        raise NotFound()
    cookie = secrets.token_urlsafe(32)
    row.cookie_hash, row.proven_at = sessions.hash_of(cookie), ctx.now
    tx.add(row)
    return NewSession(row.id, row.person_id, row.kept, cookie)
