"""A visit's invoice: issued on arrival, void when that is undone, and credited with what was prepaid."""

from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.ledger import InvoiceKind, Method
from myaccount.domain.money_refusals import Credited, InvoicePaid, OtherLines
from myaccount.models import Appointment, Invoice, InvoiceLine, LedgerAct, Redemption, Treatment
from myaccount.services.billing import accounts, balance, invoice_sweep
from myaccount.services.context import StaffContext
from myaccount.services.desk import money as desk_money
from myaccount.services.desk import visits as desk
from myaccount.services.ledger import invoices, payments, prepayments, visits
from myaccount.services.ledger.invoices import Draft, Item
from myaccount.store import invoices as invoice_rows
from tests.scenes import NOW, Scene, book
from tests.services.ledger.purse import Purse, check, gapless
from tests.services.packages import shelf

HOUR = timedelta(hours=1)


def due(scene: Scene, who: str = "alice") -> int:
    return scene.database.read(balance.of, scene.ctx(who)).due_cents


def arrive(scene: Scene, visit_id: str) -> None:
    scene.database.write(desk.arrive, scene.dana_ctx(), visit_id)


def test_arrival_issues_the_invoice_and_undo_makes_it_void(scene: Scene):
    visit = scene.book("alice", NOW)
    assert due(scene) == 0
    arrive(scene, visit)
    [line] = scene.database.read(balance.of, scene.alice_ctx()).invoices
    assert (line.due, line.what, line.issued_on) == ("$120.00", "Physiotherapy", "Friday 20 November 2026")
    scene.database.write(desk.undo, scene.dana_ctx(), visit)
    assert due(scene) == 0
    assert [one.voided_at for one in scene.rows(Invoice)] == [NOW]
    arrive(scene, visit)
    assert due(scene) == 12000
    assert [act.kind for act in scene.rows(LedgerAct)].count("issued") == 2


def test_tax_is_reckoned_on_the_line_and_rounded_half_up(scene: Scene):
    with scene.database.writing() as tx:
        kind = tx.get_one(Treatment, scene.cedar.treatments["physio-60"])
        kind.price_cents, kind.tax_ppm = 10010, 149750
    arrive(scene, scene.book("alice", NOW))
    [line] = scene.rows(InvoiceLine)
    assert (line.amount_cents, line.tax_cents, due(scene)) == (10010, 1499, 11509)


def test_undoing_one_visit_takes_nothing_along_that_stands_beside_it_on_an_invoice(scene: Scene):
    ctx = scene.dana_ctx()
    first, second = (scene.book("alice", NOW + part, state=AppointmentState.ARRIVED) for part in (timedelta(0), HOUR))
    billed = scene.database.write(_issue_together, ctx, scene.alice, [first, second])
    for act in (lambda tx: desk.undo(tx, ctx, first), lambda tx: visits.issue_again(tx, ctx, _visit(tx, first))):
        with pytest.raises(OtherLines):
            scene.database.write(act)
    assert (scene.rows(Invoice)[0].voided_at, scene.appointment(first).state) == (None, "arrived")
    [shown] = scene.database.read(partial(accounts.show, is_history=False), ctx, scene.alice, {}).invoices
    assert shown.can_void
    scene.database.write(desk_money.void_invoice, ctx, scene.alice, billed)
    scene.database.write(desk.undo, ctx, first)
    assert [scene.appointment(one).state for one in (first, second)] == ["booked", "arrived"]


def _issue_together(tx: Session, ctx: StaffContext, person_id: str, visit_ids: list[str]) -> str:
    """Issue an invoice as a clinic file may bring it: of two visits and a product."""
    items = [Item("Physiotherapy", 12000, appointment_id=one) for one in visit_ids] + [Item("Foam roller", 3900)]
    found = invoices.issue(tx, ctx, Draft(person_id, InvoiceKind.VISIT, items))
    invoice_rows.link(tx, dict.fromkeys(visit_ids, found.id))
    return found.id


def _visit(tx: Session, visit_id: str) -> Appointment:
    return tx.get_one(Appointment, visit_id)


def test_arrival_is_not_undone_once_something_is_paid(scene: Scene):
    visit = scene.book("alice", NOW)
    arrive(scene, visit)
    payment = scene.database.write(
        desk_money.take_payment, scene.dana_ctx(), scene.alice, 5000, Method.CASH, apply_to=desk_money.ALL
    )
    with pytest.raises(InvoicePaid):
        scene.database.write(desk.undo, scene.dana_ctx(), visit)
    assert scene.appointment(visit).state == AppointmentState.ARRIVED
    [invoice] = scene.rows(Invoice)
    scene.database.write(desk_money.unapply, scene.dana_ctx(), scene.alice, payment, [(invoice.id, 5000)])
    scene.database.write(desk.undo, scene.dana_ctx(), visit)
    check(scene)


def test_a_visit_that_a_package_covers_is_a_line_of_nothing(scene: Scene):
    shelf.turn_on(scene)
    package, visit = shelf.give(scene), scene.book("alice", NOW)
    shelf.redeem(scene, visit, package)
    arrive(scene, visit)
    [line], [use] = scene.rows(InvoiceLine), scene.rows(Redemption)
    assert (line.amount_cents, line.covered_by, due(scene)) == (0, use.id, 0)


def test_what_is_redeemed_or_released_after_arrival_issues_the_invoice_anew(scene: Scene):
    shelf.turn_on(scene)
    package, visit = shelf.give(scene), scene.book("alice", NOW)
    arrive(scene, visit)
    shelf.redeem(scene, visit, package)
    assert due(scene) == 0
    shelf.release(scene, visit)
    assert (due(scene), len(scene.rows(Invoice))) == (12000, 3)
    scene.database.write(
        desk_money.take_payment, scene.dana_ctx(), scene.alice, 5000, Method.CASH, apply_to=desk_money.ALL
    )
    with pytest.raises(InvoicePaid):
        shelf.redeem(scene, visit, package)
    assert shelf.live(scene, visit) == ""
    check(scene)


def test_visits_from_before_there_were_invoices_are_caught_up_once(scene: Scene):
    with scene.database.writing() as tx:
        for days in range(1, 6):
            book(tx, scene, "alice", NOW - timedelta(days=days), state=AppointmentState.ARRIVED)
        book(tx, scene, "charlie", NOW - timedelta(days=1), state=AppointmentState.ARRIVED)
        book(tx, scene, "alice", NOW - timedelta(days=9), state=AppointmentState.NO_SHOW)
    clinic_ids = [scene.cedar.clinic_id, scene.birch.clinic_id]
    assert set(scene.database.read(invoice_sweep.missing)) == set(clinic_ids)
    assert [scene.database.write(invoice_sweep.issue_missing, one, NOW) for one in clinic_ids] == [5, 1]
    assert scene.database.read(invoice_sweep.missing) == []
    assert [scene.database.write(invoice_sweep.issue_missing, one, NOW) for one in clinic_ids] == [0, 0]
    assert (due(scene), due(scene, "charlie"), due(scene, "bob")) == (60000, 12000, 0)
    assert gapless([one.number for one in scene.rows(Invoice, clinic_id=scene.cedar.clinic_id)])
    assert {one.issued_on for one in scene.rows(Invoice, person_id=scene.alice)} == {
        (NOW - timedelta(days=days)).date() for days in range(1, 6)
    }


class TestPrepayments:
    def prepay(self, scene: Scene, visit: str, cents: int) -> str:
        with scene.database.writing() as tx:
            ctx, row = scene.dana_ctx(), scene.appointment(visit)
            payment = payments.receive(tx, ctx, scene.alice, cents, Method.CARD)
            assert prepayments.prepay(tx, ctx, row, payment.id, cents, "Deposit")
            return payment.id

    def test_a_deposit_has_a_receipt_at_once_and_is_credited_on_arrival(self, scene: Scene):
        visit, purse = scene.book("alice", NOW), Purse(scene)
        self.prepay(scene, visit, 5000)
        assert (purse.shown(), due(scene)) == ({1: (5000, 5000)}, 0)
        arrive(scene, visit)
        assert (purse.shown(), due(scene), purse.credit()) == ({1: (5000, 5000)}, 7000, 0)
        scene.database.write(desk.undo, scene.dana_ctx(), visit)
        assert (purse.shown(), due(scene)) == ({1: (5000, 5000)}, 0)
        arrive(scene, visit)
        assert due(scene) == 7000
        check(scene)

    def test_what_is_more_than_the_visit_costs_is_credit_again(self, scene: Scene):
        visit, purse = scene.book("alice", NOW), Purse(scene)
        self.prepay(scene, visit, 15000)
        arrive(scene, visit)
        assert (purse.shown(), due(scene), purse.credit()) == ({1: (12000, 15000)}, 0, 3000)
        check(scene)

    def test_it_follows_a_visit_that_is_moved(self, scene: Scene):
        visit = scene.book("alice", NOW + timedelta(days=1))
        self.prepay(scene, visit, 5000)
        moved = scene.book("alice", NOW)
        with scene.database.writing() as tx:
            tx.merge(scene.appointment(moved)).moved_from_id = visit
        arrive(scene, moved)
        assert due(scene) == 7000

    def test_released_it_is_credit_on_account(self, scene: Scene):
        visit, purse = scene.book("alice", NOW), Purse(scene)
        self.prepay(scene, visit, 5000)
        with scene.database.writing() as tx:
            freed = prepayments.release(tx, scene.dana_ctx(), scene.appointment(visit))
        assert [one.cents for one in freed] == [5000]
        assert (purse.shown(), due(scene), purse.credit()) == ({}, 0, 5000)
        assert [one.kind for one in scene.rows(Invoice) if one.voided_at] == [InvoiceKind.PREPAYMENT]
        check(scene)

    def test_once_credited_its_invoice_stands_until_the_visits_is_void(self, scene: Scene):
        visit, purse = scene.book("alice", NOW), Purse(scene)
        payment = self.prepay(scene, visit, 5000)
        [deposit] = scene.rows(Invoice)
        arrive(scene, visit)
        scene.database.write(desk_money.unapply, scene.dana_ctx(), scene.alice, payment, [(deposit.id, 5000)])
        assert (due(scene), purse.credit()) == (12000, 5000)
        with pytest.raises(Credited) as refused:
            scene.database.write(desk_money.void_invoice, scene.dana_ctx(), scene.alice, deposit.id)
        assert (refused.value.facts["number"], due(scene)) == (2, 12000)
        scene.database.write(desk.undo, scene.dana_ctx(), visit)
        assert due(scene) == 5000
        scene.database.write(desk_money.void_invoice, scene.dana_ctx(), scene.alice, deposit.id)
        assert (due(scene), purse.credit()) == (0, 5000)
        arrive(scene, visit)
        assert (due(scene), purse.credit()) == (12000, 5000)
        check(scene)

    def test_a_deposit_that_is_charged_back_is_due_again(self, scene: Scene):
        visit, purse = scene.book("alice", NOW), Purse(scene)
        payment = self.prepay(scene, visit, 5000)
        arrive(scene, visit)
        scene.database.write(desk_money.refund, scene.dana_ctx(), scene.alice, payment, 5000)
        assert (purse.shown(), due(scene)) == ({}, 12000)
        check(scene)
