"""Look up what became of an attempt at the processor, and write it down: the only way that card money comes in."""

import logging
from dataclasses import replace
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.config import config
from myaccount.domain.attempts import LEASE, PROOF_LIFE, AttemptState
from myaccount.domain.ledger import Method
from myaccount.domain.prepaying import Outcome
from myaccount.integrations.stripe.gateway import Gateway, Intent, NotKnown, NotPossible, Status
from myaccount.messages import say
from myaccount.messages.amounts import amount
from myaccount.models import Card
from myaccount.services.context import ClinicContext, PatientContext, StaffContext
from myaccount.services.ledger import journal, payments
from myaccount.services.paying.fulfilment import fulfil, lost_line
from myaccount.services.paying.processor import Keys
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import attempts as store
from myaccount.store import ledger
from myaccount.store.engine import Database
from myaccount.views.cards import CardForm
from myaccount.views.paying import Paying, Stage

log = logging.getLogger(__name__)

KIND = {
    "insufficient_funds": "funds",
    "expired_card": "expired",
    "payment_intent_authentication_failure": "proof",
    "authentication_required": "proof",
}
"""Codes of a refusal that have words of their own; every other one is a plain no."""


def settle(db: Database, gateway: Gateway, ctx: ClinicContext, row: Row[Any], keys: Keys) -> Paying:
    """Look up an attempt, write down what became of it, and say so. Safe to do at any time, and any number of times.

    Edges: one that its maker left before the processor knew of it is over after two minutes; one that waits for the
    patient's bank, after half an hour. What was charged counts, even if it was thought to be over.
    """
    if row.state == AttemptState.SUCCEEDED:
        return db.read(paid, row, ctx)
    if row.intent_id is None:
        return _unknown(db, ctx, row)
    try:
        intent = gateway.payment(row.intent_id)
    except NotKnown:
        return _over(db, ctx, row, AttemptState.FAILED, "unknown")
    if not _is_meant(intent, row):
        log.error("payment %s at the processor is not what attempt %s meant", intent.id, row.id)
        return _over(db, ctx, row, AttemptState.FAILED, "mismatch")
    if intent.status is Status.SUCCEEDED:
        db.write(_record, ctx, row)
        return db.read(paid, row, ctx)
    if intent.status is Status.WAITING and ctx.now - row.created_at < PROOF_LIFE:
        return _waiting(intent, keys, ctx) if db.read(_is_payer, row, ctx) else _pending(ctx)
    if intent.status is Status.PROCESSING or (intent.status is Status.NEW and ctx.now - row.created_at < LEASE):
        return _pending(ctx)
    return _ended(db, gateway, ctx, row, intent)


def paid(tx: Session, row: Row[Any], ctx: ClinicContext) -> Paying:
    """Say that an attempt has succeeded, and what became of the time that was paid for, if that is gone."""
    booking = store.booking_of(tx, row.id)
    if booking is not None and booking.outcome == Outcome.LOST:
        return Paying(Stage.LOST.value, lost_line(row, ctx))
    shown = amount(row.amount_cents, row.currency, ctx.lang)
    return Paying(Stage.PAID.value, say("paying.paid", ctx.lang, amount=shown))


def known(tx: Session, row: Row[Any], ctx: ClinicContext) -> Paying:
    """Say what is known of an attempt."""
    state = AttemptState(row.state)
    if state is AttemptState.SUCCEEDED:
        return paid(tx, row, ctx)
    if state is AttemptState.OPEN:
        return Paying(Stage.PENDING.value, say("paying.pending", ctx.lang))
    return _told(state, row.code, ctx)


def _told(state: AttemptState, code: str, ctx: ClinicContext) -> Paying:
    if state is AttemptState.CANCELLED:
        return Paying(Stage.CANCELLED.value, say("paying.cancelled", ctx.lang))
    return Paying(Stage.DECLINED.value, say(f"paying.declined.{KIND.get(code, 'other')}", ctx.lang))


def _is_meant(intent: Intent, row: Row[Any]) -> bool:
    meant = (row.customer_id, row.amount_cents, row.currency, row.id)
    return (intent.customer_id, intent.cents, intent.currency, intent.reference) == meant


def _unknown(db: Database, ctx: ClinicContext, row: Row[Any]) -> Paying:
    """Judge an attempt of which the processor's name is not known: as long as that is so, no card is charged."""
    if ctx.now - row.created_at < LEASE and row.closed_at is None:
        return Paying(Stage.PENDING.value, say("paying.pending", ctx.lang))
    return _over(db, ctx, row, AttemptState.FAILED, "abandoned")


def _ended(db: Database, gateway: Gateway, ctx: ClinicContext, row: Row[Any], intent: Intent) -> Paying:
    """End a payment at the processor for ever, before the attempt is closed and another may begin."""
    if intent.status is not Status.CANCELLED:
        try:
            gateway.cancel_payment(intent.id)
        except NotPossible:
            if gateway.payment(intent.id).status is Status.SUCCEEDED:
                db.write(_record, ctx, row)
                return db.read(paid, row, ctx)
            return Paying(Stage.PENDING.value, say("paying.pending", ctx.lang))
    state = AttemptState.FAILED if intent.status is Status.FAILED else AttemptState.CANCELLED
    return _over(db, ctx, row, state, intent.code)


def _over(db: Database, ctx: ClinicContext, row: Row[Any], state: AttemptState, code: str) -> Paying:
    if row.closed_at is None:
        db.write(_close, ctx, row, state, code)
    return _told(state, code, ctx)


def _is_payer(tx: Session, row: Row[Any], ctx: ClinicContext) -> bool:
    """Tell whether the bank's question is for whoever looks: where one pays for another, only one of them has it."""
    if isinstance(ctx, StaffContext) or not isinstance(ctx, PatientContext):
        return True  # who looks is the clinic, or the portal itself
    return payer_of(tx, row) == ctx.oneself.person_id


def payer_of(tx: Session, row: Row[Any]) -> str:
    """Tell whose card an attempt charges."""
    return tx.get_one(Card, row.card_id).person_id


def _pending(ctx: ClinicContext) -> Paying:
    return Paying(Stage.PENDING.value, say("paying.pending", ctx.lang))


def _waiting(intent: Intent, keys: Keys, ctx: ClinicContext) -> Paying:
    proof = CardForm(config().stripe_js_url, keys.publishable_key, intent.client_secret)
    return Paying(Stage.WAITING.value, say("paying.waiting", ctx.lang), proof)


def _record(tx: Session, ctx: ClinicContext, row: Row[Any]) -> None:
    """Write the money into the ledger, once: whoever comes second finds the attempt closed, and the payment known.

    The person is held before the attempt, as where an attempt begins: in another order two could wait for each other.
    """
    ledger.lock(tx, ctx.clinic.id, row.person_id)
    if not store.succeed(tx, row.id, ctx.now):
        return
    then = replace(ctx, clinic=replace(ctx.clinic, currency=row.currency))
    if payments.known(tx, then, row.person_id, row.intent_id):
        return
    payer_id = payer_of(tx, row)
    payment = payments.receive(
        tx, then, row.person_id, row.amount_cents, Method.CARD, payer_id=payer_id, reference=row.intent_id,
        currency=row.currency,
    )  # fmt: skip
    fulfil(tx, then, row, payment)
    facts = {"cents": row.amount_cents, "method": Method.CARD.value}
    audit.record(tx, ctx, Action.PAYMENT_TAKEN, subject_id=payment.id, person_id=row.person_id, **facts)
    journal.announce(tx, ctx, row.person_id)


def _close(tx: Session, ctx: ClinicContext, row: Row[Any], state: AttemptState, code: str) -> None:
    if store.close(tx, row.id, state, ctx.now, code):
        audit.record(tx, ctx, Action.PAYMENT_FAILED, subject_id=row.id, person_id=row.person_id, code=code)
        journal.announce(tx, ctx, row.person_id)
