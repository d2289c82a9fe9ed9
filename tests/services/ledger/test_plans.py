"""What pages and acts ask of the books goes by an index, however full the books are."""

from collections.abc import Callable

import pytest
from sqlalchemy import insert

from myaccount.domain.ledger import Method
from myaccount.models import Appointment, Person
from myaccount.models.columns import new_id
from myaccount.services.billing import balance, invoice_sweep
from myaccount.services.desk import money as desk_money
from tests.scenes import NOW, Scene
from tests.services.ledger.crowd import fill
from tests.services.ledger.purse import Purse
from tests.services.test_query_plans import _reads, _stranger, _visit, plan, statements_of

TABLES = ("invoice", "invoice_line", "payment", "receipt", "ledger_entry", "ledger_act", "refund", "appointment")


@pytest.fixture
def purse(scene: Scene) -> Purse:
    """Alice's money, in books with forty other people's."""
    kind = scene.appointment(scene.book("alice", NOW))
    strangers = [{"id": new_id(), **_stranger(scene)} for _ in range(40)]
    with scene.database.writing() as tx:
        tx.execute(insert(Person), strangers)
        tx.execute(insert(Appointment), [_visit(kind, strangers[day % 40]["id"], day) for day in range(2000)])
        fill(tx, scene.cedar.clinic_id, [row["id"] for row in strangers], 3000)
    purse = Purse(scene)
    purse.invoice("101", 12000)
    purse.pay("pay", 15000)
    purse.apply(i101=5000)
    return purse


def what_is_due(purse: Purse) -> None:
    assert purse.scene.database.read(balance.of, purse.scene.alice_ctx()).due_cents == 7000


def take(purse: Purse) -> None:
    act = (desk_money.take_payment, purse.desk, purse.person_id, 7000, Method.CASH)
    purse.scene.database.write(*act, apply_to=desk_money.ALL)


def apply_and_back(purse: Purse) -> None:
    purse.apply(i101=7000)
    purse.refund(12000)


def sweep(purse: Purse) -> None:
    for clinic_id in purse.scene.database.read(invoice_sweep.missing):
        purse.scene.database.write(invoice_sweep.issue_missing, clinic_id, NOW)


@pytest.mark.parametrize("use", [what_is_due, take, apply_and_back, sweep])
def test_nothing_reads_through_the_books(purse: Purse, use: Callable[[Purse], None]):
    with statements_of(purse.scene) as seen:
        use(purse)
    assert seen
    for statement in seen:
        if statement[0].startswith(("SELECT", "UPDATE")):
            steps = plan(purse.scene, statement)
            for table in TABLES:
                assert f"SCAN {table}\n" not in steps + "\n", steps
                assert f"Seq Scan on {table} " not in steps + " ", f"{statement[0]}\n{steps}"


def test_what_is_due_takes_three_queries(purse: Purse):
    with statements_of(purse.scene) as before:
        purse.scene.alice_ctx()
    with statements_of(purse.scene) as seen:
        what_is_due(purse)
    assert _reads(seen) - _reads(before) <= 3
