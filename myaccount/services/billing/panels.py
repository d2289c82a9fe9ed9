"""The form for each thing that the desk does with money: what its boxes begin with, and what can be chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.billing import ALL, AT_THE_DESK, CREDIT, PART, Act, Sold, oldest_first
from myaccount.domain.ledger import Method, RefundKind
from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.models import Payment
from myaccount.services.billing import balance, words
from myaccount.services.billing.missed import Kept, kept, missed, visit
from myaccount.services.context import StaffContext
from myaccount.services.ledger import journal
from myaccount.services.paying import desk_cards
from myaccount.store import allocations, invoices
from myaccount.store import ledger as store
from myaccount.views.balance import Balance
from myaccount.views.billing import MoneyPanel, PartBox
from myaccount.views.practice import Option

CARD = "card."
"""How the name of a card on file begins among the ways to pay; it goes on with the card's id."""


@dataclass(frozen=True)
class Asked:
    """What is to be done, with which invoice or payment, whose, and which opening of the form this is."""

    person_id: str
    act: Act
    subject_id: str = ""
    once: str = ""


def show(tx: Session, ctx: StaffContext, asked: Asked) -> MoneyPanel:
    """Show the form for what is asked. Raises: NotAllowed · NotFound, also when there is nothing to do it with."""
    held = balance.seen_by_desk(tx, ctx, asked.person_id)
    return _PANELS[asked.act](tx, ctx, asked, held)


def _pay(tx: Session, ctx: StaffContext, asked: Asked, held: Balance) -> MoneyPanel:
    today = ctx.today.isoformat()
    towards = [Option(ALL, say("billing.towards.all", ctx.lang))] * bool(held.due_cents)
    towards += [Option(one.id, say("billing.towards.one", ctx.lang, number=one.number, what=one.what, amount=one.due))
                for one in held.invoices]  # fmt: skip
    towards.append(Option(CREDIT, say("billing.towards.credit", ctx.lang)))
    return MoneyPanel(
        title=say("billing.pay", ctx.lang),
        note=say("billing.pay.note", ctx.lang),
        fields={
            "amount": words.typed(held.due_cents, ctx),
            "method": Method.CASH.value,
            "received_on": today,
            "towards": towards[0].box,
        },
        choices=(
            *(Option(one.value, say(f"money.method.{one}", ctx.lang)) for one in AT_THE_DESK),
            *(Option(CARD + one.id, one.title) for one in desk_cards.on_file(tx, ctx, asked.person_id)),
        ),
        others=tuple(towards),
    )


def _sell(tx: Session, ctx: StaffContext, asked: Asked, held: Balance) -> MoneyPanel:
    return MoneyPanel(
        title=say("billing.sell", ctx.lang),
        note=say("billing.sell.note", ctx.lang),
        fields={"sold": Sold.PRODUCT.value},
        choices=tuple(Option(one.value, say(f"billing.sold.{one}", ctx.lang)) for one in Sold),
    )


def _fee(tx: Session, ctx: StaffContext, asked: Asked, held: Balance) -> MoneyPanel:
    visits = tuple(Option(row.Appointment.id, _lost(row, ctx)) for row in missed(tx, ctx, asked.person_id))
    if not visits:
        raise NotFound()
    return MoneyPanel(
        title=say("billing.fee", ctx.lang),
        note=say("billing.fee.note", ctx.lang),
        fields={"visit": visits[0].box, "amount": "", "tax": ""},
        choices=visits,
    )


def _keep(tx: Session, ctx: StaffContext, asked: Asked, held: Balance) -> MoneyPanel:
    found = kept(tx, ctx, asked.person_id, asked.subject_id)
    return MoneyPanel(
        title=say("billing.keep", ctx.lang),
        lead=_prepaid(found, ctx),
        note=say("billing.keep.note", ctx.lang),
        fields={"amount": words.typed(found.cents, ctx), "tax": ""},
    )


def _free(tx: Session, ctx: StaffContext, asked: Asked, held: Balance) -> MoneyPanel:
    found = kept(tx, ctx, asked.person_id, asked.subject_id)
    return MoneyPanel(
        title=say("billing.free", ctx.lang), lead=_prepaid(found, ctx), note=say("billing.free.note", ctx.lang)
    )


def _prepaid(found: Kept, ctx: StaffContext) -> str:
    return say("billing.kept", ctx.lang, visit=visit(found.row, ctx), amount=words.typed(found.cents, ctx))


def _lost(row: Row[Any], ctx: StaffContext) -> str:
    state = say(f"state.{row.Appointment.state}", ctx.lang)
    return say("billing.lost", ctx.lang, visit=visit(row, ctx), state=state)


def _void(tx: Session, ctx: StaffContext, asked: Asked, held: Balance) -> MoneyPanel:
    row = invoices.one(tx, ctx.clinic.id, asked.person_id, asked.subject_id)
    lines = invoices.lines(tx, [row.id])
    whole = words.money(sum(line.amount_cents + line.tax_cents for line in lines), row.currency, ctx)
    what = ", ".join(dict.fromkeys(line.description for line in lines))
    return MoneyPanel(
        title=say("billing.void", ctx.lang),
        lead=say("billing.about", ctx.lang, what=f"{words.invoice(row.number, ctx)} · {what}", amount=whole),
        note=say("billing.void.note", ctx.lang),
    )


def _apply(tx: Session, ctx: StaffContext, asked: Asked, held: Balance) -> MoneyPanel:
    row = store.payment(tx, ctx.clinic.id, asked.person_id, asked.subject_id)
    credit = journal.funds_of(row).credit_cents
    if not credit or not held.invoices:
        raise NotFound()
    spread = oldest_first({one.id: one.due_cents for one in held.invoices}, credit)
    return MoneyPanel(
        title=say("billing.apply", ctx.lang),
        lead=_lead(row, credit, "billing.credit_left", ctx),
        note=say("billing.apply.insurer" if row.method == Method.INSURER else "billing.apply.note", ctx.lang),
        fields={PART + name: words.typed(cents, ctx) for name, cents in spread.items()},
        parts=tuple(
            PartBox(
                PART + one.id,
                say("billing.for_invoice", ctx.lang, number=one.number, what=one.what),
                say("billing.owing_of", ctx.lang, amount=one.due, day=one.issued_on),
            )
            for one in held.invoices
        ),
    )


def _unapply(tx: Session, ctx: StaffContext, asked: Asked, held: Balance) -> MoneyPanel:
    row = store.payment(tx, ctx.clinic.id, asked.person_id, asked.subject_id)
    parts = allocations.of_payments(tx, ctx.clinic.id, asked.person_id, [row.id])
    if not parts:
        raise NotFound()
    alone = len(parts) == 1
    return MoneyPanel(
        title=say("billing.unapply", ctx.lang),
        lead=_lead(row, row.applied_cents, "billing.applied_of", ctx),
        note=say("billing.unapply.note", ctx.lang),
        fields={_held(one): words.money(int(one.cents), row.currency, ctx) if alone else "" for one in parts},
        parts=tuple(
            PartBox(
                _held(one),
                " · ".join([words.invoice(one.invoice, ctx), *[words.receipt(one.receipt, ctx)] * bool(one.receipt)]),
                say("billing.applied_there", ctx.lang, amount=words.money(int(one.cents), row.currency, ctx)),
            )
            for one in parts
        ),
    )


def _refund(tx: Session, ctx: StaffContext, asked: Asked, held: Balance) -> MoneyPanel:
    row = store.payment(tx, ctx.clinic.id, asked.person_id, asked.subject_id)
    funds = journal.funds_of(row)
    if not funds.left_cents:
        raise NotFound()
    receipts = {one.receipt_id: one.receipt for one in
                allocations.of_payments(tx, ctx.clinic.id, asked.person_id, [row.id]) if one.receipt_id}  # fmt: skip
    newest, moves = Option("", say("billing.refund.newest", ctx.lang)), bool(journal.intent_of(row))
    whys = [one for one in RefundKind if not (moves and one is RefundKind.MISTAKE)]
    named = [Option(receipt_id, words.receipt(number, ctx)) for receipt_id, number in receipts.items()]
    return MoneyPanel(
        title=say("billing.refund", ctx.lang),
        lead=_lead(row, funds.left_cents, "billing.left_of", ctx),
        note=" ".join(say(key, ctx.lang) for key in ("billing.refund.note", *["billing.refund.card"] * moves)),
        fields={
            "amount": words.money(funds.credit_cents or funds.left_cents, row.currency, ctx),
            "why": RefundKind.REFUND.value,
            "receipt": "",
        },
        choices=tuple(Option(one.value, say(f"billing.why.{one}", ctx.lang)) for one in whys),
        others=(newest, *named) if len(named) > 1 else (),
    )


def _lead(row: Payment, cents: int, key: str, ctx: StaffContext) -> str:
    return say(key, ctx.lang, payment=words.payment(row, ctx), amount=words.money(cents, row.currency, ctx))


def _held(one: Row[Any]) -> str:
    """Name the box of what a receipt holds of a payment on an invoice; an insurer's has no receipt."""
    return f"{PART}{one.receipt_id or ''}.{one.invoice_id}"


_PANELS: Mapping[Act, Callable[[Session, StaffContext, Asked, Balance], MoneyPanel]] = {
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
