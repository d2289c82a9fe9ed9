"""What the processor tells of by itself, and what is looked up when it does not: in any order, any number of times."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from myaccount.crypto.sealing import Unreadable
from myaccount.domain.attempts import LEASE
from myaccount.integrations.stripe.gateway import Event, Forged, Gateway, KeysRefused, ProcessorFault, Silent
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.services.paying import cards, disputes, processor, refunds
from myaccount.services.paying.processor import Keys
from myaccount.services.paying.settling import settle
from myaccount.store import attempts, processors, refund_attempts
from myaccount.store.engine import Database

log = logging.getLogger(__name__)

BATCH_SIZE = 50
REFUNDS = ("charge.refund", "refund.")
DISPUTES = "charge.dispute."
CARDS = ("setup_intent.", "payment_method.")
Isolation = Callable[[str], AbstractContextManager[None]]


def process(db: Database, ctx: ClinicContext, body: bytes, signature: str) -> bool:
    """Take a message of the processor's; tell whether it is one. A message says only that something is to be looked up.

    Edges: one that has been dealt with counts for nothing when it comes again, early or late. A clinic without a
    processor takes none.
    """
    keys = db.read(processor.keys, ctx.clinic.id)
    if keys is None or not keys.webhook_secret:
        return False
    asked = Asking(processor.open_gateway(keys), ctx, keys)
    try:
        event = asked.gateway.event(body, signature)
    except Forged:
        return False
    if not db.read(attempts.is_heard, ctx.clinic.id, event.id):
        _look_up(db, asked, event)
        db.write(attempts.note_heard, ctx.clinic.id, event.id, event.kind, ctx.now)
    return True


def _together(_name: str) -> AbstractContextManager[None]:
    return nullcontext()


def settle_open(db: Database, now: datetime, isolated: Isolation = _together) -> None:
    """Look up every attempt that its maker has left, a clinic at a time. Times: aware UTC.

    Who has waited longest comes first: among the clinics, and in each of them. `apart` keeps what fails within it from
    what comes after, and is given its name.
    Edges: a clinic whose processor does not answer, or does not take its keys, is asked for no more in this sweep.
    """
    for clinic_id in db.read(_clinics_left, now - LEASE):
        with isolated(f"looking up payments, clinic {clinic_id}"):
            _sweep_clinic(db, clinic_id, now, isolated)


def is_any_left(tx: Session, now: datetime) -> bool:
    """Tell whether there is anything to sweep. Times: aware UTC."""
    return bool(_clinics_left(tx, now - LEASE))


def asking(db: Database, clinic_id: str, now: datetime) -> "Asking | None":
    """Open the way to a clinic's processor, for the portal itself; None for a clinic that has none."""
    facts = db.read(clinics.facts, clinic_id)
    keys = db.read(processor.keys, clinic_id)
    if keys is None:
        return None
    return Asking(processor.open_gateway(keys), ClinicContext(facts, now, facts.language), keys)


@dataclass(frozen=True)
class Asking:
    """The way to a processor, and in whose name it is asked."""

    gateway: Gateway
    ctx: ClinicContext
    keys: Keys


def _look_up(db: Database, asked: Asking, event: Event) -> None:
    if event.intent_id:
        row = db.read(attempts.by_intent, asked.ctx.clinic.id, event.intent_id)
        if row is not None:
            settle(db, asked.gateway, asked.ctx, row, asked.keys)
        if event.kind.startswith(REFUNDS):
            refunds.follow(db, asked.gateway, asked.ctx, event.intent_id)
        if event.kind.startswith(DISPUTES):
            disputes.follow(db, asked.gateway, asked.ctx, event.intent_id)
    elif event.customer_id and event.kind.startswith(CARDS):
        person_id = db.read(processors.person_of, asked.ctx.clinic.id, event.customer_id)
        if person_id:
            cards.finish_for(db, asked.gateway, asked.ctx, person_id)


def _clinics_left(tx: Session, before: datetime) -> list[str]:
    payments, given_back = attempts.left_in(tx, before), refund_attempts.left_in(tx, before)
    since = {one: min(filter(None, (payments.get(one), given_back.get(one)))) for one in {*payments, *given_back}}
    return sorted(since, key=lambda one: since[one])


def _sweep_clinic(db: Database, clinic_id: str, now: datetime, isolated: Isolation) -> None:
    try:
        found = asking(db, clinic_id, now)
    except Unreadable:
        log.error("payments of clinic %s cannot be looked up: its processor's keys do not open", clinic_id)
        return
    if found is None:
        return
    before = now - LEASE
    for row in db.read(attempts.left, clinic_id, before, BATCH_SIZE):
        with isolated(f"looking up payment attempt {row.id}"):
            db.write(attempts.note_lookup, row.id, now)
            if not _answers(partial(settle, db, found.gateway, found.ctx, row, found.keys)):
                return
    for row in db.read(refund_attempts.left, clinic_id, before, BATCH_SIZE):
        with isolated(f"looking up refund attempt {row.id}"):
            db.write(refund_attempts.note_lookup, row.id, now)
            if not _answers(partial(refunds.settle, db, found.gateway, found.ctx, row)):
                return


def _answers(look_up: Callable[[], object]) -> bool:
    """Look something up; False where the processor would answer for nothing else of this clinic's either."""
    try:
        look_up()
    except ProcessorFault as fault:
        log.warning("an attempt could not be looked up: %s", type(fault).__name__)
        return not isinstance(fault, Silent | KeysRefused)
    return True
