"""What the desk may do with money, and what neither it nor anybody else may."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from myaccount.domain.ledger import Method, RefundKind
from myaccount.domain.money_refusals import (
    InvoicePaid,
    MoreThanApplied,
    MoreThanCredit,
    MoreThanDue,
    MoreThanLeft,
    NoAmount,
    OtherCurrency,
    PickReceipt,
)
from myaccount.domain.refusals import AlreadyDone, NotAcceptable, NotAllowed, NotFound
from myaccount.models import (
    Clinic,
    Invoice,
    InvoiceLine,
    LedgerAct,
    LedgerEntry,
    Payment,
    Receipt,
    Refund,
)
from myaccount.models.columns import new_id
from myaccount.services.billing import balance
from myaccount.services.desk import money as desk_money
from myaccount.services.ledger.invoices import Item
from myaccount.services.receipts import receipts
from tests.scenes import NOW, Scene
from tests.services.ledger.purse import Purse, check, worked_example


class TestApplying:
    def test_within_an_invoice_lines_are_paid_first_to_last_and_let_go_last_to_first(self, scene: Scene):
        purse = Purse(scene)
        purse.invoice("1", 1000, 2000, 3000, tax=100)
        purse.pay("pay", 10000)
        purse.apply(i1=3500)
        assert self.paid(scene) == [1100, 2100, 300]
        purse.unapply(i1=400)
        assert self.paid(scene) == [1100, 2000, 0]
        check(scene)

    def paid(self, scene: Scene) -> list[int]:
        return [line.paid_cents for line in sorted(scene.rows(InvoiceLine), key=lambda line: line.position)]

    def test_more_than_there_is_is_refused_with_how_much_there_is(self, scene: Scene):
        purse = worked_example(scene)
        with pytest.raises(MoreThanCredit) as refused:
            purse.apply(i101=12000, i103=10000)
        assert refused.value.facts["amount"] == "$150.00"
        with pytest.raises(MoreThanDue) as due:
            purse.apply(i102=3001)
        assert due.value.facts["amount"] == "$30.00"
        purse.apply(i101=12000)
        for act, kind, amount in (
            (lambda: purse.unapply(i101=12001), MoreThanApplied, "$120.00"),
            (lambda: purse.refund(15001), MoreThanLeft, "$150.00"),
        ):
            with pytest.raises(kind) as short:
                act()
            assert short.value.facts["amount"] == amount
        for act in (lambda: purse.apply(i102=0), lambda: purse.unapply(i101=-1), lambda: purse.refund(0)):
            with pytest.raises(NoAmount):
                act()
        check(scene)

    def test_when_two_receipts_hold_an_invoice_somebody_picks(self, scene: Scene):
        purse = worked_example(scene)
        first = purse.apply(i101=7000)
        purse.apply(i101=5000)
        with pytest.raises(PickReceipt):
            purse.unapply(i101=1000)
        purse.unapply(i101=1000, receipt_id=first)
        assert purse.shown() == {1: (6000, 7000), 2: (5000, 5000)}

    def test_an_insurers_payment_pays_and_is_on_no_receipt(self, scene: Scene):
        purse = worked_example(scene)
        purse.pay("insurer", 8000, Method.INSURER)
        assert purse.apply("insurer", i101=8000) is None
        purse.apply(i101=4000)
        assert (purse.shown(), purse.due()["101"]) == ({1: (4000, 4000)}, 0)
        purse.unapply("insurer", i101=1000)
        purse.refund(7000, "insurer")
        assert (purse.shown(), purse.due()["101"]) == ({1: (4000, 4000)}, 7000)
        check(scene)

    def test_a_payment_does_not_pay_in_another_currency(self, scene: Scene):
        purse = worked_example(scene)
        with scene.database.writing() as tx:
            clinic = tx.get_one(Clinic, scene.cedar.clinic_id)
            clinic.currency, clinic.settings_version = "USD", clinic.settings_version + 1
        purse.invoice("usd", 5000)
        with pytest.raises(OtherCurrency):
            purse.apply(iusd=5000)


class TestDesk:
    def test_money_taken_pays_the_oldest_first_with_one_receipt(self, scene: Scene):
        purse = worked_example(scene)
        ctx = scene.dana_ctx()
        for _click in range(2):
            scene.database.write(
                desk_money.take_payment, ctx, scene.alice, 13000, Method.CASH, apply_to=desk_money.ALL, once="a"
            )
        assert (purse.shown(), tuple(purse.due().values())) == ({1: (13000, 13000)}, (0, 2000, 10000))
        assert len(scene.audit("payment.taken")) == 1

    def test_it_may_have_come_in_on_an_earlier_day_but_not_on_one_to_come(self, scene: Scene):
        purse = worked_example(scene)
        take = (desk_money.take_payment, scene.dana_ctx(), scene.alice, 12000, Method.CHEQUE)
        with pytest.raises(NotAcceptable):
            scene.database.write(*take, received_on=date(2026, 11, 21))
        scene.database.write(*take, received_on=date(2026, 1, 31), apply_to=[(purse.invoices["101"], 12000)])
        [row] = scene.database.read(receipts.page, scene.alice_ctx(), "", date(2026, 1, 31), date(2026, 1, 31), "").rows
        assert row.amount == "$120.00"

    def test_a_product_is_an_invoice_at_once_and_void_while_nothing_is_paid(self, scene: Scene):
        ctx = scene.dana_ctx()
        invoice = scene.database.write(desk_money.sell, ctx, scene.alice, [Item.taxed("Foam roller", 4000, 130000)])
        assert scene.database.read(balance.of, scene.alice_ctx()).due == "$45.20"
        scene.database.write(desk_money.take_payment, ctx, scene.alice, 1, Method.CASH, apply_to=[(invoice, 1)])
        with pytest.raises(InvoicePaid):
            scene.database.write(desk_money.void_invoice, ctx, scene.alice, invoice)
        other = scene.database.write(desk_money.sell, ctx, scene.alice, [Item.taxed("Tape", 900, 0)])
        scene.database.write(desk_money.void_invoice, ctx, scene.alice, other)
        with pytest.raises(AlreadyDone):
            scene.database.write(desk_money.void_invoice, ctx, scene.alice, other)
        assert scene.database.read(balance.of, scene.alice_ctx()).due == "$45.19"
        assert [one.facts["cents"] for one in scene.audit("product.sold")] == [4520, 900]

    def test_a_payment_noted_by_mistake_goes_as_if_it_had_not_come(self, scene: Scene):
        purse = worked_example(scene)
        purse.apply(i101=12000)
        purse.refund(15000, kind=RefundKind.MISTAKE)
        assert (purse.shown(), purse.credit(), purse.due()["101"]) == ({}, 0, 12000)
        [act] = scene.rows(LedgerAct, kind="taken_out")
        assert (act.by_id, act.cents) == (scene.people["dana"], 15000)

    def test_a_practitioner_does_none_of_it(self, scene: Scene):
        purse = worked_example(scene)
        sam, pay, what = scene.staff_ctx("sam"), purse.payments["pay"], [(purse.invoices["101"], 100)]
        for act, *arguments in (
            (desk_money.sell, [Item.taxed("Tape", 900, 0)]),
            (desk_money.void_invoice, purse.invoices["101"]),
            (desk_money.take_payment, 100, Method.CASH),
            (desk_money.apply, pay, what),
            (desk_money.unapply, pay, what),
            (desk_money.refund, pay, 100),
            (balance.seen_by_desk,),
        ):
            with pytest.raises(NotAllowed):
                scene.database.write(act, sam, scene.alice, *arguments)


class TestStrangers:
    def test_nobody_pays_with_or_for_somebody_else(self, scene: Scene):
        mine, his = worked_example(scene), Purse(scene, "charlie")
        his.invoice("9", 5000)
        his.pay("theirs", 5000)
        bobs = Purse(scene, "bob")
        bobs.invoice("8", 5000)
        for wanted in (his.invoices["9"], bobs.invoices["8"], "nothing", "a\0b"):
            with pytest.raises(NotFound):
                scene.database.write(
                    desk_money.apply, scene.dana_ctx(), scene.alice, mine.payments["pay"], [(wanted, 100)]
                )
        for payment in (his.payments["theirs"], "nothing"):
            with pytest.raises(NotFound):
                scene.database.write(
                    desk_money.apply, scene.dana_ctx(), scene.alice, payment, [(mine.invoices["101"], 100)]
                )
        for person in (scene.people["charlie"], "nothing", "a\0b"):
            with pytest.raises(NotFound):
                scene.database.write(desk_money.take_payment, scene.dana_ctx(), person, 100, Method.CASH)
        check(scene)


def test_of_two_desks_that_apply_the_same_credit_at_once_one_wins(scene: Scene):
    purse, everybody = worked_example(scene), Barrier(4)

    def at_once(who: str) -> str:
        everybody.wait()
        try:
            scene.database.write(
                desk_money.apply,
                scene.staff_ctx(who),
                scene.alice,
                purse.payments["pay"],
                [(purse.invoices["101"], 12000)],
            )
        except (MoreThanCredit, MoreThanDue):
            return "lost"
        return "won"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(at_once, ["dana", "robin"] * 2)) == ["lost"] * 3 + ["won"]
    assert purse.shown() == {1: (12000, 12000)}
    check(scene)


def test_of_many_at_once_at_one_clinic_every_receipt_has_a_number_and_none_is_missing(scene: Scene):
    purses = [Purse(scene, who) for who in ("alice", "bob", "dana", "sam")]
    for purse in purses:
        purse.invoice("1", 1000)
        purse.pay("pay", 1000)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda purse: purse.apply(i1=1000), purses))
    check(scene)
    assert len(scene.rows(Receipt)) == 4


class TestTheDatabaseItself:
    """Whoever comes past the services is refused by the database."""

    @pytest.fixture
    def purse(self, scene: Scene) -> Purse:
        purse = worked_example(scene)
        purse.apply(i101=12000, i102=3000)
        purse.unapply(i102=3000)
        purse.refund(1000)
        return purse

    @pytest.mark.parametrize("table", [LedgerAct, LedgerEntry, Receipt, Payment, Refund, Invoice, InvoiceLine])
    def test_nothing_is_deleted(self, scene: Scene, purse: Purse, table):
        with pytest.raises(IntegrityError), scene.database.writing() as tx:
            tx.execute(delete(table))

    @pytest.mark.parametrize(
        ("table", "changes"),
        [
            (LedgerEntry, {"delta_cents": 1}),
            (LedgerAct, {"at": NOW}),
            (Refund, {"amount_cents": 1}),
            (Receipt, {"number": 7}),
            (Receipt, {"paid_on": date(2025, 12, 31)}),
            (Receipt, {"applied_cents": 15000}),
            (Payment, {"amount_cents": 20000}),
            (Payment, {"applied_cents": 0}),
            (Payment, {"refunded_cents": 0}),
            (InvoiceLine, {"paid_cents": 0}),
            (InvoiceLine, {"amount_cents": 1}),
            (InvoiceLine, {"reduced_cents": 99999}),
            (Invoice, {"issued_on": date(2025, 12, 31)}),
        ],
    )
    def test_nothing_is_changed(self, scene: Scene, purse: Purse, table, changes):
        with pytest.raises(IntegrityError), scene.database.writing() as tx:
            tx.execute(update(table).where(col(table.person_id) == scene.alice).values(changes))

    def test_void_stays_void(self, scene: Scene, purse: Purse):
        invoice = purse.invoice("104", 500)
        scene.database.write(desk_money.void_invoice, scene.dana_ctx(), scene.alice, invoice)
        for change in (update(Invoice).values(voided_at=None), update(InvoiceLine).values(reduced_cents=0)):
            with pytest.raises(IntegrityError), scene.database.writing() as tx:
                tx.execute(change)

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"delta_cents": 1000, "receipt_id": None}, "a patient's payment without a receipt"),
            ({"delta_cents": 500}, "an old receipt that grows"),
            ({"delta_cents": -12001}, "less than nothing"),
            ({"delta_cents": -1000, "line_id": "102"}, "what is not there"),
            ({"delta_cents": -1000, "person_id": "bob"}, "somebody else's"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_no_entry_is_added_that_is_wrong(self, scene: Scene, purse: Purse, changes, why: str):
        [kept] = scene.rows(LedgerEntry, delta_cents=12000)
        lines = {line.description[-3:]: line.id for line in scene.rows(InvoiceLine)}
        row = kept.model_dump() | {"id": new_id()} | changes
        row["line_id"] = lines.get(row["line_id"], row["line_id"])
        row["person_id"] = scene.people.get(row["person_id"], row["person_id"])
        with pytest.raises(IntegrityError), scene.database.writing() as tx:
            if why.startswith("an old"):
                row["act_id"] = scene.rows(LedgerAct, kind="unapplied")[0].id
            tx.execute(insert(LedgerEntry), [row])
