"""Put messages into the outbox, inside the transaction that causes them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from myaccount.domain.cancellation import BOOKING_GRACE
from myaccount.domain.family import Permission
from myaccount.domain.reminders import Channel
from myaccount.domain.time import wall_time
from myaccount.messages import Language, dates, language
from myaccount.messages.amounts import amount
from myaccount.models import Newcomer, OutboxMessage, Person, WaitOffer
from myaccount.services.context import ClinicContext, ClinicFacts, StaffContext
from myaccount.services.family import copies
from myaccount.services.outgoing.recipients import address_of
from myaccount.services.visits.times import moment, there
from myaccount.store import outbox as store


class Kind(StrEnum):
    """Every message there is. Its words are `mail.<kind>.…` in the messages, those of a text `text.<kind>`."""

    WELCOME = "welcome"
    RESET = "reset"
    PASSWORD_CHANGED = "password_changed"  # a kind of mail
    USERNAME_CHANGED = "username_changed"
    SOCIAL_LINKED = "social_linked"
    SOCIAL_UNLINKED = "social_unlinked"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    SESSIONS_ENDED = "sessions_ended"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    NEW_SIGN_IN = "new_sign_in"
    VERIFY_EMAIL = "verify_email"
    VERIFY_MOBILE = "verify_mobile"
    NEWCOMER_CODE = "newcomer_code"
    EMAIL_CHANGED = "email_changed"
    TWO_STEP_RECOVERED = "two_step_recovered"
    TWO_STEP_RENEWED = "two_step_renewed"
    TWO_STEP_RESET = "two_step_reset"
    TWO_STEP_SET_UP = "two_step_set_up"
    TWO_STEP_TURNED_OFF = "two_step_turned_off"
    VISIT_BOOKED = "visit_booked"
    VISIT_MOVED = "visit_moved"
    VISIT_REMINDER = "visit_reminder"
    VISIT_CANCELLED = "visit_cancelled"
    VISIT_RESTORED = "visit_restored"
    TIME_OFFERED = "time_offered"
    TIME_LOST = "time_lost"
    PREPAID_RETURNED = "prepaid_returned"
    FAMILY_INVITATION = "family_invitation"
    FAMILY_GRANTED = "family_granted"
    FAMILY_RECEIVED = "family_received"
    FAMILY_REVOKED = "family_revoked"
    FAMILY_ENDED = "family_ended"
    REQUEST_ANSWERED = "request_answered"
    FORM_SENT = "form_sent"
    FORM_RETURNED = "form_returned"
    MAIL_TEST = "mail_test"


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
    visit_id: str | None = None,
    channel: Channel = Channel.EMAIL,
) -> bool:
    """Put in a mail or a text to send at `due_at`, or at once.

    False when there is nobody to send it to, or one with that `dedupe` key is there already. Times: aware UTC.
    """
    if not recipient:
        return False
    message = OutboxMessage(
        clinic_id=clinic.id,
        person_id=person_id,
        visit_id=visit_id,
        channel=channel.value,
        dedupe=dedupe,
        kind=kind.value,
        language=lang,
        recipient=recipient,
        facts=dict(facts),
        due_at=due_at or now,
        created_at=now,
    )
    return store.put(tx, message)


def welcome(
    tx: Session, ctx: ClinicContext, person: Person, link: str, key: str, after_visit: str | None = None
) -> bool:
    """Send the Welcome e-mail; after a first booking when its grace is over. Source: S02, S03."""
    due_at = ctx.now + BOOKING_GRACE if after_visit else None
    return to_person(tx, ctx, person, Kind.WELCOME, key, {"link": link}, visit_id=after_visit, due_at=due_at)


def reset(tx: Session, ctx: ClinicContext, person: Person, username: str, link: str, code: str, key: str) -> bool:
    """Send a link and a code that open a forgotten account."""
    return to_person(tx, ctx, person, Kind.RESET, key, {"link": link, "code": code, "username": username})


def verify_email(tx: Session, ctx: ClinicContext, person: Person, code: str, key: str) -> bool:
    """Send the code that proves that an e-mail address is the person's own."""
    return to_person(tx, ctx, person, Kind.VERIFY_EMAIL, key, {"code": code})


def verify_mobile(tx: Session, ctx: ClinicContext, person: Person, code: str, key: str) -> bool:
    """Text the code that proves that a mobile number is the person's own."""
    return put(
        tx,
        ctx.clinic,
        Kind.VERIFY_MOBILE,
        dedupe=f"{Kind.VERIFY_MOBILE}:{key}",
        recipient=person.mobile,
        lang=language(person.language, ctx.lang),
        facts={"code": code},
        now=ctx.now,
        person_id=person.id,
        channel=Channel.TEXT,
    )


def newcomer_code(tx: Session, ctx: ClinicContext, newcomer: Newcomer, code: str) -> bool:
    """Send the code that proves that the e-mail address of somebody who books for the first time is their own."""
    return put(
        tx,
        ctx.clinic,
        Kind.NEWCOMER_CODE,
        dedupe=f"{Kind.NEWCOMER_CODE.value}:{newcomer.id}:{newcomer.codes_sent}",
        recipient=newcomer.email,
        lang=ctx.lang,
        facts={"first_name": newcomer.first_name, "code": code},
        now=ctx.now,
    )


def email_changed(tx: Session, ctx: ClinicContext, person: Person, old: str | None, key: str) -> bool:
    """Tell the address that a profile had until now that it has another one. Edges: nobody is told when it had none."""
    return to_person(tx, ctx, person, Kind.EMAIL_CHANGED, key, {}, recipient=old or "")


def time_offered(
    tx: Session, ctx: ClinicContext, person: Person, offer: WaitOffer, zones: tuple[str, str], due_at: datetime
) -> bool:
    """Tell who waits that a time is free, by text to a verified mobile number and else by mail.

    Times: `zones` are that by whose clocks it is told, and that of the place, which follows in brackets.
    Edges: once for each time, however often it becomes free. Whether it still is, is judged before it goes.
    """
    channel = Channel.TEXT if address_of(person, Channel.TEXT) else Channel.EMAIL
    lang = language_of(person, ctx)
    start = wall_time(offer.starts_at, zones[0]).local
    said = {"day": dates.short_day(start, lang), "time": dates.time_of_day(start, lang)}
    zone = f"{dates.zone_time(zones[0], lang)} {there(offer.starts_at, *zones, lang)}".rstrip()
    return put(
        tx,
        ctx.clinic,
        Kind.TIME_OFFERED,
        dedupe=f"{Kind.TIME_OFFERED}:{offer.id}",
        recipient=address_of(person, channel),
        lang=lang,
        facts={"first_name": person.first_name, "offer": offer.id, "zone": zone, **said},
        now=ctx.now,
        due_at=due_at,
        person_id=person.id,
        channel=channel,
    )


def time_lost(
    tx: Session,
    ctx: ClinicContext,
    person: Person,
    key: str,
    at: datetime,
    zones: tuple[str, str],
    paid: tuple[int, str],
) -> bool:
    """Tell who has paid for a time that it was gone, and that the money goes back.

    Money: `paid` is cents and their currency.
    Times: `at` is aware UTC; `zones` are that by whose clocks it is told, and that of the place, in brackets.
    """

    def facts(lang: Language) -> dict[str, str]:
        when = f"{moment(at, zones[0], lang, names_zone=True)} {there(at, *zones, lang)}".rstrip()
        return {"when": when, "amount": amount(*paid, lang)}

    for reader in copies.readers(tx, ctx.clinic, person.id, Permission.FINANCIAL_EMAILS, ctx.now):
        copy(tx, ctx, person, reader, Kind.TIME_LOST, key, facts(language(reader.language, ctx.clinic.language)))
    return to_person(tx, ctx, person, Kind.TIME_LOST, key, facts(language_of(person, ctx)))


def form_sent(
    tx: Session,
    ctx: ClinicContext,
    person: Person,
    form_id: str,
    due_on: date | None,
    due_at: datetime | None = None,
    again: date | None = None,
) -> bool:
    """Tell a patient that a form waits for them: after a booking at `due_at`, or once more on the day `again`.

    Times: `due_on` is the clinic's day. Edges: whether it still waits is judged before it goes. What it is called is
    nothing for a mail: the name of a form may tell of somebody's health.
    """
    lang = language_of(person, ctx)
    facts = {"form": form_id, "due": dates.plain_day(due_on, lang) if due_on else ""}
    return to_person(tx, ctx, person, Kind.FORM_SENT, f"{form_id}:{again}" if again else form_id, facts, due_at=due_at)


def form_returned(tx: Session, ctx: ClinicContext, person: Person, form_id: str) -> bool:
    """Tell a patient that a form they submitted came back; why is told in My Account alone."""
    return to_person(tx, ctx, person, Kind.FORM_RETURNED, f"{form_id}:{ctx.now.isoformat()}", {"form": form_id})


def to_person(
    tx: Session,
    ctx: ClinicContext,
    person: Person,
    kind: Kind,
    key: str,
    facts: dict[str, str],
    recipient: str | None = None,
    visit_id: str | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Put in a mail to a person in their language; with `recipient` to an address that is not theirs any more, or yet.

    Two with one `key` are one. Times: aware UTC.
    """
    return put(
        tx,
        ctx.clinic,
        kind,
        dedupe=f"{kind.value}:{key}",
        recipient=person.email if recipient is None else recipient,
        lang=language_of(person, ctx),
        facts={"first_name": person.first_name, **facts},
        now=ctx.now,
        person_id=person.id,
        visit_id=visit_id,
        due_at=due_at,
    )


def copy(
    tx: Session,
    ctx: ClinicContext,
    person: Person,
    reader: Person,
    kind: Kind,
    key: str,
    facts: dict[str, str],
    **more: Any,
) -> bool:
    """Put in a copy of a person's mail for somebody whom they let have it, in that one's language."""
    return put(
        tx,
        ctx.clinic,
        kind,
        dedupe=f"{kind.value}:{key}{copies.MARK}{reader.id}",
        recipient=reader.email,
        lang=language(reader.language, ctx.clinic.language),
        facts={"first_name": person.first_name, **facts, copies.COPY_TO: reader.id},
        now=ctx.now,
        person_id=person.id,
        **more,
    )


def language_of(person: Person, ctx: ClinicContext) -> Language:
    """Choose a person's own language. Edges: the clinic's for who has none, when it is not they who ask."""
    return language(person.language, ctx.clinic.language if isinstance(ctx, StaffContext) else ctx.lang)
