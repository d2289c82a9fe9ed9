"""The receipt of a visit that was paid ahead: first for a visit to come, then for what was given, with its tax."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from myaccount.domain.ledger import Method
from myaccount.domain.receipts import Paper
from myaccount.domain.tax import tax_on
from myaccount.models import Payment, Receipt, Staff, Treatment
from myaccount.services.booking import book
from myaccount.services.context import PatientContext
from myaccount.services.desk import money
from myaccount.services.desk import visits as desk
from myaccount.services.ledger import payments, prepayments
from myaccount.services.ledger.invoices import Item
from myaccount.services.receipts import orders, receipts, verification
from myaccount.store import papers
from myaccount.store import receipts as store
from myaccount.views.papers import ReceiptPaper, SuperbillPaper
from myaccount.views.receipts import ReceiptRow
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import DAY, HOUR, MONDAY, another_practitioner, change, slot
from tests.services.ledger.purse import check
from tests.services.paying.counter import DEPOSIT, Counter
from tests.services.receipts.books import give_codes, to_the_states

LATER = MONDAY + 9 * DAY
AHEAD, ITS_DAY = "Deposit for Physiotherapy, 23 November 2026", "23 November 2026"


def taxed(counter: Counter, policy: str = "deposit") -> None:
    """Let the visit cost a hundred dollars and Ontario's tax, and be paid in part or whole when it is booked."""
    scene = counter.scene
    change(scene, Treatment, scene.cedar.treatments["physio-60"], price_cents=10000, tax_ppm=130000)
    change(scene, Staff, scene.cedar.staff_id, registration_number="PT 12345", signature="Sam Field, PT")
    for key in ("payment_policy", "first_visit_payment_policy"):
        scene.set(key, policy)


def arrive(counter: Counter, visit: str = "", at=MONDAY) -> str:
    visit = visit or counter.hold_id
    counter.scene.database.write(desk.arrive, counter.scene.staff_ctx("dana", now=at), visit)
    return visit


def pay_the_rest(scene: Scene, cents: int) -> None:
    ctx = scene.staff_ctx("dana", now=LATER)
    scene.database.write(money.take_payment, ctx, scene.alice, cents, Method.CASH, apply_to=money.ALL)


def shown(scene: Scene, ctx: PatientContext | None = None) -> list[ReceiptRow]:
    return list(scene.database.read(receipts.page, ctx or scene.alice_ctx(now=LATER), "", None, None, "").rows)


def papers_of(scene: Scene, kind: Paper = Paper.RECEIPT) -> list[ReceiptPaper | SuperbillPaper]:
    """All papers of a kind that Alice has, first to last; and the desk has the very same."""
    found = []
    for row in sorted(scene.rows(Receipt, person_id=scene.alice), key=lambda row: row.number):
        if row.applied_cents == 0:
            continue
        own, hers = (
            scene.database.write(orders.one, ctx, person_id, row.id, kind)
            for ctx, person_id in ((scene.alice_ctx(now=LATER), ""), (scene.dana_ctx(now=LATER), scene.alice))
        )
        assert (own.papers, own.state_hash) == (hers.papers, hers.state_hash)
        found += own.papers
    return found


def line_of(paper: ReceiptPaper | SuperbillPaper) -> tuple[str, str, str, str, str]:
    [line] = paper.lines
    return line.what, line.minutes, line.visited_on, line.practitioner, line.amount


def test_before_the_visit_it_says_for_which_one_and_nobody_has_signed(counter: Counter):
    taxed(counter)
    counter.pay()
    [paper] = papers_of(counter.scene)
    assert line_of(paper) == (AHEAD, "", "", "Sam Field", "$50.00")
    assert (paper.is_ahead, paper.signatories, paper.tax, paper.amount) == (True, (), "", "$50.00")
    [row] = shown(counter.scene)
    assert (row.what, row.detail) == (AHEAD, "Sam Field · Card")
    [french] = shown(counter.scene, counter.scene.alice_ctx(now=LATER, lang="fr"))
    assert french.what == "Acompte pour Physiotherapy, 23 novembre 2026"


def test_the_whole_price_paid_ahead_has_its_tax_and_its_visit_once_they_have_come(counter: Counter):
    taxed(counter, "full")
    counter.pay(11300)
    [before] = papers_of(counter.scene)
    assert (before.lines[0].what, before.tax) == ("Paid ahead for Physiotherapy, 23 November 2026", "")
    arrive(counter)
    [after] = papers_of(counter.scene)
    assert line_of(after) == ("Physiotherapy", "60 minutes", ITS_DAY, "Sam Field", "$113.00")
    assert (after.is_ahead, after.tax, after.amount, after.title) == (False, "$13.00", "$113.00", before.title)
    assert (before.issued_on, after.issued_on, after.paid_on) == ("20 November 2026", ITS_DAY, "20 November 2026")
    assert [(one.number, one.signature) for one in after.signatories] == [("PT 12345", "Sam Field, PT")]


def test_a_deposit_and_the_rest_share_the_tax_to_the_cent_on_the_statement_too(counter: Counter):
    scene = counter.scene
    taxed(counter)
    counter.pay()
    arrive(counter)
    pay_the_rest(scene, 6300)
    assert [(one.amount, one.tax) for one in papers_of(scene)] == [("$50.00", "$5.75"), ("$63.00", "$7.25")]
    [statement] = scene.database.write(orders.statement, scene.alice_ctx(now=LATER), "", 2026).papers
    [table] = statement.tables
    assert (table.total, table.tax, [one.what for one in table.lines]) == ("$113.00", "$13.00", ["Physiotherapy"] * 2)
    csv = scene.database.write(orders.table, scene.alice_ctx(now=LATER), "", 2026)
    assert [line.split(",")[5:7] for line in csv.splitlines()[1:]] == [["50.00", "5.75"], ["63.00", "7.25"]]
    check(scene)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(price=st.integers(1, 30000), ppm=st.integers(1, 250000), parts=st.lists(st.integers(1, 20000), max_size=3))
@example(price=1, ppm=1000000, parts=[1])  # one cent of tax, of which half a cent is in each half
def test_whatever_it_costs_and_is_paid_ahead_the_tax_is_there_once(sqlite_scene: Scene, price, ppm, parts):
    shared(sqlite_scene, price, ppm, parts)


@pytest.mark.parametrize(("price", "ppm", "parts"), [(1, 1000000, [1]), (10010, 149750, [3333, 3333])])
def test_both_databases_share_the_tax_out_in_turn(scene: Scene, price, ppm, parts):
    shared(scene, price, ppm, parts)


def shared(scene: Scene, price: int, ppm: int, parts: list[int]) -> None:
    """Pay for a visit ahead in parts, come, pay the rest: the receipts hold its price and its tax, each once."""
    change(scene, Treatment, scene.cedar.treatments["physio-60"], price_cents=price, tax_ppm=ppm)
    ctx, tax = scene.dana_ctx(), tax_on(price, ppm)
    number_before = len(scene.rows(Receipt))
    visit = scene.book("alice", NOW, claims=False)
    with scene.database.writing() as tx:
        for cents in parts:
            paid = payments.receive(tx, ctx, scene.alice, cents, Method.CASH)
            prepayments.prepay(tx, ctx, scene.appointment(visit), paid.id, cents, "Deposit")
    scene.database.write(desk.arrive, ctx, visit)
    if (left := price + tax - sum(parts)) > 0:
        pay_the_rest(scene, left)
    new = [row.id for row in scene.rows(Receipt) if row.number > number_before]
    with scene.database.reading() as tx:
        rows = store.own(tx, scene.cedar.clinic_id, scene.alice, new)
        found = receipts.expanded(tx, scene.alice_ctx(), rows)
    assert sum(int(line.cents) for entry in found for line in entry.lines) == price + tax
    assert sum(entry.tax for entry in found) == tax


def test_moved_to_another_day_and_practitioner_it_follows(counter: Counter):
    scene = counter.scene
    taxed(counter)
    counter.pay()
    [first] = papers_of(scene)
    ada = another_practitioner(scene)
    change(scene, Staff, ada, registration_number="PT 777")
    visit = counter.hold_id
    for day in (DAY, 2 * DAY):  # twice: the chain of moves is followed to its end
        there = slot(scene, MONDAY + day, staff_id=ada)
        visit = scene.database.write(book.reschedule, scene.alice_ctx(now=NOW + HOUR), visit, there)
    [moved] = papers_of(scene)
    assert line_of(moved)[::3] == ("Deposit for Physiotherapy, 25 November 2026", "Ada Abbott")
    arrive(counter, visit, MONDAY + 2 * DAY)
    [after] = papers_of(scene)
    assert line_of(after) == ("Physiotherapy", "60 minutes", "25 November 2026", "Ada Abbott", "$50.00")
    assert [one.number for one in after.signatories] == ["PT 777"]
    assert (after.tax, after.proof) == ("$5.75", first.proof)


def test_moved_and_put_back_it_is_for_the_old_time_again(counter: Counter):
    scene = counter.scene
    counter.pay()
    for at in (MONDAY + DAY, MONDAY + 2 * DAY):
        moved = scene.database.write(book.reschedule, scene.alice_ctx(now=NOW + HOUR), counter.hold_id, slot(scene, at))
        scene.database.write(book.undo, scene.alice_ctx(now=NOW + HOUR), moved)
    assert [row.what for row in shown(scene)] == [AHEAD]


def test_an_arrival_that_is_undone_takes_the_visit_off_again(counter: Counter):
    scene = counter.scene
    taxed(counter)
    counter.pay()
    [before] = papers_of(scene)
    arrive(counter)
    scene.database.write(desk.undo, scene.staff_ctx("dana", now=MONDAY), counter.hold_id)
    assert papers_of(scene) == [before]
    arrive(counter)
    [after] = papers_of(scene)
    assert (after.lines[0].what, after.tax) == ("Physiotherapy", "$5.75")


def test_refunded_it_is_hidden_and_the_rest_has_the_tax_of_the_rest(counter: Counter):
    scene = counter.scene
    taxed(counter)
    counter.pay()
    arrive(counter)
    pay_the_rest(scene, 6300)
    deposit = next(one for one in scene.rows(Payment) if one.method == Method.CARD)
    scene.database.write(money.refund, scene.dana_ctx(now=LATER), scene.alice, deposit.id, 2000)
    assert [(one.amount, one.tax) for one in papers_of(scene)] == [("$30.00", "$3.45"), ("$63.00", "$7.25")]
    scene.database.write(money.refund, scene.dana_ctx(now=LATER), scene.alice, deposit.id, 3000)
    assert [row.amount for row in shown(scene)] == ["$63.00"]
    pay_the_rest(scene, 5000)
    [statement] = scene.database.write(orders.statement, scene.alice_ctx(now=LATER), "", 2026).papers
    assert (statement.tables[0].total, statement.tables[0].tax) == ("$113.00", "$13.00")


def test_the_code_on_the_earlier_paper_still_finds_it(counter: Counter):
    scene = counter.scene
    counter.pay()
    papers_of(scene)
    [receipt] = scene.rows(Receipt)
    code = scene.database.write(papers.codes, scene.cedar.clinic_id, [receipt.id])[receipt.id]
    arrive(counter)
    found = scene.database.read(verification.verdict, scene.clinic_ctx(), code)
    assert (found.status, found.amount) == ("valid", "$50.00")


class TestInTheUnitedStates:
    def superbill(self, scene: Scene, number: int = 0) -> tuple[str, ...]:
        paper = papers_of(scene, Paper.SUPERBILL)[number]
        [line] = paper.lines
        return (paper.receipt, line.served_on, line.what, line.cpt, line.pointers, line.fee, line.paid, paper.paid)

    def test_the_whole_price_paid_ahead_has_a_superbill_once_they_have_come(self, counter: Counter):
        scene = counter.scene
        to_the_states(scene)
        for key in ("payment_policy", "first_visit_payment_policy"):
            scene.set(key, "full")
        counter.pay(12000)
        assert [row.is_superbill for row in shown(scene)] == [False]
        give_codes(scene, arrive(counter))
        assert [(row.is_superbill, row.missing) for row in shown(scene)] == [(False, ""), (True, "")]
        assert self.superbill(scene) == (
            "1", ITS_DAY, "Physiotherapy", "97110", "A, B", "$120.00", "$120.00", "$120.00"
        )  # fmt: skip

    def test_a_deposit_and_the_rest_have_one_each_and_nothing_is_paid_twice(self, counter: Counter):
        scene = counter.scene
        to_the_states(scene)
        counter.pay()
        give_codes(scene, arrive(counter))
        pay_the_rest(scene, 12000 - DEPOSIT)
        assert [self.superbill(scene, number)[::6] for number in (0, 1)] == [("1", "$50.00"), ("2", "$70.00")]
        assert [paper.is_part for paper in papers_of(scene, Paper.SUPERBILL)] == [True, True]

    def test_kept_as_a_fee_it_is_no_service(self, counter: Counter):
        scene, ctx = counter.scene, counter.scene.staff_ctx("dana", now=LATER)
        to_the_states(scene)
        counter.pay()
        scene.database.write(desk.miss, ctx, counter.hold_id)
        assert [row.what for row in shown(scene)] == [AHEAD]
        fee = Item.taxed("Missed appointment", 4000, 100000)
        scene.database.write(money.charge_fee, ctx, scene.alice, fee, scene.appointment(counter.hold_id))
        assert [(row.is_superbill, row.what, row.amount) for row in shown(scene)] == [
            (False, "Missed appointment", "$44.00")
        ]
        assert [paper.tax for paper in papers_of(scene)] == ["$4.00"]
