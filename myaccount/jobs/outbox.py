"""Send what is due in the outbox."""

import logging
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlmodel import Session

from myaccount.clock import now
from myaccount.config import config
from myaccount.integrations.mail.console import ConsoleMailer
from myaccount.integrations.mail.letter import email
from myaccount.integrations.mail.mailer import Mailer, MailRefused
from myaccount.integrations.mail.smtp import SmtpMailer
from myaccount.models import OutboxMessage
from myaccount.services.letters import letter
from myaccount.store import outbox as store
from myaccount.store.engine import in_read, in_tx

log = logging.getLogger(__name__)

AT_A_TIME = 5
LEASE = timedelta(minutes=2)
"""Longer than five mails take, each of them with the mailer's full patience."""
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
GIVEN_UP_AFTER = timedelta(days=2)


def open_mailer() -> Mailer:
    """Choose who carries mail: the configured server, or the console when there is none."""
    return SmtpMailer(config().smtp_url) if config().smtp_url else ConsoleMailer()


async def send_due(mailer: Mailer, moment: datetime) -> int:
    """Send the messages that are due at `moment`, at most five; tell how many were taken.

    Edges: a sender that dies lets its messages go when the lease runs out, and they are sent by another.
    """
    if not await in_read(store.is_any_due, moment):
        return 0
    taken = await in_tx(store.claim, moment, moment + LEASE, AT_A_TIME)
    for message in taken:
        await _send(mailer, message)
    return len(taken)


async def _send(mailer: Mailer, message: OutboxMessage) -> None:
    try:
        worded = await in_read(letter, message)
        await mailer.send(email(worded, sender=_sender(), recipient=message.recipient, key=message.dedupe))
    except MailRefused as refused:
        await in_tx(_after_refusal, message, refused)
    except Exception:  # one of the edges: a message that cannot be worded must not hold up the others
        reference = secrets.token_hex(4)
        log.exception("bug %s while sending message %s", reference, message.id)
        await in_tx(_after_refusal, message, MailRefused(f"bug_{reference}", is_final=False))
    else:
        await in_tx(_done, message)


def _done(tx: Session, message: OutboxMessage) -> None:
    store.mark_sent(tx, message, now())


def _after_refusal(tx: Session, message: OutboxMessage, refused: MailRefused) -> None:
    """Give a message up, or put it off: 15 s, 30 s, 1 min … up to 15 min, for two days."""
    if refused.is_final or now() - message.created_at > GIVEN_UP_AFTER:
        store.mark_failed(tx, message, refused.code)
        return
    wait = min(FIRST_WAIT * 2 ** min(message.attempts - 1, 10), LONGEST_WAIT)
    store.put_off(tx, message, now() + wait, refused.code)


def _sender() -> str:
    return config().mail_from or f"no-reply@{urlsplit(config().base_url).hostname}"
