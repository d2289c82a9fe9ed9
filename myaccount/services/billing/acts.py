"""What comes back from a form about money: read as it was typed, and done, all of it or nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain import billing as rules
from myaccount.domain.billing import ALL, AT_THE_DESK, CREDIT, MOST_LINES, Sold, lines_typed, read_parts
from myaccount.domain.clinic_side import DESK
from myaccount.domain.ledger import InvoiceKind, Method, RefundKind
from myaccount.domain.money import read_ppm
from myaccount.domain.money_refusals import NoAmount
from myaccount.domain.parsing import FieldError, Parser, choice, line, parse_all
from myaccount.domain.refusals import NotAllowed
from myaccount.messages import say
from myaccount.messages.amounts import amount
from myaccount.services.billing import balance
from myaccount.services.billing.missed import fee_for, kept, missed
from myaccount.services.billing.panels import Asked
from myaccount.services.context import StaffContext
from myaccount.services.desk import money as desk_money
from myaccount.services.form_merge import current_values, word_problems
from myaccount.services.ledger import journal
from myaccount.services.ledger.invoices import Item
from myaccount.services.roles import only
from myaccount.store import ledger
from myaccount.views.practice import Outcome

KINDS = {Sold.PRODUCT: InvoiceKind.SALE, Sold.OTHER: InvoiceKind.OTHER}
Typed = Mapping[str, str]


def save(tx: Session, ctx: StaffContext, asked: Asked, typed: Typed) -> Outcome:
    """Do what a form says. `touches` of the outcome says what was done.

    Money: what the boxes say counts, to the cent, whatever has become of the accounts since they were filled; what
    does not fit any more is refused. Raises: NotAllowed · NotFound · what the acts of the ledger raise.
    """
    only(ctx, *DESK)
    return _ACTS[asked.act](tx, ctx, asked, current_values(typed))


def refund_readers(ctx: StaffContext) -> dict[str, Parser]:
    """List what reads the boxes of a refund."""
    return {"amount": rules.above_zero(ctx.decimal), "why": choice(RefundKind), "receipt": line()}


def wrong(problems: Mapping[str, FieldError], ctx: StaffContext) -> Outcome:
    """Say what is wrong with boxes."""
    return Outcome(problems=word_problems(problems, ctx.lang))


def done(key: str, cents: int, ctx: StaffContext) -> Outcome:
    """Say that something was done, and with how much. Money: the clinic's currency."""
    return Outcome(touches=say(key, ctx.lang, amount=amount(cents, ctx.clinic.currency, ctx.lang)), changed=True)


def _pay(tx: Session, ctx: StaffContext, asked: Asked, typed: Typed) -> Outcome:
    due = {one.id: one.due_cents for one in balance.seen_by_desk(tx, ctx, asked.person_id).invoices}
    readers: dict[str, Parser] = {
        "amount": rules.above_zero(ctx.decimal),
        "method": choice(one.value for one in AT_THE_DESK),
        "received_on": rules.past_day(ctx.today),
        "towards": choice((ALL, CREDIT, *due)),
    }
    values, problems = parse_all(typed, readers)
    if problems:
        return wrong(problems, ctx)
    cents, towards = values["amount"], values["towards"]
    one = [(towards, min(cents, due[towards]))] if towards in due else ()
    desk_money.take_payment(
        tx,
        ctx,
        asked.person_id,
        cents,
        Method(values["method"]),
        received_on=values["received_on"],
        apply_to=ALL if towards == ALL else one,
        once=asked.once,
    )
    return done("billing.done.pay", cents, ctx)


def _sell(tx: Session, ctx: StaffContext, asked: Asked, typed: Typed) -> Outcome:
    readers: dict[str, Parser] = {"sold": choice(Sold)}
    numbers = lines_typed(typed)
    for number in numbers:
        readers |= {
            f"what.{number}": line(needed=True),
            f"price.{number}": rules.above_zero(ctx.decimal),
            f"tax.{number}": read_ppm,
        }
    values, problems = parse_all(typed, readers)
    if problems:
        return wrong(problems, ctx)
    items = [Item.taxed(*(values[f"{name}.{number}"] for name in ("what", "price", "tax"))) for number in numbers]
    desk_money.sell(tx, ctx, asked.person_id, items[:MOST_LINES], KINDS[Sold(values["sold"])])
    return done("billing.done.sell", sum(item.total_cents for item in items), ctx)


def _fee(tx: Session, ctx: StaffContext, asked: Asked, typed: Typed) -> Outcome:
    visits = {row.Appointment.id: row for row in missed(tx, ctx, asked.person_id)}
    values, problems = parse_all(
        typed, {"visit": choice(visits), "amount": rules.above_zero(ctx.decimal), "tax": read_ppm}
    )
    if problems:
        return wrong(problems, ctx)
    row = visits[values["visit"]]
    return _charge(tx, ctx, asked, row, values)


def _keep(tx: Session, ctx: StaffContext, asked: Asked, typed: Typed) -> Outcome:
    found = kept(tx, ctx, asked.person_id, asked.subject_id)
    values, problems = parse_all(typed, {"amount": rules.above_zero(ctx.decimal), "tax": read_ppm})
    return wrong(problems, ctx) if problems else _charge(tx, ctx, asked, found.row, values)


def _charge(tx: Session, ctx: StaffContext, asked: Asked, row: Row[Any], values: Mapping[str, Any]) -> Outcome:
    item = Item.taxed(fee_for(row, ctx), values["amount"], values["tax"])
    desk_money.charge_fee(tx, ctx, asked.person_id, item, row.Appointment)
    return done("billing.done.fee", item.total_cents, ctx)


def _free(tx: Session, ctx: StaffContext, asked: Asked, typed: Typed) -> Outcome:
    found = kept(tx, ctx, asked.person_id, asked.subject_id)
    desk_money.free_prepayment(tx, ctx, asked.person_id, found.visit)
    return done("billing.done.free", found.cents, ctx)


def _void(tx: Session, ctx: StaffContext, asked: Asked, typed: Typed) -> Outcome:
    desk_money.void_invoice(tx, ctx, asked.person_id, asked.subject_id)
    return Outcome(touches=say("billing.done.void", ctx.lang), changed=True)


def _apply(tx: Session, ctx: StaffContext, asked: Asked, typed: Typed) -> Outcome:
    parts, problems = read_parts(typed, ctx.decimal)
    if problems:
        return wrong(problems, ctx)
    desk_money.apply(tx, ctx, asked.person_id, asked.subject_id, list(parts.items()))
    return done("billing.done.apply", sum(parts.values()), ctx)


def _unapply(tx: Session, ctx: StaffContext, asked: Asked, typed: Typed) -> Outcome:
    parts, problems = read_parts(typed, ctx.decimal)
    if problems:
        return wrong(problems, ctx)
    if not parts:
        raise NoAmount()
    by_receipt: dict[str, list[tuple[str, int]]] = {}
    for name, cents in parts.items():
        receipt_id, _, invoice_id = name.partition(".")
        by_receipt.setdefault(receipt_id, []).append((invoice_id, cents))
    for receipt_id, wanted in by_receipt.items():
        desk_money.unapply(tx, ctx, asked.person_id, asked.subject_id, wanted, receipt_id or None)
    return done("billing.done.unapply", sum(parts.values()), ctx)


def _refund(tx: Session, ctx: StaffContext, asked: Asked, typed: Typed) -> Outcome:
    values, problems = parse_all(typed, refund_readers(ctx))
    if problems:
        return wrong(problems, ctx)
    why, receipt_id = RefundKind(values["why"]), values["receipt"] or None
    row = ledger.payment(tx, ctx.clinic.id, asked.person_id, asked.subject_id)
    if journal.intent_of(row) and why is not RefundKind.CHARGEBACK:
        raise NotAllowed()  # what the processor holds is not written down as given back: it is given back there
    desk_money.refund(tx, ctx, asked.person_id, asked.subject_id, values["amount"], why, receipt_id)
    return done(f"billing.done.{why}", values["amount"], ctx)


_ACTS: Mapping[str, Callable[[Session, StaffContext, Asked, Typed], Outcome]] = {
    "pay": _pay,
    "sell": _sell,
    "fee": _fee,
    "keep": _keep,
    "free": _free,
    "void": _void,
    "apply": _apply,
    "unapply": _unapply,
    "refund": _refund,
}
