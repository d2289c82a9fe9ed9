"""Compare the ledger with what the processor says, to the cent: nothing is changed."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from myaccount.integrations.stripe.gateway import Gateway, Intent, Status
from myaccount.services.paying.processor_events import asking
from myaccount.store import clinics, paid
from myaccount.store.engine import Database


def differences(db: Database, since: datetime, now: datetime) -> Iterator[str]:
    """Tell every difference since an instant, of every clinic that has a processor. Times: aware UTC.

    Edges: what the clinic does with the same account outside this portal carries no reference of ours, and is left out.
    Raises: ProcessorFault.
    """
    for clinic_id in db.read(clinics.ids):
        if asked := asking(db, clinic_id, now):
            known = db.read(paid.by_card, clinic_id, since)
            there = {one.id: one for one in asked.gateway.payments_since(since) if one.reference}
            taken = _taken(asked.gateway)
            for intent in there.values():
                refunded = _given_back(asked.gateway, intent.id) if intent.id in known else 0
                refunded += taken[intent.id]
                yield from _compared(asked.ctx.clinic.slug, intent, known.get(intent.id), refunded)
            for reference in known.keys() - there.keys():
                yield f"{asked.ctx.clinic.slug}: {reference} is in the ledger, and the processor does not know it"


def _given_back(gateway: Gateway, intent_id: str) -> int:
    return sum(one.cents for one in gateway.refunds(intent_id) if not one.has_failed)


def _taken(gateway: Gateway) -> Counter[str]:
    """Tell how much of each payment the bank has taken back. Money: cents."""
    taken: Counter[str] = Counter()
    for one in gateway.disputes():
        taken[one.intent_id] += one.cents if one.is_taken else 0
    return taken


def _compared(slug: str, intent: Intent, known: tuple[int, int] | None, refunded: int) -> Iterator[str]:
    if known is None:
        if intent.status is Status.SUCCEEDED:
            yield f"{slug}: {intent.id} was charged {intent.cents} {intent.currency}, and is not in the ledger"
        return
    paid_cents, refunded_cents = known
    if intent.status is not Status.SUCCEEDED:
        yield f"{slug}: {intent.id} is in the ledger, and was not charged ({intent.status})"
    elif paid_cents != intent.cents:
        yield f"{slug}: {intent.id} was charged {intent.cents}, and the ledger says {paid_cents}"
    elif refunded_cents != refunded:
        yield f"{slug}: {intent.id} was refunded {refunded}, and the ledger says {refunded_cents}"
