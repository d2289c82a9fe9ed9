"""Receipts of texts: the carrier says whether one arrived, and the message log follows.

A receipt names one try of one text, by a key that is made of both: the receipt of an earlier try, or one that was
heard already, says nothing any more.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from sqlmodel import Session

from myaccount.config import config
from myaccount.crypto.hashes import keyed
from myaccount.domain.topics import Topic
from myaccount.integrations.texts.receipts import is_signed, outcome, reason
from myaccount.models import OutboxMessage
from myaccount.services import links
from myaccount.services.context import ClinicContext
from myaccount.store import bus
from myaccount.store import outbox as store

ROUTE = "/hooks/texts/{message_id}/{key}"


def address(tx: Session, message: OutboxMessage) -> str:
    """Say where the carrier is to tell what becomes of this try of a text; blank where it could not reach us."""
    if not (config().is_secure or _is_here(config().text_url)):
        return ""
    return links.address(tx, message.clinic_id, ROUTE.format(message_id=message.id, key=_key(message)))


def hear(tx: Session, ctx: ClinicContext, message_id: str, key: str, form: Mapping[str, str], signature: str) -> bool:
    """Note what a carrier says of a text, and tell whether it was to be believed.

    Edges: of one text and one try only the first receipt counts that says what became of it; the same again, one of an
    earlier try, another clinic's and a forged one are not believed, and change nothing.
    """
    message = store.text(tx, ctx.clinic.id, message_id)
    if message is None or not hmac.compare_digest(_key(message).encode(), key.encode()):
        return False
    if not is_signed(config().text_url, address(tx, message), form, signature):
        return False
    arrived = outcome(form)
    if arrived is None:
        return True
    if not store.note_receipt(tx, message, "" if arrived else reason(form), ctx.now):
        return False
    if message.person_id:
        bus.announce(tx, message.clinic_id, Topic.MESSAGE, ctx.now, message.person_id)
    return True


def _key(message: OutboxMessage) -> str:
    """Make the key of a try: nobody else can, and sent again it is another."""
    made: datetime = message.created_at
    return keyed("text", message.id, made.isoformat(), str(message.attempts)).hex()[:32]


def _is_here(carrier: str) -> bool:
    """Tell whether the carrier is a stand-in on this very machine, which reaches us without https."""
    host = urlsplit(carrier).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
