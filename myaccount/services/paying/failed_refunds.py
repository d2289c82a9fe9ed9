"""Refunds that did not bring the money where it was meant to go: the patient has it as credit, and the desk is told."""

from dataclasses import replace

from sqlmodel import Session

from myaccount.domain.card_money import RETURNED, original_in, reference_of
from myaccount.domain.ledger import Method
from myaccount.domain.tasks import TaskKind
from myaccount.integrations.stripe.gateway import Refund
from myaccount.messages import say
from myaccount.messages.amounts import amount
from myaccount.models import Payment
from myaccount.services.billing import words
from myaccount.services.context import ClinicContext
from myaccount.services.desk import tasks
from myaccount.services.ledger import journal, payments
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import ledger, refund_attempts
from myaccount.store import tasks as task_store


def put_back(tx: Session, ctx: ClinicContext, payment: Payment, made: Refund) -> bool:
    """Write down, once, that the money of a refund did not reach the card: as a payment of its own, which is credit.

    False when the books hold nothing of that refund. What it was taken from stays unapplied: the desk decides.
    Times: it came in when the payment did, so that a receipt of it is of the same year.
    Money: as much as the books say was refunded, in the payment's currency.
    """
    ledger.lock(tx, ctx.clinic.id, payment.person_id)
    cents, who = refund_attempts.booked(tx, ctx.clinic.id, made.id), payment.person_id
    reference = reference_of(RETURNED, original_in(payment.reference or ""), made.id)
    if not cents or payments.known(tx, ctx, who, reference):
        return bool(cents)
    again = payments.receive(
        tx,
        ctx,
        who,
        cents,
        Method.CARD,
        received_at=payment.received_at,
        payer_id=payment.payer_id,
        reference=reference,
        currency=payment.currency,
    )
    how = Method.CARD.value
    audit.record(tx, ctx, Action.PAYMENT_TAKEN, subject_id=again.id, person_id=who, cents=cents, method=how)
    journal.announce(tx, ctx, who)
    return True


def tell(tx: Session, ctx: ClinicContext, payment: Payment, kind: TaskKind, made: Refund, cents: int = 0) -> None:
    """Give the desk a task about a refund, once: also if it is told again, or somebody has closed it by hand.

    Money: `cents` of it, or all of it.
    """
    if task_store.is_known(tx, ctx.clinic.id, payment.person_id, kind, made.id):
        return
    ctx = replace(ctx, lang=ctx.clinic.language)
    named = {
        "amount": amount(made.cents, payment.currency, ctx.lang),
        "left": amount(cents or made.cents, payment.currency, ctx.lang),
    }
    note = say(f"task.{kind}.note", ctx.lang, payment=words.payment(payment, ctx), **named)
    tasks.give(tx, ctx, kind, payment.person_id, made.id, note)
