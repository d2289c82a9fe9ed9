"""Money that the portal itself gives back to the card: paid for a time that was lost, or taken back at once."""

from sqlmodel import Session

from myaccount.domain.ledger import Method
from myaccount.models import Appointment, RefundAttempt
from myaccount.services.context import ClinicContext
from myaccount.services.ledger import books, prepayments
from myaccount.store import ledger, refund_attempts


def ask(tx: Session, ctx: ClinicContext, person_id: str, payment_id: str, cents: int) -> bool:
    """Write down that card money is to go back; the sweep carries it out, and until then it is credit on account.

    Edges: False for money that did not come by card, and while another refund of the payment is under way.
    """
    payment = ledger.payment(tx, ctx.clinic.id, person_id, payment_id)
    if payment.method != Method.CARD or not payment.reference:
        return False
    attempt = RefundAttempt(
        clinic_id=ctx.clinic.id,
        person_id=person_id,
        payment_id=payment.id,
        intent_id=payment.reference,
        amount_cents=cents,
        created_at=ctx.now,
    )
    return refund_attempts.begin(tx, attempt)


def release(tx: Session, ctx: ClinicContext, visit: Appointment, *, to_card: bool = False) -> int:
    """Free what was prepaid for a visit that does not take place: as credit on account, or back to the card.

    Tell how much. Edges: with nothing prepaid, nothing happens.
    """
    freed = prepayments.release(tx, ctx, visit)
    for part in freed:
        if to_card:
            ask(tx, ctx, visit.person_id, part.payment_id, part.cents)
    if freed:
        books.announce(tx, ctx, visit.person_id)
    return sum(part.cents for part in freed)
