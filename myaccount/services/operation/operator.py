"""What the operator does from the command line: make a clinic, invite somebody, end sign-ins, disable an account."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from myaccount.domain.refusals import AlreadyDone, NotAcceptable
from myaccount.domain.sessions import EndReason
from myaccount.models import Account, LoginSession
from myaccount.services.clinic import clinics
from myaccount.services.clinic_file.load import apply
from myaccount.services.clinic_file.schema import FORMAT
from myaccount.services.context import ClinicContext, ClinicFacts, PatientContext
from myaccount.services.identity import disabling, sessions, two_step, welcome
from myaccount.services.my_data import archive
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts
from myaccount.store import clinics as clinic_store
from myaccount.store import operator as store
from myaccount.views.operator import SessionLine
from myaccount.views.two_step import TwoStepLine

OWNER = "owner"


@dataclass(frozen=True)
class NewClinic:
    """A clinic to make, and its owner."""

    slug: str
    name: str
    country: str
    time_zone: str
    language: str
    phone: str
    email: str
    owner_first_name: str
    owner_last_name: str
    owner_email: str


def create_clinic(tx: Session, wanted: NewClinic, now: datetime) -> str:
    """Make a clinic and its owner; give back the link with which the owner chooses a username and a password.

    Raises: NotAcceptable for a slug that is taken · BadClinicFile for anything else that cannot be taken.
    """
    if clinic_store.by_slug(tx, wanted.slug):
        raise NotAcceptable(field="slug", reason=f"There is a clinic with the slug {wanted.slug!r} already.")
    _, clinic_id = apply(tx, json.dumps(_file(wanted)), now)
    ctx = _as_operator(tx, clinic_id, now)
    audit.record(tx, ctx, Action.CLINIC_CREATED)
    return welcome.invite(tx, ctx.clinic, _person(tx, ctx.clinic, OWNER), now)


def invite(tx: Session, slug: str, patient: str, now: datetime) -> str:
    """Send somebody the Welcome e-mail; give back its link.

    Raises: NotAcceptable for an unknown clinic or patient, or one who has an account. Source: S03.
    """
    facts = _clinic(tx, slug)
    try:
        return welcome.invite(tx, facts, _person(tx, facts, patient), now)
    except AlreadyDone:
        raise NotAcceptable(field="patient", reason=f"{patient!r} has an account already.") from None


def list_sessions(tx: Session, slug: str, patient: str) -> list[SessionLine]:
    """List somebody's sign-ins, latest first. Raises: NotAcceptable for an unknown clinic or patient."""
    facts = _clinic(tx, slug)
    return [_line(row) for row in sessions.list_sessions(tx, facts.id, _person(tx, facts, patient))]


def exported(tx: Session, slug: str, patient: str, now: datetime) -> PatientContext:
    """Note that somebody's data is copied from the command line, and give back as whom. Raises: NotAcceptable."""
    facts = _clinic(tx, slug)
    person_id = _person(tx, facts, patient)
    audit.record(tx, _as_operator(tx, facts.id, now), Action.DATA_EXPORTED, person_id=person_id)
    return archive.context(tx, facts.id, person_id, now)


def end_sessions(tx: Session, slug: str, patient: str, now: datetime) -> int:
    """End all of somebody's sign-ins; tell how many there were.

    Raises: NotAcceptable for an unknown clinic or patient. Source: S53.
    """
    facts = _clinic(tx, slug)
    return sessions.end_all_by_operator(tx, facts, _person(tx, facts, patient), now)


def account_line(tx: Session, slug: str, patient: str) -> str:
    """Tell since when somebody's account is disabled (UTC); blank for one that is open.

    Raises: NotAcceptable for an unknown clinic or patient, or one who has no account.
    """
    _, _, account = _account(tx, slug, patient)
    return f"{account.disabled_at:%Y-%m-%d %H:%M}" if account.disabled_at else ""


def disable(tx: Session, slug: str, patient: str, now: datetime) -> int | None:
    """Disable somebody's account; tell how many sign-ins ended, None for one that is disabled already.

    Raises: NotAcceptable for an unknown clinic or patient, or one who has no account. Source: I06.
    """
    facts, person_id, _ = _account(tx, slug, patient)
    return disabling.disable(tx, facts, person_id, now)


def enable(tx: Session, slug: str, patient: str, now: datetime) -> bool:
    """Open somebody's account again; False for one that is open.

    Raises: NotAcceptable for an unknown clinic or patient, or one who has no account. Source: I06.
    """
    facts, person_id, _ = _account(tx, slug, patient)
    return disabling.enable(tx, facts, person_id, now)


def after_restore(tx: Session, now: datetime) -> int:
    """End every sign-in that a backup has brought back: some had ended since it was made. Tell how many there were."""
    contexts = {clinic_id: _as_operator(tx, clinic_id, now) for clinic_id in clinic_store.ids(tx)}
    for ctx in contexts.values():
        audit.record(tx, ctx, Action.CLINIC_RESTORED)
    return sum(
        sessions.end(tx, contexts[row.clinic_id], row.id, row.person_id, EndReason.OPERATOR)
        for row in store.live_sessions(tx)
    )


def two_step_line(tx: Session, slug: str, patient: str) -> TwoStepLine:
    """Tell how somebody's second step stands. Raises: NotAcceptable for an unknown clinic or patient."""
    facts = _clinic(tx, slug)
    return two_step.line(tx, facts, _person(tx, facts, patient))


def reset_two_step(tx: Session, slug: str, patient: str, now: datetime) -> bool:
    """Take somebody's lost authenticator and passkeys away, and end their sign-ins. False when there are none.

    Raises: NotAcceptable for an unknown clinic or patient.
    """
    facts = _clinic(tx, slug)
    return two_step.reset_by_operator(tx, facts, _person(tx, facts, patient), now)


def _as_operator(tx: Session, clinic_id: str, now: datetime) -> ClinicContext:
    facts = clinics.facts(tx, clinic_id)
    return ClinicContext(facts, now, facts.language)


def _clinic(tx: Session, slug: str) -> ClinicFacts:
    found = clinic_store.by_slug(tx, slug)
    if found is None:
        raise NotAcceptable(field="clinic", reason=f"There is no clinic with the slug {slug!r}.")
    return clinics.facts(tx, found.id)


def _person(tx: Session, facts: ClinicFacts, name: str) -> str:
    found = store.person_id(tx, facts.id, name)
    if found is None:
        raise NotAcceptable(field="patient", reason=f"There is nobody with the id or the username {name!r}.")
    return found


def _account(tx: Session, slug: str, patient: str) -> tuple[ClinicFacts, str, Account]:
    facts = _clinic(tx, slug)
    person_id = _person(tx, facts, patient)
    account = accounts.of_person(tx, facts.id, person_id)
    if account is None:
        raise NotAcceptable(field="patient", reason=f"{patient!r} has no account.")
    return facts, person_id, account


def _file(wanted: NewClinic) -> dict[str, Any]:
    """Say as a clinic file what is to be made, so that it is judged by the same rules."""
    return {
        "format": FORMAT,
        "clinic": {
            "slug": wanted.slug,
            "name": wanted.name,
            "country": wanted.country,
            "time_zone": wanted.time_zone,
            "language": wanted.language,
            "phone": wanted.phone,
            "email": wanted.email or wanted.owner_email,
        },
        "staff": [
            {
                "id": OWNER,
                "first_name": wanted.owner_first_name,
                "last_name": wanted.owner_last_name,
                "email": wanted.owner_email,
                "role": "owner",
            }
        ],
    }


def _line(row: LoginSession) -> SessionLine:
    return SessionLine(
        status=f"Ended ({row.end_reason})" if row.ended_at else "Active",
        signed_in=f"{row.created_at:%Y-%m-%d %H:%M}",
        last_used=f"{row.last_used_at:%Y-%m-%d %H:%M}",
        how=row.how,
        browser=row.browser,
        operating_system=row.operating_system,
        address=row.address,
    )
