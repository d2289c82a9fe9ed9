"""What was paid ahead for a visit that was missed stays with the clinic until the desk decides: a fee, or credit."""

import pytest

from myaccount.domain.ledger import InvoiceKind
from myaccount.domain.refusals import NotAllowed, NotFound
from myaccount.models import Invoice, InvoiceLine, Receipt
from myaccount.services.billing import accounts, acts, panels
from myaccount.services.billing.panels import Asked
from myaccount.services.booking import book
from myaccount.services.context import StaffContext
from myaccount.services.desk import visits as desk
from myaccount.views.billing import InvoiceRow
from tests.services.booking.clinic_week import DAY, HOUR, MONDAY, slot
from tests.services.paying.counter import DEPOSIT, Counter

AFTER = MONDAY + 2 * HOUR


def at_desk(counter: Counter, who: str = "dana") -> StaffContext:
    return counter.scene.staff_ctx(who, now=AFTER + DAY)


def missed(counter: Counter) -> str:
    """Pay a deposit and do not come; tell the deposit's invoice."""
    counter.pay()
    counter.scene.database.write(desk.miss, at_desk(counter), counter.hold_id)
    return deposit(counter).id


def deposit(counter: Counter) -> InvoiceRow:
    alice, read = counter.scene.alice, counter.scene.database.read
    shown = read(accounts.show, at_desk(counter), alice, {}, is_history=False).invoices
    return next(row for row in shown if row.lines[0].what.startswith("Deposit"))


def fee(counter: Counter) -> InvoiceLine:
    """The line of the fee that was charged."""
    [invoice] = counter.scene.rows(Invoice, kind=InvoiceKind.FEE.value)
    [line] = counter.scene.rows(InvoiceLine, invoice_id=invoice.id)
    return line


def act(counter: Counter, kind: str, invoice_id: str, who: str = "dana", **typed: str) -> str:
    asked = Asked(counter.scene.alice, kind, invoice_id)  # type: ignore[arg-type]
    return counter.scene.database.write(acts.save, at_desk(counter, who), asked, typed).touches


def receipts(counter: Counter) -> list[int]:
    return [row.applied_cents for row in counter.scene.rows(Receipt)]


def test_missed_it_is_the_clinics_until_the_desk_decides(counter: Counter):
    missed(counter)
    assert (counter.credit, receipts(counter), deposit(counter).can_keep) == (0, [DEPOSIT], True)


def test_it_is_the_desks_to_decide_also_when_the_visit_was_moved_and_put_back(counter: Counter):
    counter.pay()
    for _ in range(2):
        there = slot(counter.scene, MONDAY + DAY)
        moved = counter.scene.database.write(book.reschedule, counter.ctx(after=HOUR), counter.hold_id, there)
        counter.scene.database.write(book.undo, counter.ctx(after=HOUR), moved)
    counter.scene.database.write(desk.miss, at_desk(counter), counter.hold_id)
    assert deposit(counter).can_keep


def test_kept_as_a_fee_it_pays_that_fee_and_its_receipt_stays(counter: Counter):
    asked = Asked(counter.scene.alice, "keep", missed(counter))
    shown = counter.scene.database.read(panels.show, at_desk(counter), asked)
    assert shown.lead == "Physiotherapy, 23 November 2026: missed. $50.00 was paid ahead."
    assert act(counter, "keep", asked.subject_id, amount=shown.fields["amount"]) == "Fee charged: $50.00."
    assert fee(counter).description == "Missed appointment fee: Physiotherapy, 23 November 2026"
    assert (fee(counter).appointment_id, fee(counter).reduced_cents) == (counter.hold_id, DEPOSIT)
    assert (counter.credit, receipts(counter), deposit(counter).can_keep) == (0, [DEPOSIT], False)
    assert counter.is_square()
    assert deposit(counter).lines[0].visit_url == "/clinic/schedule?day=2026-11-23"


@pytest.mark.parametrize(("amount", "credit", "left"), [("30", 2000, 0), ("50", 0, 0), ("80", 0, 3000)])
def test_what_is_more_than_the_fee_is_credit_and_what_is_less_is_due(
    sqlite_counter: Counter, amount: str, credit: int, left: int
):
    act(sqlite_counter, "keep", missed(sqlite_counter), amount=amount)
    line = fee(sqlite_counter)
    assert (sqlite_counter.credit, line.amount_cents - line.reduced_cents) == (credit, left)
    assert sqlite_counter.is_square()


def test_made_credit_its_receipt_is_hidden(counter: Counter):
    assert act(counter, "free", missed(counter)) == "$50.00 is credit on account now."
    assert (counter.credit, receipts(counter), counter.is_square()) == (DEPOSIT, [0], True)


def test_a_fee_that_is_made_void_leaves_it_to_decide_again(sqlite_counter: Counter):
    act(sqlite_counter, "keep", missed(sqlite_counter), amount="50")
    act(sqlite_counter, "void", fee(sqlite_counter).invoice_id)
    assert (deposit(sqlite_counter).can_keep, sqlite_counter.is_square()) == (True, True)


def test_what_was_decided_or_is_not_to_be_decided_is_refused(sqlite_counter: Counter):
    counter = sqlite_counter
    counter.pay()
    for kind in ("keep", "free"):
        with pytest.raises(NotFound):
            act(counter, kind, deposit(counter).id, amount="50")
    counter.scene.database.write(desk.miss, at_desk(counter), counter.hold_id)
    invoice_id = deposit(counter).id
    with pytest.raises(NotAllowed):
        act(counter, "keep", invoice_id, "sam", amount="50")
    act(counter, "free", invoice_id)
    for kind in ("keep", "free"):
        with pytest.raises(NotFound):
            act(counter, kind, invoice_id, amount="50")


def test_a_visit_that_was_moved_before_it_was_missed_keeps_it_too(sqlite_counter: Counter):
    counter = sqlite_counter
    counter.pay()
    again = slot(counter.scene, MONDAY + DAY)
    moved = counter.scene.database.write(book.reschedule, counter.ctx(after=HOUR), counter.hold_id, again)
    counter.scene.database.write(desk.miss, at_desk(counter), moved)
    act(counter, "keep", deposit(counter).id, amount="50")
    assert (fee(counter).appointment_id, fee(counter).reduced_cents) == (moved, DEPOSIT)


def test_a_fee_that_is_charged_for_it_in_the_usual_way_is_paid_by_it_too(sqlite_counter: Counter):
    missed(sqlite_counter)
    act(sqlite_counter, "fee", "", visit=sqlite_counter.hold_id, amount="50")
    assert (deposit(sqlite_counter).can_keep, sqlite_counter.credit, sqlite_counter.is_square()) == (False, 0, True)
