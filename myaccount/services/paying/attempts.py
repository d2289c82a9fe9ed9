"""Pay Balance: an attempt is written down, then the processor is asked, then it is looked up what became of it.

Money is written into the ledger only after the payment was looked up at the processor and is the one that was meant.
docs/adr/0012 says why no step can charge twice.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from myaccount.domain.attempts import (
    AllAtOnce,
    AlreadyPaying,
    AttemptState,
    BalanceChanged,
    NoCard,
    NothingChosen,
    NothingDue,
    PaymentUnsure,
)
from myaccount.domain.refusals import NotFound
from myaccount.integrations.stripe.gateway import Declined, Gateway, Intent, NotPossible, Order, Silent
from myaccount.models import PaymentAttempt
from myaccount.models.columns import new_id
from myaccount.services.billing import balance
from myaccount.services.context import PatientContext
from myaccount.services.paying import processor
from myaccount.services.paying.processor import Keys
from myaccount.services.paying.settling import known, settle
from myaccount.store import attempts as store
from myaccount.store import cards, clinics, invoices, ledger, processors
from myaccount.store.engine import Database
from myaccount.views.paying import Paying


@dataclass(frozen=True)
class Begun:
    """An attempt as it was written down."""

    id: str
    order: Order


def pay(
    db: Database, ctx: PatientContext, card_id: str, shown_cents: int, chosen: Collection[str] | None = None
) -> Paying:
    """Pay all that is due with one of the patient's cards; or the invoices chosen, where the clinic lets them choose.

    Money: what is due is read here; `shown_cents` is what the page has shown, and another amount is refused.
    Edges: while an attempt is open, this looks up what became of it instead of making another.
    Raises: PaymentsOff · NothingDue · BalanceChanged, also when a chosen invoice has been paid · AllAtOnce ·
    NothingChosen · NotFound for an invoice that is somebody else's · NoCard · AlreadyPaying · PaymentUnsure.
    """
    keys = db.read(processor.keys_in_use, ctx)
    gateway = processor.open_gateway(keys)
    waiting = db.read(store.open_one, ctx.clinic.id, ctx.person_id)
    if waiting is not None:
        return settle(db, gateway, ctx, waiting, keys)
    begun = db.write(_begin, ctx, card_id, shown_cents, chosen)
    charge(db, gateway, ctx, begun)
    return settle(db, gateway, ctx, db.read(store.own, ctx.clinic.id, ctx.person_id, begun.id), keys)


def look_up(db: Database, ctx: PatientContext) -> Paying:
    """Look up what became of the attempt that is open, if there is one."""
    waiting = db.read(store.open_one, ctx.clinic.id, ctx.person_id)
    keys = db.read(processor.keys, ctx.clinic.id)
    if waiting is None or keys is None:
        return Paying()
    return settle(db, processor.open_gateway(keys), ctx, waiting, keys)


def give_up(db: Database, ctx: PatientContext) -> Paying:
    """End the open attempt without charging the card, if it is not charged yet."""
    waiting = db.read(store.open_one, ctx.clinic.id, ctx.person_id)
    if waiting is None or waiting.intent_id is None:
        return Paying()
    keys = _keys(db, ctx)
    gateway = processor.open_gateway(keys)
    try:
        gateway.cancel_payment(waiting.intent_id)
    except NotPossible:
        pass  # it was charged, or ended, a moment ago: which, is looked up
    return settle(db, gateway, ctx, waiting, keys)


def write_down(
    tx: Session,
    ctx: PatientContext,
    person_id: str,
    card_id: str,
    cents: int,
    *,
    attempt_id: str = "",
    towards: Sequence[str] | None = None,
    payer_id: str = "",
) -> Begun:
    """Write an attempt down to charge a person's card: that is the lock. `attempt_id` where it has its id already.

    `payer_id` is whose card it is, where somebody else pays for the person. `towards` are the invoices that the money
    is for, where somebody has chosen: none for credit.

    Money: cents of the clinic's currency. Raises: NoCard · AlreadyPaying, also when the id is taken.
    """
    try:
        card = cards.one(tx, ctx.clinic.id, payer_id or person_id, card_id)
    except NotFound as gone:
        raise NoCard() from gone
    attempt = PaymentAttempt(
        id=attempt_id or new_id(),
        clinic_id=ctx.clinic.id,
        person_id=person_id,
        card_id=card.id,
        customer_id=processors.customer(tx, ctx.clinic.id, payer_id or person_id),
        method_id=card.method_id,
        amount_cents=cents,
        currency=clinics.currency(tx, ctx.clinic.id),
        towards=None if towards is None else list(towards),
        created_at=ctx.now,
    )
    store.begin(tx, attempt)
    order = Order(attempt.id, attempt.customer_id, attempt.method_id, cents, attempt.currency)
    return Begun(attempt.id, order)


def became(tx: Session, ctx: PatientContext, attempt_id: str) -> Paying:
    """Tell what is known of one attempt, without asking the processor. Raises: NotFound."""
    return known(tx, store.own(tx, ctx.clinic.id, ctx.person_id, attempt_id), ctx)


def open_attempt(tx: Session, ctx: PatientContext) -> str:
    """Name the attempt that is open; blank when none is."""
    found = store.open_one(tx, ctx.clinic.id, ctx.person_id)
    return str(found.id) if found else ""


def _begin(tx: Session, ctx: PatientContext, card_id: str, shown_cents: int, chosen: Collection[str] | None) -> Begun:
    """Write the attempt down, which is the lock, while nobody else touches the person's money."""
    ledger.lock(tx, ctx.clinic.id, ctx.person_id)
    due = {row.id: row.due_cents for row in balance.of(tx, ctx).invoices}
    if not due:
        raise NothingDue()
    if chosen is not None:
        _check_choice(tx, ctx, due, chosen)
    cents = sum(due[invoice_id] for invoice_id in (due if chosen is None else {*chosen}))
    if cents != shown_cents:
        raise BalanceChanged()
    towards = None if chosen is None else sorted({*chosen})
    return write_down(tx, ctx, ctx.person_id, card_id, cents, towards=towards, payer_id=ctx.oneself.person_id)


def _check_choice(tx: Session, ctx: PatientContext, due: Collection[str], chosen: Collection[str]) -> None:
    if not ctx.settings.choose_invoices:
        raise AllAtOnce()
    if not chosen:
        raise NothingChosen()
    if not {*chosen} <= {*due}:
        own = invoices.some(tx, ctx.clinic.id, ctx.person_id, {*chosen})
        raise BalanceChanged() if len(own) == len({*chosen}) else NotFound()


def charge(db: Database, gateway: Gateway, ctx: PatientContext, begun: Begun) -> None:
    """Write the payment down at the processor, note its name, and only then let it charge the card.

    What became of it is looked up after that. Raises: AlreadyPaying · PaymentUnsure · NoCard.
    """
    intent = _written(db, gateway, ctx, begun)
    if not db.write(store.set_intent, begun.id, intent.id):
        gateway.cancel_payment(intent.id)  # somebody took this attempt for abandoned: it must not charge any more
        raise AlreadyPaying()
    try:
        gateway.confirm_payment(intent.id, f"{begun.id}-confirm")
    except (Declined, NotPossible):
        return  # what became of it is looked up
    except Silent as fault:
        raise PaymentUnsure() from fault


def _written(db: Database, gateway: Gateway, ctx: PatientContext, begun: Begun) -> Intent:
    try:
        return gateway.create_payment(begun.order, begun.id)
    except Silent:
        db.write(store.close, begun.id, AttemptState.FAILED, ctx.now, "silent")  # it will never be confirmed
        raise
    except (Declined, NotPossible) as fault:
        db.write(store.close, begun.id, AttemptState.FAILED, ctx.now, fault.code)
        raise NoCard() from fault


def _keys(db: Database, ctx: PatientContext) -> Keys:
    found = db.read(processor.keys, ctx.clinic.id)
    if found is None:
        raise NotFound()
    return found
