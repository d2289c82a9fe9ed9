"""Many receipts at once, written straight into the tables: what the ledger would have written, without its time."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from myaccount.models import LedgerAct, LedgerEntry, Payment, Receipt
from myaccount.models.columns import new_id
from tests.scenes import Scene
from tests.services.receipts.books import PAID, Books

AT_ONCE = 10_000
ON_A_LINE = 50
"""So many receipts pay for one line: the ledger sums up a line with each entry."""
DAYS = 3000
"""So many days the payments are spread over."""


def fill(books: Books, who: str, many: int, *, first: int = 5000) -> None:
    """Give somebody so many receipts of a dollar, on as many days; `first` is the number of the latest."""
    for begun in range(0, many, AT_ONCE):
        numbers = range(begun, min(begun + AT_ONCE, many))
        lines = books.invoice(who, *[("Physio", ON_A_LINE * 100)] * (len(numbers) // ON_A_LINE + 1))
        _some(books.scene, who, lines, numbers, first)


def _some(scene: Scene, who: str, lines: list[str], numbers: range, first: int) -> None:
    own = {"clinic_id": scene.place_of(who).clinic_id, "person_id": scene.people[who]}
    rows: dict[Any, list[dict[str, Any]]] = {Payment: [], LedgerAct: [], Receipt: [], LedgerEntry: []}
    for place, number in enumerate(numbers):
        pay, act, one, at = new_id(), new_id(), new_id(), PAID - timedelta(days=number % DAYS)
        rows[Payment].append(
            {**own, "id": pay, "method": "card", "currency": "CAD", "amount_cents": 100, "received_at": at,
             "applied_cents": 0, "refunded_cents": 0, "imported": {}}
        )  # fmt: skip
        rows[LedgerAct].append({**own, "id": act, "kind": "applied", "at": at, "cents": 100, "payment_id": pay})
        rows[Receipt].append(
            {**own, "id": one, "payment_id": pay, "act_id": act, "number": first - number, "paid_on": at.date(),
             "issued_at": at, "original_cents": 100, "applied_cents": 0}
        )  # fmt: skip
        rows[LedgerEntry].append(
            {**own, "id": new_id(), "act_id": act, "payment_id": pay, "receipt_id": one,
             "line_id": lines[place // ON_A_LINE], "delta_cents": 100}
        )  # fmt: skip
    with scene.database.writing() as tx:
        for table, some in rows.items():
            tx.execute(insert(table), some)
