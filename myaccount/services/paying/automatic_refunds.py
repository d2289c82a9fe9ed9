"""Money that the portal itself gives back to the card: paid for a time that was lost, or taken back at once."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from myaccount.messages import Language, say
from myaccount.messages.amounts import amount
from myaccount.models import Appointment, RefundAttempt
from myaccount.services.context import ClinicContext
from myaccount.services.ledger import journal, prepayments
from myaccount.store import ledger, refund_attempts

Given = Mapping[tuple[str, str], int]
"""What becomes of prepaid money: cents, by where they go ("card", "credit") and their currency."""


def ask(tx: Session, ctx: ClinicContext, person_id: str, payment_id: str, cents: int) -> bool:
    """Write down that card money is to go back; the sweep carries it out, and until then it is credit on account.

    Money: cents of the payment's currency. Edges: False for money that did not come by card, and while another refund
    of the payment is under way.
    """
    payment = ledger.payment(tx, ctx.clinic.id, person_id, payment_id)
    intent_id = journal.intent_of(payment)
    if not intent_id:
        return False
    attempt = RefundAttempt(
        clinic_id=ctx.clinic.id,
        person_id=person_id,
        payment_id=payment.id,
        intent_id=intent_id,
        amount_cents=cents,
        created_at=ctx.now,
    )
    return refund_attempts.begin(tx, attempt)


def release(tx: Session, ctx: ClinicContext, visit: Appointment, *, to_card: bool = False) -> Given:
    """Free what was prepaid for a visit that does not take place: as credit on account, or back to the card.

    Tell how much goes where. Edges: with nothing prepaid, nothing happens.
    """
    given: Counter[tuple[str, str]] = Counter()
    for part in prepayments.release(tx, ctx, visit):
        goes_back = to_card and ask(tx, ctx, visit.person_id, part.payment_id, part.cents)
        payment = ledger.payment(tx, ctx.clinic.id, visit.person_id, part.payment_id)
        given["card" if goes_back else "credit", payment.currency] += part.cents
    if given:
        journal.announce(tx, ctx, visit.person_id)
    return given


def foretold(tx: Session, ctx: ClinicContext, visit: Appointment, *, to_card: bool = False) -> Given:
    """Tell how much would go where if what was prepaid for a visit were released now."""
    given: Counter[tuple[str, str]] = Counter()
    for part in prepayments.parts(tx, ctx, visit):
        payment = ledger.payment(tx, ctx.clinic.id, visit.person_id, part.payment_id)
        is_free = refund_attempts.open_one(tx, ctx.clinic.id, payment.id) is None
        goes_back = to_card and is_free and bool(journal.intent_of(payment))
        given["card" if goes_back else "credit", payment.currency] += part.cents
    return given


def told(given: Given, lang: Language) -> Sequence[str]:
    """Say what becomes of prepaid money, a sentence for each place that it goes to."""
    return [say(f"prepaid.{where}", lang, amount=amount(cents, currency, lang))
            for (where, currency), cents in sorted(given.items())]  # fmt: skip
