"""The clinic's own mail server: set by the owner, tried, kept sealed. Without one, mail goes over the deployment's."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlmodel import Session

from myaccount.config import config
from myaccount.crypto.sealing import Unreadable, seal, unseal
from myaccount.domain import mail_server as rules
from myaccount.domain.mail_server import MailNotSent, Security, Server, Why
from myaccount.domain.people import Role
from myaccount.domain.refusals import TooManyTries
from myaccount.integrations.delivery import NotDelivered
from myaccount.integrations.mail.clinic_mailer import ClinicMailer
from myaccount.integrations.mail.console import ConsoleMailer
from myaccount.integrations.mail.letter import email
from myaccount.integrations.mail.mailer import Mailer
from myaccount.integrations.mail.smtp import SmtpMailer
from myaccount.messages import say
from myaccount.models import MailServer, OutboxMessage
from myaccount.services.context import StaffContext
from myaccount.services.outgoing import letters
from myaccount.services.outgoing.outbox import Kind
from myaccount.services.practice import changes as practice
from myaccount.services.roles import only
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import audit as trail
from myaccount.store import clinics, people
from myaccount.store import mail_servers as store
from myaccount.store.engine import in_read, in_tx
from myaccount.views.mail_server import MailServerFacts
from myaccount.views.practice import Outcome

SERVER = ("mail_server", "server")
SENDER = ("mail_server", "sender")
TRIES_AT_MOST = 10
WITHIN = timedelta(minutes=15)
"""So often somebody tries servers in so long: it must be no way to guess the passwords of others' mailboxes."""

TIMEOUT = 15.0
"""Seconds for all of it: somebody waits for the answer."""


def open_mailer(server: Server | None = None) -> Mailer:
    """Open the way to a clinic's own server, or the deployment's; without any, mail is printed."""
    if server is not None:
        return ClinicMailer(server, config().own_networks)
    return SmtpMailer(config().smtp_url) if config().smtp_url else ConsoleMailer()


def sender_over(server: Server | None) -> str:
    """Tell which address the mail over a server is from."""
    if server is not None:
        return server.sender
    return config().mail_from or f"no-reply@{urlsplit(config().base_url).hostname}"


def own(tx: Session, clinic_id: str) -> Server | None:
    """Find a clinic's own server. Raises: Unreadable."""
    row = store.of_clinic(tx, clinic_id)
    return _opened(row) if row else None


def who_has_one(tx: Session, clinic_ids: Collection[str]) -> frozenset[str]:
    """Tell which of some clinics have a server of their own, be it one that cannot be read."""
    return frozenset(row.clinic_id for row in store.of_clinics(tx, clinic_ids))


def all_have_their_own(tx: Session) -> bool:
    """Tell whether no mail goes over the deployment's server: there are clinics, and each has one of its own."""
    ids = clinics.ids(tx)
    return bool(ids) and len(store.of_clinics(tx, ids)) == len(ids)


def facts(tx: Session, ctx: StaffContext) -> MailServerFacts:
    """Show what is set up, without the password. Raises: NotAllowed."""
    only(ctx, Role.OWNER)
    row = store.of_clinic(tx, ctx.clinic.id)
    if row is None:
        said = say("mail_server.deployment", ctx.lang, sender=sender_over(None)) if config().smtp_url else ""
        return MailServerFacts(line=said or say("mail_server.why.nobody", ctx.lang), security=Security.STARTTLS)
    server = _readable(row)
    if server is None:
        return MailServerFacts(is_own=True, line=say("mail_server.why.unreadable", ctx.lang))
    line = say("mail_server.own", ctx.lang, host=server.host, sender=server.sender)
    shown = {name: str(value) for name, value in asdict(server).items() if name != "password"}
    return MailServerFacts(is_own=True, line=line, **shown)


async def try_and_save(ctx: StaffContext, form: Mapping[str, str]) -> Outcome:
    """Try the server that was filled in, and keep it if it takes the clinic's mail; nothing is kept otherwise.

    Raises: NotAllowed · TooManyTries for the eleventh within a quarter of an hour.
    """
    tried = await in_tx(_begin, ctx, form)
    if isinstance(tried, Outcome):
        return tried
    if why := await why_refused(tried):
        return Outcome(problems={why.box: say(f"mail_server.why.{why}", ctx.lang)})
    return await in_tx(save, ctx, form)


async def why_refused(server: Server) -> Why | None:
    """Ask a clinic's server whether it takes the clinic's mail; tell why not. Nothing is sent."""
    return await ClinicMailer(server, config().own_networks, TIMEOUT).why_refused()


def _begin(tx: Session, ctx: StaffContext, form: Mapping[str, str]) -> Server | Outcome:
    found = to_try(tx, ctx, form)
    if isinstance(found, Server):
        _count(tx, ctx, found.host)
    return found


def _count(tx: Session, ctx: StaffContext, host: str) -> None:
    """Count a try before it is made, so that fifty at once are fifty. Raises: TooManyTries."""
    clinics.lock(tx, ctx.clinic.id)
    done = trail.count_since(tx, ctx.person_id, Action.MAIL_SERVER_TRIED.value, ctx.now - WITHIN)
    if done >= TRIES_AT_MOST:
        raise TooManyTries(minutes=WITHIN // timedelta(minutes=1))
    audit.record(tx, ctx, Action.MAIL_SERVER_TRIED, subject_id=ctx.clinic.id, host=host)


def to_try(tx: Session, ctx: StaffContext, form: Mapping[str, str]) -> Server | Outcome:
    """Read which server is to be tried; an outcome when there is nothing to try. Raises: NotAllowed."""
    only(ctx, Role.OWNER)
    row = store.of_clinic(tx, ctx.clinic.id)
    before = _readable(row) if row else None
    server, problems = rules.read(form, before)
    if problems:
        return Outcome(problems={box: say(key, ctx.lang) for box, key in problems.items()})
    return Outcome(ctx.clinic.id) if server == before else server


def save(tx: Session, ctx: StaffContext, form: Mapping[str, str]) -> Outcome:
    """Keep the server that was tried. Edges: a password that is left blank stays, on the same server.

    Raises: NotAllowed.
    """
    clinics.lock(tx, ctx.clinic.id)
    server = to_try(tx, ctx, form)
    if isinstance(server, Outcome):
        return server
    store.keep(tx, sealed(server, ctx.clinic.id, ctx.person_id, ctx.now))
    practice.note(tx, ctx, Action.MAIL_SERVER_SET, ctx.clinic.id, host=server.host, sender=server.sender)
    return Outcome(ctx.clinic.id, changed=True)


def remove(tx: Session, ctx: StaffContext) -> None:
    """Let the mail go over the deployment's server again. Edges: nothing to take away leaves no trace.

    Raises: NotAllowed.
    """
    only(ctx, Role.OWNER)
    if store.forget(tx, ctx.clinic.id):
        practice.note(tx, ctx, Action.MAIL_SERVER_REMOVED, ctx.clinic.id)


async def send_test(ctx: StaffContext) -> str:
    """Send the owner a mail the way every mail of the clinic goes, at once; tell to which address.

    Raises: NotAllowed · TooManyTries, as when a server is tried · MailNotSent with the reason in words.
    """
    server, message = await in_tx(_test, ctx)
    if not message.recipient or not (server or config().smtp_url):
        why = "nobody" if message.recipient else "no_address"
        raise MailNotSent(reason=say(f"mail_server.why.{why}", ctx.lang))
    if server and (why_not := await why_refused(server)):
        raise MailNotSent(reason=say(f"mail_server.why.{why_not}", ctx.lang))
    letter = await in_read(letters.letter, message, ctx.now)
    mailer = open_mailer(server)
    try:
        mail = email(letter, sender=sender_over(server), recipient=message.recipient, key=message.dedupe)
        await mailer.send(mail)
    except NotDelivered as refused:
        raise MailNotSent(reason=say("mail_server.why.odd", ctx.lang)) from refused
    finally:
        await mailer.close()
    return message.recipient


def _test(tx: Session, ctx: StaffContext) -> tuple[Server | None, OutboxMessage]:
    only(ctx, Role.OWNER)
    person = people.own(tx, ctx.clinic.id, ctx.person_id)
    try:
        server = own(tx, ctx.clinic.id)
    except Unreadable as fault:
        raise MailNotSent(reason=say("mail_server.why.unreadable", ctx.lang)) from fault
    _count(tx, ctx, server.host if server else "")
    message = OutboxMessage(
        clinic_id=ctx.clinic.id,
        dedupe=f"{Kind.MAIL_TEST}:{ctx.person_id}:{ctx.now.isoformat()}",
        kind=Kind.MAIL_TEST,
        language=ctx.lang,
        recipient=person.email or "",
        facts={"first_name": person.first_name},
        due_at=ctx.now,
        created_at=ctx.now,
    )
    return server, message


def sealed(server: Server, clinic_id: str, person_id: str, now: datetime) -> MailServer:
    """Seal a server for its clinic."""
    where = {name: value for name, value in asdict(server).items() if name != "sender"}
    return MailServer(
        clinic_id=clinic_id,
        server=seal(json.dumps(where), *SERVER, clinic_id),
        sender=seal(server.sender, *SENDER, clinic_id),
        set_at=now,
        set_by=person_id,
    )


def _readable(row: MailServer) -> Server | None:
    try:
        return _opened(row)
    except Unreadable:
        return None


def _opened(row: MailServer) -> Server:
    where = json.loads(unseal(row.server, *SERVER, row.clinic_id))
    sender = unseal(row.sender, *SENDER, row.clinic_id)
    return Server(**where | {"security": Security(where["security"]), "sender": sender})
