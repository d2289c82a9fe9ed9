"""Put messages into the outbox, inside the transaction that causes them."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from myaccount.domain.time import wall_time
from myaccount.messages import Language, dates, language
from myaccount.models import OutboxMessage, Person
from myaccount.services.context import ClinicContext, ClinicFacts, PatientContext
from myaccount.store import appointments as appointment_store
from myaccount.store import outbox as store
from myaccount.store import people


class Kind(StrEnum):
    """Every mail there is. Its words are `mail.<kind>.…` in the messages."""

    WELCOME = "welcome"
    RESET = "reset"
    PASSWORD_CHANGED = "password_changed"  # a kind of mail
    SESSIONS_ENDED = "sessions_ended"
    VERIFY_EMAIL = "verify_email"
    EMAIL_CHANGED = "email_changed"
    TWO_STEP_RECOVERED = "two_step_recovered"
    TWO_STEP_RESET = "two_step_reset"
    TWO_STEP_SET_UP = "two_step_set_up"
    VISIT_CANCELLED = "visit_cancelled"


def put(
    tx: Session,
    clinic: ClinicFacts,
    kind: Kind,
    *,
    dedupe: str,
    recipient: str | None,
    lang: Language,
    facts: dict[str, str],
    now: datetime,
    due_at: datetime | None = None,
    person_id: str | None = None,
) -> bool:
    """Put in a mail to send at `due_at`, or at once. False when there is nobody to send it to, or it is there already.

    Times: aware UTC. Edges: two with one `dedupe` key are one, silently.
    """
    if not recipient:
        return False
    message = OutboxMessage(
        clinic_id=clinic.id,
        person_id=person_id,
        dedupe=dedupe,
        kind=kind.value,
        language=lang,
        recipient=recipient,
        facts=dict(facts),
        due_at=due_at or now,
        created_at=now,
    )
    return store.put(tx, message)


def welcome(tx: Session, ctx: ClinicContext, person: Person, link: str, key: str) -> bool:
    """Send the Welcome e-mail. Source: S03."""
    return _to_person(tx, ctx, person, Kind.WELCOME, key, {"link": link})


def reset(tx: Session, ctx: ClinicContext, person: Person, username: str, link: str, code: str, key: str) -> bool:
    """Send a link and a code that open a forgotten account."""
    return _to_person(tx, ctx, person, Kind.RESET, key, {"link": link, "code": code, "username": username})


def password_changed(tx: Session, ctx: ClinicContext, person: Person, key: str) -> bool:
    """Tell a person that their password was changed."""
    return _to_person(tx, ctx, person, Kind.PASSWORD_CHANGED, key, {})


def sessions_ended(tx: Session, ctx: ClinicContext, person_id: str) -> bool:
    """Tell a person that the clinic's operator ended their sign-ins. Source: S53."""
    person = people.own(tx, ctx.clinic.id, person_id)
    return _to_person(tx, ctx, person, Kind.SESSIONS_ENDED, f"{person_id}:{ctx.now.isoformat()}", {})


def two_step_set_up(tx: Session, ctx: PatientContext, key: str) -> bool:
    """Tell a person that two-step sign-in was set up for their account."""
    return _to_person(tx, ctx, people.own(tx, ctx.clinic.id, ctx.person_id), Kind.TWO_STEP_SET_UP, key, {})


def two_step_recovered(tx: Session, ctx: PatientContext, key: str, left: int) -> bool:
    """Tell a person that a recovery code was used, and how many are left."""
    person = people.own(tx, ctx.clinic.id, ctx.person_id)
    return _to_person(tx, ctx, person, Kind.TWO_STEP_RECOVERED, key, {"left": str(left)})


def two_step_reset(tx: Session, ctx: ClinicContext, person_id: str, key: str) -> bool:
    """Tell a person that the clinic's operator took their authenticator away."""
    return _to_person(tx, ctx, people.own(tx, ctx.clinic.id, person_id), Kind.TWO_STEP_RESET, key, {})


def verify_email(tx: Session, ctx: ClinicContext, person: Person, code: str, key: str) -> bool:
    """Send the code that proves that an e-mail address is the person's own."""
    return _to_person(tx, ctx, person, Kind.VERIFY_EMAIL, key, {"code": code})


def email_changed(tx: Session, ctx: ClinicContext, person: Person, old: str | None, key: str) -> bool:
    """Tell the address that a profile had until now that it has another one. Edges: nobody is told when it had none."""
    return _to_person(tx, ctx, person, Kind.EMAIL_CHANGED, key, {}, recipient=old or "")


def visit_cancelled(tx: Session, ctx: PatientContext, appointment_id: str) -> bool:
    """Confirm a cancellation to the patient by mail.

    Times: in person, the location's wall clock; online, the patient's.
    """
    row = appointment_store.own_card(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    appointment = row.Appointment
    person = people.own(tx, ctx.clinic.id, ctx.person_id)
    lang = language(person.language, ctx.lang)
    zone = ctx.time_zone if appointment.online else appointment.zone
    start = wall_time(appointment.starts_at, zone).local
    facts = {
        "day": dates.short_day(start, lang),
        "when": f"{dates.full_day(start, lang)}, {dates.time_of_day(start, lang)} ({dates.zone_time(zone, lang)})",
        "treatment": row.treatment,
    }
    key = f"{appointment_id}:{appointment.version}"
    return _to_person(tx, ctx, person, Kind.VISIT_CANCELLED, key, facts)


def _to_person(
    tx: Session,
    ctx: ClinicContext,
    person: Person,
    kind: Kind,
    key: str,
    facts: dict[str, str],
    recipient: str | None = None,
) -> bool:
    return put(
        tx,
        ctx.clinic,
        kind,
        dedupe=f"{kind.value}:{key}",
        recipient=person.email if recipient is None else recipient,
        lang=language(person.language, ctx.lang),
        facts={"first_name": person.first_name, **facts},
        now=ctx.now,
        person_id=person.id,
    )
