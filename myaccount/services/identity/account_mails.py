"""Tell people by mail what happened to how they sign in."""

from sqlmodel import Session

from myaccount.domain.time import wall_time
from myaccount.messages import dates, language
from myaccount.models import LoginSession, Person
from myaccount.services import links
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.identity.devices import name_of
from myaccount.services.outgoing import outbox
from myaccount.services.outgoing.outbox import Kind
from myaccount.store import people


def password_changed(tx: Session, ctx: ClinicContext, person: Person, key: str) -> bool:
    """Tell a person that their password was changed."""
    return outbox.to_person(tx, ctx, person, Kind.PASSWORD_CHANGED, key, {})


def username_changed(tx: Session, ctx: ClinicContext, person: Person, username: str, key: str) -> bool:
    """Tell a person that their username was changed, and to which."""
    return outbox.to_person(tx, ctx, person, Kind.USERNAME_CHANGED, key, {"username": username})


def sessions_ended(tx: Session, ctx: ClinicContext, person_id: str) -> bool:
    """Tell a person that the clinic's operator ended their sign-ins. Source: S53."""
    return _operators(tx, ctx, person_id, Kind.SESSIONS_ENDED)


def disabled(tx: Session, ctx: ClinicContext, person_id: str) -> bool:
    """Tell a person that the clinic's operator has disabled their account."""
    return _operators(tx, ctx, person_id, Kind.ACCOUNT_DISABLED)


def enabled(tx: Session, ctx: ClinicContext, person_id: str) -> bool:
    """Tell a person that their account is open again."""
    return _operators(tx, ctx, person_id, Kind.ACCOUNT_ENABLED)


def new_sign_in(tx: Session, ctx: ClinicContext, row: LoginSession) -> bool:
    """Tell a person of a sign-in on a device that is new to them, and what to do if it was not theirs."""
    person = people.own(tx, ctx.clinic.id, row.person_id)
    lang = language(person.language, ctx.clinic.language)
    moment = wall_time(row.created_at, person.time_zone or ctx.clinic.time_zone)
    facts = {
        "device": name_of(row.browser, row.operating_system, lang),
        "when": f"{dates.day_and_time(moment.local, lang)} ({dates.zone_time(moment.zone, lang)})",
        "link": links.address(tx, ctx.clinic.id, "/forgot?reason=not_me"),
    }
    return outbox.to_person(tx, ctx, person, Kind.NEW_SIGN_IN, row.id, facts)


def two_step_set_up(tx: Session, ctx: PatientContext, key: str) -> bool:
    """Tell a person that two-step sign-in was set up for their account."""
    return outbox.to_person(tx, ctx, people.own(tx, ctx.clinic.id, ctx.person_id), Kind.TWO_STEP_SET_UP, key, {})


def two_step_recovered(tx: Session, ctx: PatientContext, key: str, left: int) -> bool:
    """Tell a person that a recovery code was used, and how many are left."""
    person = people.own(tx, ctx.clinic.id, ctx.person_id)
    return outbox.to_person(tx, ctx, person, Kind.TWO_STEP_RECOVERED, key, {"left": str(left)})


def two_step_renewed(tx: Session, ctx: PatientContext, key: str) -> bool:
    """Tell a person that new recovery codes were made, and that the old ones are void."""
    return outbox.to_person(tx, ctx, people.own(tx, ctx.clinic.id, ctx.person_id), Kind.TWO_STEP_RENEWED, key, {})


def two_step_turned_off(tx: Session, ctx: PatientContext, key: str) -> bool:
    """Tell a person that two-step sign-in was turned off for their account."""
    return outbox.to_person(tx, ctx, people.own(tx, ctx.clinic.id, ctx.person_id), Kind.TWO_STEP_TURNED_OFF, key, {})


def two_step_reset(tx: Session, ctx: ClinicContext, person_id: str, key: str) -> bool:
    """Tell a person that the clinic's operator took their authenticator away."""
    return outbox.to_person(tx, ctx, people.own(tx, ctx.clinic.id, person_id), Kind.TWO_STEP_RESET, key, {})


def passkey_added(tx: Session, ctx: PatientContext, name: str, key: str) -> bool:
    """Tell a person that a passkey was added to their account, and how it is named."""
    person = people.own(tx, ctx.clinic.id, ctx.person_id)
    return outbox.to_person(tx, ctx, person, Kind.PASSKEY_ADDED, key, {"name": name})


def passkey_removed(tx: Session, ctx: PatientContext, name: str, key: str) -> bool:
    """Tell a person that a passkey was removed from their account."""
    person = people.own(tx, ctx.clinic.id, ctx.person_id)
    return outbox.to_person(tx, ctx, person, Kind.PASSKEY_REMOVED, key, {"name": name})


def _operators(tx: Session, ctx: ClinicContext, person_id: str, kind: Kind) -> bool:
    """Tell a person of what the operator did at this moment."""
    person = people.own(tx, ctx.clinic.id, person_id)
    return outbox.to_person(tx, ctx, person, kind, f"{person_id}:{ctx.now.isoformat()}", {})
