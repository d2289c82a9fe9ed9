"""A page of receipts stays as fast with a thousand of them as with ten: it goes by the index, in few statements."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, text

from myaccount.models import LedgerAct, LedgerEntry, Payment, Receipt
from myaccount.models.columns import new_id
from myaccount.services.receipts import receipts
from tests.scenes import Scene
from tests.services.receipts.books import PAID, Books
from tests.services.test_query_plans import plan, statements_of

MANY = 1000
STATEMENTS = 6


@pytest.fixture
def thousand(scene: Scene) -> Scene:
    """Alice with a thousand receipts, on as many days."""
    [line] = Books(scene).invoice("alice", ("Physio", MANY * 100))
    own = {"clinic_id": scene.cedar.clinic_id, "person_id": scene.alice}
    ids = [(new_id(), new_id(), new_id()) for _ in range(MANY)]
    days = [PAID - timedelta(days=number) for number in range(MANY)]
    with scene.database.writing() as tx:
        tx.execute(insert(Payment), [
            {**own, "id": pay, "method": "card", "currency": "CAD", "amount_cents": 100, "received_at": at,
             "applied_cents": 0, "refunded_cents": 0, "imported": {}}
            for (pay, _, _), at in zip(ids, days, strict=True)
        ])  # fmt: skip
        tx.execute(insert(LedgerAct), [
            {**own, "id": act, "kind": "applied", "at": at, "cents": 100, "payment_id": pay}
            for (pay, act, _), at in zip(ids, days, strict=True)
        ])  # fmt: skip
        tx.execute(insert(Receipt), [
            {**own, "id": one, "payment_id": pay, "act_id": act, "number": 5000 - number, "paid_on": at.date(),
             "issued_at": at, "original_cents": 100, "applied_cents": 0}
            for number, ((pay, act, one), at) in enumerate(zip(ids, days, strict=True))
        ])  # fmt: skip
        tx.execute(insert(LedgerEntry), [
            {**own, "id": new_id(), "act_id": act, "payment_id": pay, "receipt_id": one, "line_id": line,
             "delta_cents": 100}
            for pay, act, one in ids
        ])  # fmt: skip
        tx.execute(text("ANALYZE"))
    return scene


@pytest.mark.parametrize(
    ("first", "last", "cursor"),
    [(None, None, ""), (date(2025, 1, 1), date(2025, 12, 31), ""), (None, None, "2025-06-01~9000~0")],
)
def test_a_page_goes_by_the_index_and_asks_little(thousand: Scene, first, last, cursor: str):
    ctx = thousand.alice_ctx()
    with statements_of(thousand) as seen:
        page = thousand.database.read(receipts.page, ctx, "", first, last, cursor)
    assert len(page.rows) == receipts.PAGE_SIZE
    asked = [one for one in seen if "receipt" in one[0]]
    assert len(seen) <= STATEMENTS
    listed = plan(thousand, next(one for one in asked if "payment" in one[0]))
    assert "ix_receipt_person" in listed
    assert "SCAN receipt" not in listed
