"""The worked example of the rules, step by step, through what the desk does, on both databases."""

from collections.abc import Callable

import pytest

from myaccount.domain.ledger import RefundKind
from myaccount.services.receipts import receipts
from tests.scenes import Scene
from tests.services.ledger.purse import Purse, check, worked_example

Step = Callable[[Purse], object]


def one(purse: Purse) -> None:
    purse.apply(i101=12000, i102=3000)


def two(purse: Purse) -> None:
    purse.unapply(i102=3000)


def three(purse: Purse) -> None:
    purse.unapply(i101=12000)


def four(purse: Purse) -> None:
    purse.apply(i103=10000)


def five(purse: Purse) -> None:
    purse.apply(i101=2000)


def six(purse: Purse) -> None:
    purse.refund(3000)


def two_b(purse: Purse) -> None:
    purse.apply(i102=3000)


def two_c(purse: Purse) -> None:
    purse.unapply(i101=4500)


WHOLE, AFTER_2 = {1: (15000, 15000)}, {1: (12000, 15000)}
TABLE = [
    ([one], WHOLE, 0, (0, 0, 10000)),
    ([one, two], AFTER_2, 3000, (0, 3000, 10000)),
    ([one, two, three], {}, 15000, (12000, 3000, 10000)),
    ([one, two, three, four], {2: (10000, 10000)}, 5000, (12000, 3000, 0)),
    ([one, two, three, four, five], {2: (10000, 10000), 3: (2000, 2000)}, 3000, (10000, 3000, 0)),
    ([one, two, three, four, five, six], {2: (10000, 10000), 3: (2000, 2000)}, 0, (10000, 3000, 0)),
    ([one, two, two_b], {1: (12000, 15000), 2: (3000, 3000)}, 0, (0, 0, 10000)),
    ([one, two, two_b, two_c], {1: (7500, 15000), 2: (3000, 3000)}, 4500, (4500, 0, 10000)),
]


@pytest.mark.parametrize(
    ("steps", "shown", "credit", "due"), TABLE, ids=[" ".join(step.__name__ for step in row[0]) for row in TABLE]
)
def test_each_step_of_the_table(scene: Scene, steps: list[Step], shown, credit: int, due: tuple[int, ...]):
    purse = worked_example(scene)
    for step in steps:
        step(purse)
        check(scene)
    assert purse.shown() == shown
    assert purse.credit() == credit
    assert tuple(purse.due().values()) == due


def test_a_receipt_that_was_applied_again_keeps_the_payments_date(scene: Scene):
    purse = worked_example(scene)
    for step in (one, two, three, four):
        step(purse)
    [row] = scene.database.read(receipts.page, scene.alice_ctx(), "", None, None, "").rows
    assert (row.title, row.paid_on, row.amount, row.reduced) == ("Receipt 2", "10 March 2026", "$100.00", "")


def test_a_reduced_receipt_says_what_it_was_once_in_both_languages(scene: Scene):
    purse = worked_example(scene)
    one(purse)
    two(purse)
    [row] = scene.database.read(receipts.page, scene.alice_ctx(), "", None, None, "").rows
    assert (row.amount, row.reduced) == ("$120.00", "$120.00 still applied, originally $150.00")
    [row] = scene.database.read(receipts.page, scene.alice_ctx(lang="fr"), "", None, None, "").rows
    assert (row.amount, row.reduced) == ("120,00 $", "120,00 $ encore affectés, 150,00 $ à l’origine")


def test_a_refund_of_applied_money_shrinks_the_newest_receipt_first(scene: Scene):
    purse = worked_example(scene)
    for step in (one, two, two_b):
        step(purse)
    purse.refund(5000)
    assert purse.shown() == {1: (10000, 15000)}
    assert (purse.credit(), tuple(purse.due().values())) == (0, (2000, 3000, 10000))
    check(scene)


def test_a_refund_takes_credit_first_and_a_chargeback_everything(scene: Scene):
    purse = worked_example(scene)
    one(purse)
    two(purse)
    purse.refund(4000)
    assert (purse.shown(), purse.credit()) == ({1: (11000, 15000)}, 0)
    purse.refund(11000, kind=RefundKind.CHARGEBACK)
    assert (purse.shown(), purse.credit(), purse.due()["101"]) == ({}, 0, 12000)
    check(scene)


def test_the_desk_picks_the_receipt_that_a_refund_shrinks(scene: Scene):
    purse = worked_example(scene)
    first = purse.apply(i101=10000)
    purse.apply(i101=2000)
    purse.apply(i102=3000)
    purse.refund(4000, receipt_id=first)
    assert purse.shown() == {1: (6000, 10000), 2: (2000, 2000), 3: (3000, 3000)}
    check(scene)
