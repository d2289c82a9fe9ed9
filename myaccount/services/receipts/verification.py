"""Checking a receipt by the code on it: for whoever has the paper, and telling nothing that is not on it."""

from sqlmodel import Session

from myaccount.domain import receipts as rules
from myaccount.domain.receipts import ReceiptStatus
from myaccount.domain.refusals import NotFound
from myaccount.messages.amounts import amount
from myaccount.models import Receipt
from myaccount.services.context import ClinicContext
from myaccount.store import receipts as store
from myaccount.views.receipts import Verdict


def verdict(tx: Session, ctx: ClinicContext, typed: str) -> Verdict:
    """Tell whether a receipt stands as it was issued, for less, or not any more; and for how much.

    Edges: what is no code is looked up all the same, so that it takes as long. Raises: NotFound for a code that is on
    no receipt of this clinic.
    """
    row = store.by_code(tx, ctx.clinic.id, rules.read_code(typed) or "-")
    if row is None:
        raise NotFound()
    receipt: Receipt = row.Receipt
    found = rules.status_of(receipt.applied_cents, receipt.original_cents)
    shown = "" if found is ReceiptStatus.SUPERSEDED else amount(receipt.applied_cents, row.currency, ctx.lang)
    return Verdict(found.value, shown)
