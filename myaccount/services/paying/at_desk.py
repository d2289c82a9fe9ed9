"""The desk charges a card on file: through the same attempts as the patient's own payments, and as surely once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.attempts import BankAsks, NotCharged, PaymentUnsure
from myaccount.domain.clinic_side import DESK
from myaccount.domain.refusals import NotFound
from myaccount.integrations.stripe.gateway import Gateway, NotPossible
from myaccount.services.context import StaffContext
from myaccount.services.paying import processor
from myaccount.services.paying.attempts import Begun, charge, write_down
from myaccount.services.paying.processor import Keys
from myaccount.services.paying.settling import settle
from myaccount.services.roles import only
from myaccount.store import attempts as store
from myaccount.store import invoices, ledger, people
from myaccount.store.engine import Database
from myaccount.views.paying import Paying, Stage


def charge_card(
    db: Database,
    ctx: StaffContext,
    person_id: str,
    card_id: str,
    cents: int,
    once: str,
    towards: Sequence[str] | None = None,
) -> None:
    """Charge a patient's card, and apply the money to what they owe, the oldest first; what is over is credit.

    `towards` are the invoices that it is for, if not for all: none for credit. What is not due any more as the money
    comes in is credit too. Money: cents of the clinic's currency.
    Edges: `once` is the attempt's id, so that whoever presses again, because the processor was silent, looks up what
    became of it. While an attempt of the patient's own is open, that is looked up first. What the bank asks its
    customer, nobody answers at the desk: the payment is ended then, and nothing charged.
    Raises: NotAllowed · NotFound, also for an invoice that is not due · PaymentsOff · NoCard · AlreadyPaying ·
    PaymentUnsure · and, when this attempt is over for good, NotCharged · BankAsks.
    """
    only(ctx, *DESK)
    keys = db.read(processor.keys_in_use, ctx)
    gateway = processor.open_gateway(keys)
    row = db.read(store.known, ctx.clinic.id, person_id, once)
    if row is None:
        _settle_own(db, gateway, ctx, person_id, keys)
        charge(db, gateway, ctx, db.write(_begin, ctx, person_id, card_id, cents, once, towards))
        row = db.read(store.own, ctx.clinic.id, person_id, once)
    found = settle(db, gateway, ctx, row, keys)
    if found.stage == Stage.WAITING:
        found = _ended(db, gateway, ctx, row, keys)
        if found.stage != Stage.PAID:
            raise BankAsks()
    if found.stage == Stage.PENDING:
        raise PaymentUnsure()
    if found.stage != Stage.PAID:
        raise NotCharged(reason=found.line)


def _settle_own(db: Database, gateway: Gateway, ctx: StaffContext, person_id: str, keys: Keys) -> None:
    waiting = db.read(store.open_one, ctx.clinic.id, person_id)
    if waiting is not None:
        settle(db, gateway, ctx, waiting, keys)


def _ended(db: Database, gateway: Gateway, ctx: StaffContext, row: Row[Any], keys: Keys) -> Paying:
    try:
        gateway.cancel_payment(row.intent_id)
    except NotPossible:
        pass  # it was charged, or ended, a moment ago: which, is looked up
    return settle(db, gateway, ctx, row, keys)


def _begin(
    tx: Session,
    ctx: StaffContext,
    person_id: str,
    card_id: str,
    cents: int,
    once: str,
    towards: Sequence[str] | None,
) -> Begun:
    people.own(tx, ctx.clinic.id, person_id)
    ledger.lock(tx, ctx.clinic.id, person_id)
    if towards and not {row.id for row in invoices.due(tx, ctx.clinic.id, person_id)}.issuperset(towards):
        raise NotFound()
    return write_down(tx, ctx, person_id, card_id, cents, attempt_id=once, towards=towards)
