"""A private address at which a person's visits can be followed in a calendar of their own."""

import hashlib
import secrets

from sqlmodel import Session

from myaccount.crypto.sealing import seal, unseal
from myaccount.domain.refusals import NotFound
from myaccount.messages import language
from myaccount.models import CalendarFeed
from myaccount.services import links
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.identity.one_time_links import hash_of
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.services.visits import calendar_file
from myaccount.store import calendar_feeds as store
from myaccount.store import people

TABLE, COLUMN = "calendar_feed", "token"


def address(tx: Session, ctx: PatientContext) -> str:
    """Tell the address of the patient's own calendar; blank while there is none."""
    found = store.own(tx, ctx.clinic.id, ctx.person_id)
    return _address(tx, ctx, unseal(found.token, TABLE, COLUMN, found.id)) if found else ""


def renew(tx: Session, ctx: PatientContext) -> str:
    """Make a new address for the patient's calendar, and tell it. The one before stops at once."""
    store.delete(tx, ctx.clinic.id, ctx.person_id)
    token = secrets.token_urlsafe(32)
    row = CalendarFeed(
        clinic_id=ctx.clinic.id, person_id=ctx.person_id, token="", token_hash=hash_of(token), created_at=ctx.now
    )
    row.token = seal(token, TABLE, COLUMN, row.id)
    tx.add(row)
    audit.record(tx, ctx, Action.CALENDAR_LINK_MADE, subject_id=row.id)
    return _address(tx, ctx, token)


def stop(tx: Session, ctx: PatientContext) -> None:
    """Close the patient's calendar address, if there is one."""
    if store.delete(tx, ctx.clinic.id, ctx.person_id):
        audit.record(tx, ctx, Action.CALENDAR_LINK_STOPPED)


def serve(tx: Session, ctx: ClinicContext, token: str) -> tuple[bytes, str]:
    """Write the calendar that a token stands for, and name its content in short.

    Raises: NotFound for a token that is unknown, was replaced, or is another clinic's.
    """
    found = store.by_token(tx, ctx.clinic.id, hash_of(token))
    if found is None:
        raise NotFound()
    person = people.own(tx, ctx.clinic.id, found.person_id)
    lang = language(person.language, ctx.clinic.language)
    body = calendar_file.feed(tx, ctx.clinic, lang, person.id, ctx.now)
    return body, hashlib.sha256(body).hexdigest()[:32]


def _address(tx: Session, ctx: PatientContext, token: str) -> str:
    return links.address(tx, ctx.clinic.id, f"/calendar/{token}.ics")
