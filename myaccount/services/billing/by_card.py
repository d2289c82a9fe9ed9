"""What the desk does with card money: at the processor first, and then in the books."""

from collections.abc import Mapping

from sqlmodel import Session

from myaccount.domain import billing as rules
from myaccount.domain.attempts import BankAsks, NotCharged, NotRefundable
from myaccount.domain.billing import ALL, CREDIT
from myaccount.domain.clinic_side import DESK
from myaccount.domain.ledger import RefundKind
from myaccount.domain.parsing import line, parse_all
from myaccount.services.billing.acts import done, refund_readers, wrong
from myaccount.services.billing.panels import CARD, Asked
from myaccount.services.context import StaffContext
from myaccount.services.ledger import journal
from myaccount.services.paying.at_desk import charge_card
from myaccount.services.paying.refunds import refund_card
from myaccount.services.roles import only
from myaccount.store import ledger
from myaccount.store.engine import Database
from myaccount.views.practice import Outcome

OVER = (NotCharged, BankAsks, NotRefundable)
"""What ends an attempt for good: what is pressed after it is another one. After all else it is the same."""


def is_meant(tx: Session, ctx: StaffContext, asked: Asked, typed: Mapping[str, str]) -> bool:
    """Tell whether a form is about card money that the processor has to move. Raises: NotAllowed · NotFound."""
    only(ctx, *DESK)
    if asked.act == "pay":
        return typed.get("method", "").startswith(CARD)
    if asked.act != "refund" or typed.get("why") != RefundKind.REFUND:
        return False
    payment = ledger.payment(tx, ctx.clinic.id, asked.person_id, asked.subject_id)
    return bool(journal.intent_of(payment))


def save(db: Database, ctx: StaffContext, asked: Asked, typed: Mapping[str, str]) -> Outcome:
    """Charge a card, or give money back to one, as a form says. Raises: what charging and refunding raise."""
    return _charge(db, ctx, asked, typed) if asked.act == "pay" else _refund(db, ctx, asked, typed)


def _charge(db: Database, ctx: StaffContext, asked: Asked, typed: Mapping[str, str]) -> Outcome:
    readers = {"amount": rules.above_zero(ctx.decimal), "method": line(), "towards": line(needed=True)}
    values, problems = parse_all(typed, readers)
    if problems:
        return wrong(problems, ctx)
    towards = {ALL: None, CREDIT: []}.get(values["towards"], [values["towards"]])
    card_id, cents = values["method"].removeprefix(CARD), values["amount"]
    charge_card(db, ctx, asked.person_id, card_id, cents, asked.once, towards)
    return done("billing.done.pay", cents, ctx)


def _refund(db: Database, ctx: StaffContext, asked: Asked, typed: Mapping[str, str]) -> Outcome:
    values, problems = parse_all(typed, refund_readers(ctx))
    if problems:
        return wrong(problems, ctx)
    receipt_id = values["receipt"] or None
    refund_card(db, ctx, asked.person_id, asked.subject_id, values["amount"], asked.once, receipt_id)
    return done("billing.done.refund_card", values["amount"], ctx)
