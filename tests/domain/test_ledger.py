"""The ledger's rules by themselves: amounts, tax, and a machine that does anything in any order."""

from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from myaccount.domain.ledger import Allocation, Funds, Line, Move, apply, to_unapply, unapply
from myaccount.domain.money_refusals import MoreThanApplied, MoreThanCredit, MoreThanDue, MoreThanLeft, NoAmount
from myaccount.domain.tax import tax_on, tax_share, tax_within


@pytest.mark.parametrize(
    ("cents", "ppm", "tax"),
    [
        (0, 130000, 0),
        (10010, 149750, 1499),
        (10, 50000, 1),
        (9, 50000, 0),
        (30, 50000, 2),
        (12000, 0, 0),
        (1, 1000000, 1),
    ],
)
def test_tax_is_rounded_half_up(cents: int, ppm: int, tax: int):
    assert tax_on(cents, ppm) == tax


@given(st.integers(0, 10**8), st.integers(0, 10**6))
def test_tax_is_off_by_half_a_cent_at_most(cents: int, ppm: int):
    exact = cents * ppm
    assert -500_000 <= tax_on(cents, ppm) * 1_000_000 - exact <= 500_000


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.data())
def test_the_tax_in_a_part_is_its_share_and_in_the_whole_all_of_it(amount: int, tax: int, data: st.DataObject):
    part = data.draw(st.integers(0, amount + tax))
    assert 0 <= tax_within(part, amount, tax) <= tax
    assert tax_within(amount + tax, amount, tax) == tax


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.data())
def test_the_tax_in_the_parts_of_a_line_is_all_of_it_to_the_cent(price: int, ppm: int, data: st.DataObject):
    tax = tax_on(price, ppm)
    paid, shares = 0, []
    while left := price + tax - paid:
        part = left if len(shares) > 5 else data.draw(st.integers(1, left))
        shares.append(tax_share(paid, part, price, tax))
        assert 0 <= shares[-1] <= part
        paid += part
        assert sum(shares) == tax_within(paid, price, tax)
    assert sum(shares) == tax


def test_a_line_of_nothing_has_no_tax_in_it():
    assert tax_within(0, 0, 0) == 0


LINES = [Line("a1", "A", 1000, 0), Line("a2", "A", 2000, 500), Line("b1", "B", 700, 0)]


def test_lines_are_paid_first_to_last_and_invoices_in_the_order_asked():
    moves = apply(Funds(5000, 0, 0), [("B", 100), ("A", 1200)], LINES)
    assert moves == (Move("b1", None, 100), Move("a1", None, 1000), Move("a2", None, 200))


def test_one_invoice_named_twice_is_named_once():
    assert apply(Funds(5000, 0, 0), [("A", 100), ("A", 50)], LINES) == (Move("a1", None, 150),)
    with pytest.raises(MoreThanDue):
        apply(Funds(5000, 0, 0), [("B", 400), ("B", 400)], LINES)


@pytest.mark.parametrize("wanted", [[], [("A", 0)], [("A", -1), ("B", 5)]])
def test_nothing_and_less_are_no_amounts(wanted):
    with pytest.raises(NoAmount):
        apply(Funds(5000, 0, 0), wanted, LINES)


def test_the_newest_receipt_lets_go_first_and_in_it_the_last_line():
    held = [
        Allocation("a1", "r1", 1, 400),
        Allocation("a2", "r1", 1, 300),
        Allocation("a1", "r2", 2, 200),
        Allocation("a2", "r2", 2, 100),
    ]
    assert unapply(held, ["a1", "a2"], 750) == (
        Move("a2", "r2", -100),
        Move("a1", "r2", -200),
        Move("a2", "r1", -300),
        Move("a1", "r1", -150),
    )
    with pytest.raises(MoreThanApplied):
        unapply(held, ["a1", "a2"], 1001)


def test_a_refund_takes_credit_first():
    assert to_unapply(Funds(5000, 3000, 500), 1500) == 0
    assert to_unapply(Funds(5000, 3000, 500), 1501) == 1
    with pytest.raises(MoreThanLeft):
        to_unapply(Funds(5000, 3000, 500), 4501)


@dataclass
class Paid:
    """A payment of the machine's: what the rules are told is reckoned from the entries each time."""

    amount: int
    refunded: int = 0
    entries: list[tuple[str, str, int]] = field(default_factory=list)

    def held(self) -> list[Allocation]:
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for receipt, line, delta in self.entries:
            sums[receipt, line] += delta
        return [Allocation(line, receipt, int(receipt), cents) for (receipt, line), cents in sums.items() if cents]

    @property
    def applied(self) -> int:
        return sum(delta for _, _, delta in self.entries)

    @property
    def funds(self) -> Funds:
        return Funds(self.amount, self.applied, self.refunded)


class Ledger(RuleBasedStateMachine):
    """Anything in any order: the rules either refuse, or leave sums that hold."""

    def __init__(self) -> None:
        super().__init__()
        self.owed: dict[str, tuple[str, int]] = {}
        self.payments: list[Paid] = []
        self.first: dict[str, int] = {}

    @rule(cents=st.lists(st.integers(0, 300), min_size=1, max_size=3))
    def issue(self, cents: list[int]) -> None:
        invoice = str(len({invoice for invoice, _ in self.owed.values()}))
        self.owed |= {f"{invoice}-{place}": (invoice, one) for place, one in enumerate(cents)}

    @rule(cents=st.integers(1, 500))
    def receive(self, cents: int) -> None:
        self.payments.append(Paid(cents))

    @precondition(lambda self: self.payments and self.owed)
    @rule(data=st.data(), cents=st.lists(st.integers(0, 400), min_size=1, max_size=2))
    def apply(self, data: st.DataObject, cents: list[int]) -> None:
        payment = data.draw(st.sampled_from(self.payments))
        names = sorted({invoice for invoice, _ in self.owed.values()})
        wanted = [(data.draw(st.sampled_from(names)), one) for one in cents]
        try:
            moves = apply(payment.funds, wanted, self.lines())
        except (NoAmount, MoreThanCredit, MoreThanDue):
            return
        receipt = str(len(self.first) + 1)
        self.first[receipt] = sum(move.cents for move in moves)
        payment.entries += [(receipt, move.line_id, move.cents) for move in moves]

    @precondition(lambda self: self.payments)
    @rule(data=st.data(), cents=st.integers(0, 400))
    def unapply(self, data: st.DataObject, cents: int) -> None:
        payment = data.draw(st.sampled_from(self.payments))
        try:
            self.let_go(payment, cents)
        except (NoAmount, MoreThanApplied):
            return

    @precondition(lambda self: self.payments)
    @rule(data=st.data(), cents=st.integers(0, 500))
    def refund(self, data: st.DataObject, cents: int) -> None:
        payment = data.draw(st.sampled_from(self.payments))
        try:
            short = to_unapply(payment.funds, cents)
        except (NoAmount, MoreThanLeft):
            return
        if short:
            self.let_go(payment, short)
        payment.refunded += cents

    def let_go(self, payment: Paid, cents: int) -> None:
        moves = unapply(payment.held(), list(self.owed), cents)
        assert sum(move.cents for move in moves) == -cents
        payment.entries += [(move.receipt_id or "", move.line_id, move.cents) for move in moves]

    def lines(self) -> list[Line]:
        return [Line(line, invoice, cents, self.paid(line)) for line, (invoice, cents) in self.owed.items()]

    def paid(self, line: str) -> int:
        return sum(delta for payment in self.payments for _, on, delta in payment.entries if on == line)

    @invariant()
    def sums_hold(self) -> None:
        shown: dict[str, int] = defaultdict(int)
        for payment in self.payments:
            assert payment.funds.credit_cents >= 0
            assert all(one.cents > 0 for one in payment.held())
            for one in payment.held():
                shown[one.receipt_id or ""] += one.cents
        for line, (_, cents) in self.owed.items():
            assert 0 <= self.paid(line) <= cents
        assert all(shown[receipt] <= cents for receipt, cents in self.first.items())
        applied = sum(payment.applied for payment in self.payments)
        assert sum(shown.values()) == applied == sum(self.paid(line) for line in self.owed)
        assert applied <= sum(payment.funds.left_cents for payment in self.payments)


def test_nothing_is_ever_counted_twice():
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(Ledger, settings=settings(max_examples=60, stateful_step_count=30, deadline=None))
