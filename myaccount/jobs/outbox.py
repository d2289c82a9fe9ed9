"""Send what is due in the outbox."""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlmodel import Session

from myaccount.clock import now
from myaccount.crypto.sealing import Unreadable
from myaccount.domain.mail_server import Server, Why
from myaccount.domain.reminders import Channel
from myaccount.domain.retries import next_try
from myaccount.domain.topics import Topic
from myaccount.integrations.delivery import NotDelivered
from myaccount.integrations.mail.letter import email
from myaccount.jobs.carriers import Carriers
from myaccount.models import OutboxMessage
from myaccount.services.outgoing import judgement, letters, mail_server, text_receipts
from myaccount.services.outgoing.judgement import Judgement
from myaccount.services.outgoing.outbox import Kind
from myaccount.store import bus
from myaccount.store import outbox as store
from myaccount.store.engine import in_read, in_tx

log = logging.getLogger(__name__)

BATCH_SIZE = 5
AT_ONCE = 2
"""While one mail of a lane is handed over, the next is being written."""
WAITED_FOR = 1.0
"""Seconds; most lanes are done by then. The others go on while more is taken for those that are free."""
LEASE = timedelta(minutes=2)
"""Longer than five mails take, each of them with the mailer's whole timeout."""


@dataclass(frozen=True)
class Ready:
    """A message that may go: to whom, and what it says. `mail` is None for a text.

    `receipt` is where the carrier of a text tells whether it arrived. `server` is the clinic's own, at this moment.
    """

    recipient: str
    mail: EmailMessage | None
    text: str = ""
    receipt: str = ""
    server: Server | None = None


async def send_due(carriers: Carriers, moment: datetime) -> int:
    """Send the messages that are due at `moment`, at most five, each on its lane; tell how many were taken.

    Edges: a lane that takes longer goes on by itself, and meanwhile nothing more is taken for it. A sender that dies
    lets its messages go when the lease runs out, and they are sent by another.
    """
    busy = carriers.busy
    if not await in_read(store.is_any_due, moment, busy):
        return 0
    taken = await in_tx(store.claim, moment, moment + LEASE, BATCH_SIZE, busy)
    if not taken:
        return 0
    own = await in_read(mail_server.who_has_one, {message.clinic_id for message in taken})
    lanes: dict[str, list[OutboxMessage]] = {}
    for message in taken:
        lanes.setdefault(store.lane_of(message, own), []).append(message)
    begun = [carriers.start(lane, _send_all(carriers, of_lane)) for lane, of_lane in lanes.items()]
    await asyncio.wait(begun, timeout=WAITED_FOR)
    return len(taken)


async def _send_all(carriers: Carriers, messages: Sequence[OutboxMessage]) -> None:
    turns = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(_send(carriers, message, turns) for message in messages))


async def _send(carriers: Carriers, message: OutboxMessage, turns: asyncio.Semaphore) -> None:
    async with turns:
        try:
            ready = await in_read(_prepare, message, now())
            if isinstance(ready, Judgement):
                await in_tx(_not_now, message, ready)
                return
            await _hand_over(carriers, message.clinic_id, ready)
        except NotDelivered as refused:
            await in_tx(_after_refusal, message, refused)
        except Exception:  # one of the edges: a message that cannot be worded must not hold up the others
            reference = secrets.token_hex(4)
            log.exception("bug %s while sending message %s", reference, message.id)
            await in_tx(_after_refusal, message, NotDelivered(f"bug_{reference}", is_final=False))
        else:
            await in_tx(_done, message, ready.recipient)


def _prepare(tx: Session, message: OutboxMessage, moment: datetime) -> Ready | Judgement:
    """Judge a message at the last moment, and word it if it still holds.

    Edges: the clinic's server is that of this moment, too: over one that was taken away nothing goes any more.
    Raises: NotDelivered for mail of a clinic whose own server is kept but cannot be read: over another it does not go.
    """
    judged = judgement.judge(tx, message, moment)
    if judged.reason or judged.later:
        return judged
    if message.channel == Channel.TEXT:
        worded = letters.text(tx, message, moment)
        return Ready(judged.recipient, None, worded, text_receipts.address(tx, message))
    try:
        server = mail_server.own(tx, message.clinic_id)
    except Unreadable as fault:
        raise NotDelivered(f"mail_server_{Why.UNREADABLE}", is_final=False) from fault
    letter, sender = letters.letter(tx, message, moment), mail_server.sender_over(server)
    mail = email(letter, sender=sender, recipient=judged.recipient, key=message.dedupe)
    return Ready(judged.recipient, mail, server=server)


async def _hand_over(carriers: Carriers, clinic_id: str, ready: Ready) -> None:
    if ready.mail is None:
        await carriers.texter.send(ready.recipient, ready.text, ready.receipt)
    else:
        mailer = await carriers.of_clinic(clinic_id, ready.server)
        await mailer.send(ready.mail)


def _done(tx: Session, message: OutboxMessage, recipient: str) -> None:
    store.mark_sent(tx, message, recipient, now())
    _tell(tx, message)


def _not_now(tx: Session, message: OutboxMessage, judged: Judgement) -> None:
    if judged.later:
        store.put_off(tx, message, judged.later, None)
    elif judged.reason:
        store.withdraw(tx, message, judged.reason)


def _after_refusal(tx: Session, message: OutboxMessage, refused: NotDelivered) -> None:
    """Give a message up, or put it off; a reminder until the visit."""
    is_given_up = message.kind != Kind.VISIT_REMINDER
    again = next_try(message.attempts, message.created_at, now(), is_given_up=is_given_up)
    if refused.is_final or again is None:
        store.mark_failed(tx, message, refused.code)
        _tell(tx, message)
        return
    store.put_off(tx, message, again, refused.code)


def _tell(tx: Session, message: OutboxMessage) -> None:
    """Let the message logs that are open follow."""
    if message.person_id:
        bus.announce(tx, message.clinic_id, Topic.MESSAGE, now(), message.person_id)
