"""Send what is due in the outbox."""

import asyncio
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

from sqlmodel import Session

from myaccount.clock import now
from myaccount.config import config
from myaccount.domain.reminders import Channel
from myaccount.integrations.delivery import NotDelivered
from myaccount.integrations.mail.console import ConsoleMailer
from myaccount.integrations.mail.letter import email
from myaccount.integrations.mail.mailer import Mailer
from myaccount.integrations.mail.smtp import SmtpMailer
from myaccount.integrations.texts.console import ConsoleTexter
from myaccount.integrations.texts.http import HttpTexter
from myaccount.integrations.texts.texter import Texter
from myaccount.models import OutboxMessage
from myaccount.services.outgoing import judgement, letters, text_receipts
from myaccount.services.outgoing.judgement import Judgement
from myaccount.services.outgoing.outbox import Kind
from myaccount.store import bus
from myaccount.store import outbox as store
from myaccount.store.engine import in_read, in_tx

log = logging.getLogger(__name__)

AT_A_TIME = 5
AT_ONCE = 2
"""While one mail is handed over, the next is being written."""
LEASE = timedelta(minutes=2)
"""Longer than five mails take, each of them with the mailer's full patience."""
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
GIVEN_UP_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class Ready:
    """A message that may go: to whom, and what it says. `mail` is None for a text.

    `receipt` is where the carrier of a text tells whether it arrived.
    """

    recipient: str
    mail: EmailMessage | None
    text: str = ""
    receipt: str = ""


@dataclass(frozen=True)
class Carriers:
    """Who carries mail, and who carries texts."""

    mailer: Mailer
    texter: Texter

    async def close(self) -> None:
        """Let go of every connection."""
        await self.mailer.close()
        await self.texter.close()


def open_carriers() -> Carriers:
    """Choose who carries mail and texts: the configured servers, or the console where there is none."""
    mailer = SmtpMailer(config().smtp_url) if config().smtp_url else ConsoleMailer()
    texter = HttpTexter(config().text_url, config().text_from) if config().text_url else ConsoleTexter()
    return Carriers(mailer, texter)


async def send_due(carriers: Carriers, moment: datetime) -> int:
    """Send the messages that are due at `moment`, at most five; tell how many were taken.

    Edges: a sender that dies lets its messages go when the lease runs out, and they are sent by another.
    """
    if not await in_read(store.is_any_due, moment):
        return 0
    taken = await in_tx(store.claim, moment, moment + LEASE, AT_A_TIME)
    turns = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(_send(carriers, message, turns) for message in taken))
    return len(taken)


async def _send(carriers: Carriers, message: OutboxMessage, turns: asyncio.Semaphore) -> None:
    async with turns:
        try:
            ready = await in_read(_prepare, message, now())
            if isinstance(ready, Judgement):
                await in_tx(_not_now, message, ready)
                return
            await _hand_over(carriers, ready)
        except NotDelivered as refused:
            await in_tx(_after_refusal, message, refused)
        except Exception:  # one of the edges: a message that cannot be worded must not hold up the others
            reference = secrets.token_hex(4)
            log.exception("bug %s while sending message %s", reference, message.id)
            await in_tx(_after_refusal, message, NotDelivered(f"bug_{reference}", is_final=False))
        else:
            await in_tx(_done, message, ready.recipient)


def _prepare(tx: Session, message: OutboxMessage, moment: datetime) -> Ready | Judgement:
    """Judge a message at the last moment, and word it if it still holds."""
    judged = judgement.judge(tx, message, moment)
    if judged.reason or judged.later:
        return judged
    if message.channel == Channel.TEXT:
        worded = letters.text(tx, message, moment)
        return Ready(judged.recipient, None, worded, text_receipts.address(tx, message))
    letter = letters.letter(tx, message, moment)
    return Ready(judged.recipient, email(letter, sender=_sender(), recipient=judged.recipient, key=message.dedupe))


async def _hand_over(carriers: Carriers, ready: Ready) -> None:
    if ready.mail is None:
        await carriers.texter.send(ready.recipient, ready.text, ready.receipt)
    else:
        await carriers.mailer.send(ready.mail)


def _done(tx: Session, message: OutboxMessage, recipient: str) -> None:
    store.mark_sent(tx, message, recipient, now())
    _tell(tx, message)


def _not_now(tx: Session, message: OutboxMessage, judged: Judgement) -> None:
    if judged.later:
        store.put_off(tx, message, judged.later, None)
    elif judged.reason:
        store.withdraw(tx, message, judged.reason)


def _after_refusal(tx: Session, message: OutboxMessage, refused: NotDelivered) -> None:
    """Give a message up, or put it off: 15 s, 30 s, 1 min … up to 15 min, for two days; a reminder until the visit."""
    is_old = message.kind != Kind.VISIT_REMINDER and now() - message.created_at > GIVEN_UP_AFTER
    if refused.is_final or is_old:
        store.mark_failed(tx, message, refused.code)
        _tell(tx, message)
        return
    wait = min(FIRST_WAIT * 2 ** min(message.attempts - 1, 10), LONGEST_WAIT)
    store.put_off(tx, message, now() + wait, refused.code)


def _tell(tx: Session, message: OutboxMessage) -> None:
    """Let the message logs that are open follow."""
    if message.person_id:
        bus.announce(tx, message.clinic_id, "message", now(), message.person_id)


def _sender() -> str:
    return config().mail_from or f"no-reply@{urlsplit(config().base_url).hostname}"
