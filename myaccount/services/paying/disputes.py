"""Money that a patient's bank has taken back: a chargeback in the ledger, and a payment again if the clinic wins.

The desk has a task for as long as there is something to answer: it alone can, in the processor's own pages.
"""

from dataclasses import replace

from sqlmodel import Session

from myaccount.domain.card_money import WON, reference_of
from myaccount.domain.ledger import Method, RefundKind
from myaccount.domain.tasks import TaskKind
from myaccount.domain.topics import Topic
from myaccount.integrations.stripe.gateway import Dispute, Gateway
from myaccount.messages import say
from myaccount.messages.amounts import amount
from myaccount.models import Payment
from myaccount.services.billing import words
from myaccount.services.context import ClinicContext
from myaccount.services.desk import tasks
from myaccount.services.ledger import journal, payments
from myaccount.services.paying.reversals import Reversal, reverse
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, ledger, refund_attempts
from myaccount.store import tasks as task_store
from myaccount.store.engine import Database


def follow(db: Database, gateway: Gateway, ctx: ClinicContext, intent_id: str) -> None:
    """Look up what is disputed of a payment, and write down what money went, and what came back."""
    for found in gateway.disputes(intent_id):
        db.write(_record, ctx, intent_id, found)


def _record(tx: Session, ctx: ClinicContext, intent_id: str, found: Dispute) -> None:
    payment = refund_attempts.payment_of(tx, ctx.clinic.id, intent_id)
    if payment is None:
        return
    ledger.lock(tx, ctx.clinic.id, payment.person_id)
    tx.refresh(payment)
    is_known = refund_attempts.is_in_ledger(tx, ctx.clinic.id, found.id)
    if found.is_taken and not is_known:
        _take(tx, ctx, payment, found)
        _settle(tx, ctx, payment, found)  # what the bank had asked until now
        _tell(tx, ctx, payment, found, TaskKind.DISPUTE)
    elif found.is_over:
        if found.is_won and is_known:
            _give_back(tx, ctx, payment, found)
        _settle(tx, ctx, payment, found)
    elif not found.is_taken:
        _tell(tx, ctx, payment, found, TaskKind.INQUIRY)


def _take(tx: Session, ctx: ClinicContext, payment: Payment, found: Dispute) -> None:
    """Write a chargeback down, which unapplies first, newest receipt first. Edges: never more than is left."""
    reverse(tx, ctx, payment, Reversal(found.id, found.cents, RefundKind.CHARGEBACK))


def _give_back(tx: Session, ctx: ClinicContext, payment: Payment, found: Dispute) -> None:
    """Write down that the money came back, once: as a payment of its own, to what is due, the oldest first.

    Money: what this dispute took in the ledger, which is less than what is disputed after a partial refund.
    """
    reference = reference_of(WON, payment.reference or "", found.id)
    if payments.known(tx, ctx, payment.person_id, reference):
        return
    cents, who = refund_attempts.booked(tx, ctx.clinic.id, found.id), payment.person_id
    again = payments.receive(
        tx,
        ctx,
        who,
        cents,
        Method.CARD,
        payer_id=payment.payer_id,
        reference=reference,
        currency=payment.currency,
    )
    payments.apply_oldest_first(tx, ctx, who, again.id)
    how = Method.CARD.value
    audit.record(tx, ctx, Action.PAYMENT_TAKEN, subject_id=again.id, person_id=who, cents=cents, method=how)
    journal.announce(tx, ctx, payment.person_id)


def _tell(tx: Session, ctx: ClinicContext, payment: Payment, found: Dispute, kind: TaskKind) -> None:
    """Give the desk a task, once: also if it comes again, or somebody has closed it by hand."""
    if task_store.is_known(tx, ctx.clinic.id, payment.person_id, kind, found.id):
        return
    ctx = replace(ctx, lang=ctx.clinic.language)
    cents = amount(found.cents, payment.currency, ctx.lang)
    note = say(f"task.{kind}.note", ctx.lang, amount=cents, payment=words.payment(payment, ctx))
    tasks.give(tx, ctx, kind, payment.person_id, found.id, note)


def _settle(tx: Session, ctx: ClinicContext, payment: Payment, found: Dispute) -> None:
    """Close what the desk was told, if it still waits: the bank has decided."""
    if task_store.finish_about(tx, ctx.clinic.id, payment.person_id, found.id, ctx.now, None):
        bus.announce(tx, ctx.clinic.id, Topic.TASK, ctx.now, payment.person_id)
