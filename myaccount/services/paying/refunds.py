"""Give money of a card payment back, at the processor first and then in the ledger; once, whatever happens between."""

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain import ledger as rules
from myaccount.domain.attempts import LEASE, AlreadyPaying, AttemptState, NotRefundable, PaymentUnsure
from myaccount.domain.clinic_side import DESK
from myaccount.domain.ledger import RefundKind
from myaccount.domain.refusals import NotFound
from myaccount.domain.tasks import TaskKind
from myaccount.integrations.stripe.gateway import Declined, Gateway, NotKnown, NotPossible, Refund, Silent
from myaccount.models import Payment, RefundAttempt
from myaccount.services.context import ClinicContext, StaffContext
from myaccount.services.ledger import journal
from myaccount.services.paying import processor
from myaccount.services.paying.failed_refunds import put_back, tell
from myaccount.services.paying.reversals import Reversal, reverse
from myaccount.services.roles import only
from myaccount.store import ledger, refund_attempts
from myaccount.store.engine import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """A refund that was written down, and of which payment."""

    id: str
    intent_id: str
    cents: int


def refund_card(
    db: Database,
    ctx: StaffContext,
    person_id: str,
    payment_id: str,
    cents: int,
    once: str,
    receipt_id: str | None = None,
) -> None:
    """Give money of a card payment back to the card, and write it into the ledger.

    What is credit goes first, then what is applied: the newest receipt shrinks first, or `receipt_id`.
    Money: cents of the payment's currency. Edges: `once` is the attempt's id: whoever presses again, because the
    processor was silent, looks up what became of it. Another refund of the payment, under way, is looked up first.
    Raises: NotAllowed · NotFound · NoAmount · MoreThanLeft · AlreadyPaying · PaymentUnsure · ProcessorClosed · and,
    when this attempt is over for good, NotRefundable.
    """
    only(ctx, *DESK)
    keys = db.read(processor.keys, ctx.clinic.id)
    if keys is None:
        raise NotRefundable()
    gateway = processor.open_gateway(keys)
    if db.read(refund_attempts.by_id, ctx.clinic.id, once) is not None:
        _look_up(db, gateway, ctx, payment_id, once)
        return
    before = db.read(refund_attempts.open_one, ctx.clinic.id, payment_id)
    if before is not None:
        settle(db, gateway, ctx, before)
    asked = db.write(_ask, ctx, person_id, payment_id, cents, once, receipt_id)
    try:
        if gateway.refund(asked.intent_id, asked.cents, asked.id, asked.id).has_failed:
            raise NotPossible()
    except (NotPossible, NotKnown, Declined) as fault:
        db.write(refund_attempts.close, asked.id, AttemptState.FAILED, ctx.now)
        raise NotRefundable() from fault
    except Silent as fault:
        raise PaymentUnsure() from fault
    row = db.read(refund_attempts.open_one, ctx.clinic.id, payment_id)
    if row is not None:
        settle(db, gateway, ctx, row)


def _look_up(db: Database, gateway: Gateway, ctx: StaffContext, payment_id: str, once: str) -> None:
    """Find out what became of a refund that was asked for before. Raises: NotFound · NotRefundable · PaymentUnsure."""
    before = db.read(refund_attempts.open_one, ctx.clinic.id, payment_id)
    if before is not None and before.id == once:
        settle(db, gateway, ctx, before)
    row = db.read(refund_attempts.by_id, ctx.clinic.id, once)
    if row is None or row.payment_id != payment_id:
        raise NotFound()
    if row.state == AttemptState.FAILED:
        raise NotRefundable()
    if row.state != AttemptState.SUCCEEDED:
        raise PaymentUnsure()


def settle(db: Database, gateway: Gateway, ctx: ClinicContext, row: Row[Any]) -> None:
    """Look up what became of a refund, and write it down, also that it failed.

    Edges: one that the processor does not know of after two minutes was never made; the portal's own is made then.
    """
    made = next((one for one in gateway.refunds(row.intent_id) if one.reference == row.id), None)
    if made is not None:
        db.write(_record, ctx, row, made)
    elif row.by_id is None:
        _give_back(db, gateway, ctx, row)
    elif ctx.now - row.created_at >= LEASE:
        db.write(refund_attempts.close, row.id, AttemptState.FAILED, ctx.now)


def _give_back(db: Database, gateway: Gateway, ctx: ClinicContext, row: Row[Any]) -> None:
    """Make a refund of the portal's own. Edges: what the processor does not give back stays credit on account."""
    try:
        made = gateway.refund(row.intent_id, row.amount_cents, row.id, row.id)
    except (NotPossible, NotKnown, Declined) as fault:
        log.error("the refund %s could not be made: %s", row.id, fault.code)
        db.write(refund_attempts.close, row.id, AttemptState.FAILED, ctx.now)
    else:
        db.write(_record, ctx, row, made)


def follow(db: Database, gateway: Gateway, ctx: ClinicContext, intent_id: str) -> None:
    """Write down the refunds of a payment, those too that were made in the processor's own pages, or failed since."""
    for made in gateway.refunds(intent_id):
        row = db.read(refund_attempts.by_id, ctx.clinic.id, made.reference) if made.reference else None
        if row is not None:
            db.write(_record, ctx, row, made)
        else:
            db.write(_record_stranger, ctx, intent_id, made)


def _ask(
    tx: Session, ctx: StaffContext, person_id: str, payment_id: str, cents: int, once: str, receipt_id: str | None
) -> Asked:
    ledger.lock(tx, ctx.clinic.id, person_id)
    payment = ledger.payment(tx, ctx.clinic.id, person_id, payment_id)
    intent_id = journal.intent_of(payment)
    if not intent_id:
        raise NotRefundable()
    with journal.worded(ctx, payment.currency):
        rules.to_unapply(journal.funds_of(payment), cents)
    attempt = RefundAttempt(
        id=once,
        clinic_id=ctx.clinic.id,
        person_id=person_id,
        payment_id=payment.id,
        intent_id=intent_id,
        receipt_id=receipt_id,
        amount_cents=cents,
        by_id=ctx.person_id,
        created_at=ctx.now,
    )
    if not refund_attempts.begin(tx, attempt):
        raise AlreadyPaying()
    return Asked(attempt.id, attempt.intent_id, cents)


def _record(tx: Session, ctx: ClinicContext, row: Row[Any], made: Refund) -> None:
    """Write a refund of ours into the ledger, once. The person is held before the attempt, as where one begins."""
    ledger.lock(tx, ctx.clinic.id, row.person_id)
    payment = ledger.payment(tx, ctx.clinic.id, row.person_id, row.payment_id)
    state = AttemptState.FAILED if made.has_failed else AttemptState.SUCCEEDED
    is_news = refund_attempts.close(tx, row.id, state, ctx.now) or row.by_id is None
    _write(tx, ctx, payment, made, row.receipt_id, is_news=is_news)


def _record_stranger(tx: Session, ctx: ClinicContext, intent_id: str, made: Refund) -> None:
    payment = refund_attempts.payment_of(tx, ctx.clinic.id, intent_id)
    if payment is not None:
        _write(tx, ctx, payment, made, None)


def _write(
    tx: Session, ctx: ClinicContext, payment: Payment, made: Refund, receipt_id: str | None, *, is_news: bool = False
) -> None:
    """Write what went, or that it did not. `is_news`: of one that failed before it was in the books, nobody knows."""
    if made.has_failed:
        came_back = put_back(tx, ctx, payment, made)
        if came_back or is_news:
            tell(tx, ctx, payment, TaskKind.REFUND_FAILED, made)
        return
    left = reverse(tx, ctx, payment, Reversal(made.id, made.cents, RefundKind.REFUND, receipt_id))
    if left:
        tell(tx, ctx, payment, TaskKind.REFUND_UNMATCHED, made, left)
