"""What the desk sends a patient from the profile: the Welcome e-mail, a new password's link, a message once more."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from myaccount.domain.clinic_side import DESK
from myaccount.domain.refusals import (
    AddressNotVerified,
    AlreadyDone,
    JustSent,
    NoAddress,
    NoMobile,
    NotAllowed,
    NotFound,
)
from myaccount.domain.reminders import Channel
from myaccount.domain.topics import Topic
from myaccount.models import OutboxMessage, Person
from myaccount.services.context import StaffContext
from myaccount.services.identity import reset, welcome
from myaccount.services.identity.one_time_links import Kind
from myaccount.services.outgoing.outbox import Kind as Mail
from myaccount.services.outgoing.phones import shown_phone
from myaccount.services.outgoing.recipients import address_of
from myaccount.services.practice import changes as practice
from myaccount.services.profiles import profiles
from myaccount.services.roles import only
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts, bus, people
from myaccount.store import one_time_links as links
from myaccount.store import outbox as store

PAUSE = timedelta(minutes=1)
"""The same goes to one patient once a minute at most."""

MADE_ANEW = {Mail.WELCOME.value, Mail.RESET.value}
"""What carries a link: it is made anew."""

ASKED_FOR = {Mail.VERIFY_EMAIL.value, Mail.VERIFY_MOBILE.value, Mail.NEWCOMER_CODE.value}
"""What carries a code that only the patient asks for."""

OLD_ADDRESS = {Mail.EMAIL_CHANGED.value}
"""What goes to the address that the profile had before."""


def send_welcome(tx: Session, ctx: StaffContext, person_id: str) -> str:
    """Send the Welcome e-mail; tell where it goes.

    Edges: once a minute.
    Raises: NotAllowed · OwnerOnly for a colleague · NotFound · AlreadyDone for somebody with an account · NoAddress ·
    JustSent.
    Source: S03.
    """
    person = _reachable(tx, ctx, person_id)
    practice.check_reach(tx, ctx, person.id)
    if accounts.of_person(tx, ctx.clinic.id, person_id):
        raise AlreadyDone()
    check_pause(tx, ctx, person, Kind.WELCOME)
    welcome.send(tx, _in_the_clinics_language(ctx), person)
    bus.announce(tx, ctx.clinic.id, Topic.MESSAGE, ctx.now, person_id)
    return person.email or ""


def send_reset(tx: Session, ctx: StaffContext, person_id: str) -> str:
    """Send a link with which the patient chooses a new password; tell where it goes.

    Edges: once a minute, and to a verified address alone: one that staff wrote down may be anybody's.
    Raises: NotAllowed · NotFound, also without an account · NoAddress · AddressNotVerified · JustSent.
    """
    person = _reachable(tx, ctx, person_id)
    account = accounts.of_person(tx, ctx.clinic.id, person_id)
    if account is None or account.disabled_at:
        raise NotFound()
    if person.email_verified_at is None:
        raise AddressNotVerified()
    check_pause(tx, ctx, person, Kind.RESET)
    reset.send(tx, _in_the_clinics_language(ctx), account, person)
    audit.record(tx, ctx, Action.RESET_SENT, person_id=person_id)
    bus.announce(tx, ctx.clinic.id, Topic.MESSAGE, ctx.now, person_id)
    return person.email or ""


def send_again(tx: Session, ctx: StaffContext, person_id: str, message_id: str) -> str:
    """Send a message that could not be delivered once more; tell where it goes: to the address or number of today.

    Edges: what carried a link gets a new one; a text goes to a verified mobile number.
    Raises: as above · NotAllowed for a code that the patient asks for · NoMobile.
    """
    person = _own(tx, ctx, person_id)
    message = store.failed(tx, ctx.clinic.id, person_id, message_id)
    if message.kind in ASKED_FOR:
        raise NotAllowed()
    if message.kind in MADE_ANEW:
        return (send_welcome if message.kind == Mail.WELCOME else send_reset)(tx, ctx, person_id)
    recipient = message.recipient if message.kind in OLD_ADDRESS else _address(person, Channel(message.channel))
    if not store.send_again(tx, message, recipient, ctx.now):
        raise AlreadyDone()
    audit.record(tx, ctx, Action.MESSAGE_SENT_AGAIN, subject_id=message.id, person_id=person_id)
    bus.announce(tx, ctx.clinic.id, Topic.MESSAGE, ctx.now, person_id)
    return shown_phone(recipient, ctx.clinic.country, ctx.lang) if message.channel == Channel.TEXT else recipient


def may_send_again(message: OutboxMessage, ctx: StaffContext) -> bool:
    """Tell whether the desk can send a message once more."""
    return ctx.role in DESK and message.state == store.FAILED and message.kind not in ASKED_FOR


def _reachable(tx: Session, ctx: StaffContext, person_id: str) -> Person:
    """Find a patient who has an address; two at the desk send in turn."""
    person = _own(tx, ctx, person_id)
    _address(person, Channel.EMAIL)
    return person


def _own(tx: Session, ctx: StaffContext, person_id: str) -> Person:
    only(ctx, *DESK)
    return people.own_to_change(tx, ctx.clinic.id, profiles.one(tx, ctx, person_id).id)


def _address(person: Person, channel: Channel) -> str:
    """Tell where a patient is reached. Raises: NoAddress · NoMobile."""
    if address := address_of(person, channel):
        return address
    raise NoMobile() if channel is Channel.TEXT else NoAddress()


def check_pause(tx: Session, ctx: StaffContext, person: Person, kind: Kind) -> None:
    """Let a link to one person go once a minute at most. Raises: JustSent."""
    if links.made_since(tx, ctx.clinic.id, person.id, kind.value, ctx.now - PAUSE):
        raise JustSent()


def _in_the_clinics_language(ctx: StaffContext) -> StaffContext:
    """Speak to a patient who has chosen no language in the clinic's, not in the desk's."""
    return replace(ctx, lang=ctx.clinic.language)
