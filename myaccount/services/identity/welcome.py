"""The Welcome e-mail: a patient chooses a username and a password. Staff never choose them (S03)."""

from datetime import datetime

from sqlmodel import Session

from myaccount.domain.people import casefolded
from myaccount.domain.refusals import AlreadyDone, LinkExpired
from myaccount.domain.usernames import tidy, username_problem
from myaccount.messages import language
from myaccount.models import Account, Person
from myaccount.services import links
from myaccount.services.context import ClinicContext, ClinicFacts
from myaccount.services.identity import one_time_links, sign_ins, usernames
from myaccount.services.identity.devices import Device
from myaccount.services.identity.one_time_links import Kind
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.outgoing import outbox
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts as store
from myaccount.store import people
from myaccount.views.identity import LinkForm


def invite(tx: Session, clinic: ClinicFacts, person_id: str, now: datetime) -> str:
    """Send the Welcome e-mail and give its link, good once and for seven days. Without an address: the link only.

    Raises: NotFound · AlreadyDone for somebody who has an account.
    Source: S03.
    """
    return send(tx, ClinicContext(clinic, now, clinic.language), people.own(tx, clinic.id, person_id))


def send(tx: Session, ctx: ClinicContext, person: Person, *, after_visit: str | None = None) -> str:
    """Send a person the Welcome e-mail in the name of whoever acts, and give its link.

    Edges: after a first booking, `after_visit`, it goes when the grace is over, and not at all if that was taken back.
    Raises: AlreadyDone.
    """
    if store.of_person(tx, ctx.clinic.id, person.id):
        raise AlreadyDone()
    token = one_time_links.make(tx, ctx, Kind.WELCOME, person.id, person.email)
    link = links.address(tx, ctx.clinic.id, f"/welcome/{token}")
    outbox.welcome(tx, ctx, person, link, one_time_links.hash_of(token), after_visit)
    audit.record(tx, ctx, Action.WELCOME_SENT, person_id=person.id)
    return link


def open_link(tx: Session, ctx: ClinicContext, token: str) -> LinkForm:
    """Show the form behind a Welcome link; the link stays unused. Raises: LinkExpired."""
    person = _whose(tx, ctx, one_time_links.find(tx, ctx, Kind.WELCOME, token).person_id)
    return LinkForm(
        first_name=person.first_name,
        username=_suggested(tx, ctx, person),
        lang=language(person.language, ctx.lang),
        personal=personal_words(person, ctx),
    )


def accept(
    tx: Session, ctx: ClinicContext, token: str, username: str, password_hash: str, device: Device
) -> NewSession:
    """Create the account with what the patient chose, and sign them in.

    Edges: the e-mail address counts as verified when the link was sent to it.
    Raises: LinkExpired · NotAcceptable for the username (then the link stays unused).
    Source: S03, S04.
    """
    link = one_time_links.use(tx, ctx, Kind.WELCOME, token)
    person = _whose(tx, ctx, link.person_id)
    account = _create(tx, ctx, person, tidy(username), password_hash)
    if link.sent_to and casefolded(link.sent_to) == person.email_key:
        person.email_verified_at = ctx.now
        tx.add(person)
    audit.record(tx, ctx, Action.WELCOME_ACCEPTED, person_id=person.id)
    return sign_ins.start(tx, ctx, account, "welcome", False, device)


def check_username(tx: Session, ctx: ClinicContext, token: str, username: str) -> None:
    """Judge a chosen username before the password is hashed. Raises: LinkExpired · NotAcceptable."""
    person = _whose(tx, ctx, one_time_links.find(tx, ctx, Kind.WELCOME, token).person_id)
    usernames.judge(tx, ctx, person, tidy(username))


def personal_words(person: Person, ctx: ClinicContext) -> tuple[str, ...]:
    """List what others may know of a person, which makes a poor password."""
    mailbox = (person.email or "").partition("@")[0]
    return (person.first_name, person.last_name, mailbox, ctx.clinic.name, ctx.clinic.slug)


def _create(tx: Session, ctx: ClinicContext, person: Person, username: str, password_hash: str) -> Account:
    account = Account(
        clinic_id=ctx.clinic.id,
        person_id=person.id,
        username="",
        username_key="",
        password_hash=password_hash,
        password_changed_at=ctx.now,
    )
    usernames.take(tx, ctx, person, account, username)
    return account


def _whose(tx: Session, ctx: ClinicContext, person_id: str) -> Person:
    if store.of_person(tx, ctx.clinic.id, person_id):
        raise LinkExpired()
    return people.own(tx, ctx.clinic.id, person_id)


def _suggested(tx: Session, ctx: ClinicContext, person: Person) -> str:
    email = person.email or ""
    if username_problem(email, email) or store.by_username(tx, ctx.clinic.id, casefolded(email)):
        return ""
    return email
