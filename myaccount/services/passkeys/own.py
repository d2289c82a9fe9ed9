"""Passkeys on Username/Password: everybody makes, names and removes their own, and nobody else's."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from myaccount.crypto.hashes import keyed
from myaccount.domain.contact import tidy
from myaccount.domain.identity_refusals import ProofNeeded
from myaccount.domain.parsing import FieldError, line
from myaccount.domain.passkeys import (
    AT_MOST,
    LONGEST_NAME,
    LastPasskey,
    PasskeyKnown,
    PasskeyNotMade,
    PasskeysFull,
    Purpose,
)
from myaccount.domain.refusals import NotAcceptable, NotFound
from myaccount.domain.time import wall_time
from myaccount.domain.topics import Topic
from myaccount.integrations import webauthn
from myaccount.integrations.webauthn import Claim, Place, Unproven
from myaccount.messages import dates, say
from myaccount.models import Account, Passkey
from myaccount.services.context import PatientContext
from myaccount.services.identity import account_mails, own_sessions
from myaccount.services.passkeys import challenges
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts, bus
from myaccount.store import passkeys as store
from myaccount.views.passkeys import PasskeyPage, PasskeyRow

_name = line(longest=LONGEST_NAME, needed=True)


def page(tx: Session, ctx: PatientContext) -> PasskeyPage:
    """List the caller's passkeys, and tell whether the password is to be given before one is made or removed."""
    account = accounts.own(tx, ctx.clinic.id, ctx.person_id)
    rows = tuple(_row(row, ctx) for row in store.of_person(tx, ctx.clinic.id, ctx.person_id))
    needs = own_sessions.needs_proof(tx, ctx)
    is_last = len(rows) == 1 and accounts.ways_in(tx, account) == 1
    return PasskeyPage(rows, asks_password=needs, is_full=len(rows) >= AT_MOST, keeps_last=is_last)


def begin(tx: Session, ctx: PatientContext, place: Place) -> dict[str, Any]:
    """Write what the caller's device is asked in order to make a passkey. Raises: ProofNeeded · PasskeysFull."""
    _check_proof(tx, ctx)
    account, kept = accounts.own(tx, ctx.clinic.id, ctx.person_id), _kept(tx, ctx)
    challenge = challenges.make(ctx, Purpose.ADD, ctx.session_id, place.rp_id)
    known = [row.credential_id for row in kept if row.rp_id == place.rp_id]
    return webauthn.wanted(place, ctx.clinic.name, account.username, _handle(account, kept), challenge, known)


def add(tx: Session, ctx: PatientContext, place: Place, made: Claim, typed_name: str) -> str:
    """Keep the passkey that the caller's device has made, and tell its name; they are told by mail.

    The question is spent before, in a transaction of its own.
    Raises: ProofNeeded · PasskeysFull · PasskeyNotMade · PasskeyKnown · NotAcceptable.
    """
    _check_proof(tx, ctx)
    account = accounts.own(tx, ctx.clinic.id, ctx.person_id)
    accounts.lock(tx, account.id)
    kept, name = _kept(tx, ctx), _named(ctx, typed_name)
    try:
        key = webauthn.made(made, place)
    except Unproven as fault:
        raise PasskeyNotMade() from fault
    row = Passkey(
        clinic_id=ctx.clinic.id,
        account_id=account.id,
        rp_id=place.rp_id,
        user_handle=_handle(account, kept),
        credential_id=key.credential_id,
        public_key=key.public_key,
        sign_count=key.sign_count,
        name=name,
        made_at=ctx.now,
    )
    if not store.add(tx, row):
        raise PasskeyKnown()
    audit.record(tx, ctx, Action.PASSKEY_ADDED, subject_id=row.id)
    account_mails.passkey_added(tx, ctx, name, row.id)
    _announce(tx, ctx)
    return name


def rename(tx: Session, ctx: PatientContext, passkey_id: str, typed: str) -> None:
    """Give one of the caller's passkeys another name. Raises: NotAcceptable · NotFound."""
    row, name = _own(tx, ctx, passkey_id), _named(ctx, typed)
    row.name = name
    tx.add(row)
    audit.record(tx, ctx, Action.PASSKEY_NAMED, subject_id=row.id)
    _announce(tx, ctx)


def remove(tx: Session, ctx: PatientContext, passkey_id: str) -> str:
    """Forget one of the caller's passkeys, and tell how it was named; they are told by mail.

    Edges: of two removed at once, one stays when it would be the last way in.
    Raises: ProofNeeded · NotFound · LastPasskey.
    """
    _check_proof(tx, ctx)
    account = accounts.own(tx, ctx.clinic.id, ctx.person_id)
    accounts.lock(tx, account.id)
    row = _own(tx, ctx, passkey_id)
    if accounts.ways_in(tx, account) == 1:
        raise LastPasskey()
    store.remove(tx, row.id)
    audit.record(tx, ctx, Action.PASSKEY_REMOVED, subject_id=row.id)
    account_mails.passkey_removed(tx, ctx, row.name, row.id)
    _announce(tx, ctx)
    return row.name


def refuse(tx: Session, ctx: PatientContext, reason: str) -> None:
    """Write down that a passkey was not added, or not removed."""
    audit.record(tx, ctx, Action.PASSKEY_REFUSED, reason=reason)


def _check_proof(tx: Session, ctx: PatientContext) -> None:
    if own_sessions.needs_proof(tx, ctx):
        raise ProofNeeded()


def _kept(tx: Session, ctx: PatientContext) -> list[Passkey]:
    kept = list(store.of_person(tx, ctx.clinic.id, ctx.person_id))
    if len(kept) >= AT_MOST:
        raise PasskeysFull(most=AT_MOST)
    return kept


def _handle(account: Account, kept: Sequence[Passkey]) -> str:
    """Name an account to devices: the same for each of its passkeys, and telling nothing of it to anybody."""
    if kept:
        return kept[0].user_handle
    return base64.urlsafe_b64encode(keyed("passkey-handle", account.id)).decode().rstrip("=")


def _own(tx: Session, ctx: PatientContext, passkey_id: str) -> Passkey:
    found = [row for row in store.of_person(tx, ctx.clinic.id, ctx.person_id) if row.id == passkey_id]
    if not found:
        raise NotFound()
    return found[0]


def _named(ctx: PatientContext, typed: str) -> str:
    try:
        name: str = _name(tidy(typed))
    except FieldError as wrong:
        raise NotAcceptable(field="name", reason=say(wrong.key, ctx.lang, **wrong.facts)) from wrong
    return name


def _announce(tx: Session, ctx: PatientContext) -> None:
    bus.announce(tx, ctx.clinic.id, Topic.PASSKEY, ctx.now, ctx.person_id)


def _row(row: Passkey, ctx: PatientContext) -> PasskeyRow:
    made, used = dates.full_day(_local(row.made_at, ctx), ctx.lang), row.last_used_at
    return PasskeyRow(
        id=row.id,
        name=row.name,
        added=say("passkeys.added_on", ctx.lang, day=made),
        used=say("passkeys.used", ctx.lang, when=dates.day_and_time(_local(used, ctx), ctx.lang))
        if used
        else say("passkeys.not_used", ctx.lang),
    )


def _local(at: datetime, ctx: PatientContext) -> datetime:
    return wall_time(at, ctx.time_zone).local
