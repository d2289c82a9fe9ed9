"""A forgotten password: ask by e-mail address or mobile number, then choose a new one by link or by code.

Families share contact details, so one question may answer for several people: each gets a mail that names whose
account it opens. What the asker is told is always the same.
"""

import secrets
from collections.abc import Sequence

from sqlmodel import Session

from myaccount.domain import contact_points
from myaccount.domain.contact_points import PEOPLE_AT_MOST
from myaccount.domain.people import casefolded
from myaccount.domain.refusals import LinkExpired
from myaccount.domain.sessions import EndReason
from myaccount.messages import language
from myaccount.models import Account, OneTimeLink, Person
from myaccount.services import links
from myaccount.services.context import ClinicContext
from myaccount.services.identity import account_mails, one_time_links, sessions, sign_ins
from myaccount.services.identity.devices import Device
from myaccount.services.identity.one_time_links import Kind
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.identity.welcome import personal_words
from myaccount.services.outgoing import outbox
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts as store
from myaccount.store import one_time_links as link_store
from myaccount.store import people
from myaccount.views.identity import LinkForm


def ask(tx: Session, ctx: ClinicContext, contact: str) -> None:
    """Send a link and a code to everybody with an account whom an e-mail address or a mobile number belongs to.

    Edges: only to e-mail addresses that their owner has verified; at most eight people; for an unknown contact
    nothing happens, and nobody is told the difference.
    """
    reached = _reached(tx, ctx, contact)
    for account, person in reached:
        send(tx, ctx, account, person)
    meant: list[str | None] = [person.id for _, person in reached]
    for person_id in meant or [None]:
        audit.record(tx, ctx, Action.RESET_ASKED, person_id=person_id)


def check_code(tx: Session, ctx: ClinicContext, contact: str, code: str) -> str | None:
    """Exchange a typed code for the token of its link, or None. A wrong one counts against every link it may mean.

    Edges: the sixth try finds nothing, right or wrong; the mailed link still works until its code is taken.
    """
    people = [person.id for _, person in _reached(tx, ctx, contact)]
    live = link_store.with_codes(tx, ctx.clinic.id, Kind.RESET.value, people, one_time_links.CODE_TRIES, ctx.now)
    found = one_time_links.meant(live, code)
    if found is None:
        _count_wrong(tx, ctx, live)
        return None
    token = secrets.token_urlsafe(32)
    found.token_hash, found.code_hash = one_time_links.hash_of(token), None
    tx.add(found)
    return token


def open_link(tx: Session, ctx: ClinicContext, token: str) -> LinkForm:
    """Show the form behind a reset link; the link stays unused. Raises: LinkExpired."""
    account, person = _whose(tx, ctx, one_time_links.find(tx, ctx, Kind.RESET, token))
    return LinkForm(
        first_name=person.first_name,
        username=account.username,
        lang=language(person.language, ctx.lang),
        personal=(account.username, *personal_words(person, ctx)),
    )


def accept(tx: Session, ctx: ClinicContext, token: str, password_hash: str, device: Device) -> NewSession:
    """Take a new password, end every session there was, tell the person by mail, and sign them in here.

    Raises: LinkExpired, also when the account was disabled or its e-mail address changed since the link was sent.
    """
    account, person = _whose(tx, ctx, one_time_links.use(tx, ctx, Kind.RESET, token))
    store.set_password(tx, account.id, password_hash, ctx.now)
    sessions.end_all(tx, ctx, person.id, EndReason.PASSWORD_CHANGE)
    account_mails.password_changed(tx, ctx, person, one_time_links.hash_of(token))
    audit.record(tx, ctx, Action.PASSWORD_RESET, person_id=person.id)
    return sign_ins.start(tx, ctx, account, "reset", False, device)


def _reached(tx: Session, ctx: ClinicContext, contact: str) -> Sequence[tuple[Account, Person]]:
    email = contact_points.email_key(contact)
    mobile = None if email else contact_points.mobile_key(contact, ctx.clinic.country)
    if email is None and mobile is None:
        return ()
    return store.recoverable(tx, ctx.clinic.id, email, mobile, PEOPLE_AT_MOST)


def send(tx: Session, ctx: ClinicContext, account: Account, person: Person) -> None:
    """Send somebody with an account a link and a code that open it; the ones before open nothing any more."""
    code = one_time_links.new_code()
    token = one_time_links.make(tx, ctx, Kind.RESET, person.id, person.email, code)
    link = links.address(tx, ctx.clinic.id, f"/reset/{token}")
    outbox.reset(tx, ctx, person, account.username, link, code, one_time_links.hash_of(token))


def _count_wrong(tx: Session, ctx: ClinicContext, live: Sequence[OneTimeLink]) -> None:
    for link in live:
        link.tries += 1
        tx.add(link)
    meant: list[str | None] = [link.person_id for link in live]
    for person_id in meant or [None]:
        audit.record(tx, ctx, Action.LINK_REFUSED, person_id=person_id, kind="code")


def _whose(tx: Session, ctx: ClinicContext, link: OneTimeLink) -> tuple[Account, Person]:
    account = store.of_person(tx, ctx.clinic.id, link.person_id)
    person = people.own(tx, ctx.clinic.id, link.person_id)
    moved = casefolded(link.sent_to or "") != person.email_key
    if account is None or account.disabled_at or moved:
        raise LinkExpired()
    return account, person
