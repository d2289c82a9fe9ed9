"""Anything the desk can do with money, in any order, through the services: the books balance after every step."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.ledger import Method, RefundKind
from myaccount.domain.refusals import Refused
from myaccount.models import Receipt
from myaccount.services.desk import money as desk_money
from myaccount.services.desk import visits as desk
from tests.scenes import NOW, Scene
from tests.services.ledger.purse import Purse, check

cents = st.integers(0, 400)


class Desk(RuleBasedStateMachine):
    """The desk at work. Each act either does what it says or refuses and leaves everything as it was."""

    scene: Scene

    def __init__(self) -> None:
        super().__init__()
        self.purse = Purse(self.scene)
        self.visits: list[str] = []
        self.receipts: list[str] = []

    @rule(amount=cents, tax=st.integers(0, 20))
    def sell(self, amount: int, tax: int) -> None:
        self.purse.invoice(str(len(self.purse.invoices)), amount, amount // 2, tax=tax)

    @rule(amount=cents, method=st.sampled_from(Method), everything=st.booleans())
    def take(self, amount: int, method: Method, everything: bool) -> None:
        apply_to = desk_money.ALL if everything else ()
        act = (desk_money.take_payment, self.purse.desk, self.purse.person_id, amount, method)
        if paid := self.tried(lambda: self.scene.database.write(*act, apply_to=apply_to)):
            self.purse.payments[str(len(self.purse.payments))] = paid

    @precondition(lambda self: self.purse.payments and self.purse.invoices)
    @rule(data=st.data(), amounts=st.lists(cents, min_size=1, max_size=2))
    def apply(self, data: st.DataObject, amounts: list[int]) -> None:
        wanted = {f"i{self.some(data, self.purse.invoices)}": amount for amount in amounts}
        payment = self.some(data, self.purse.payments)
        if receipt := self.tried(lambda: self.purse.apply(payment, **wanted)):
            self.receipts.append(receipt)

    @precondition(lambda self: self.purse.payments and self.purse.invoices)
    @rule(data=st.data(), amount=cents, picks=st.booleans())
    def unapply(self, data: st.DataObject, amount: int, picks: bool) -> None:
        receipt = data.draw(st.sampled_from(self.receipts)) if picks and self.receipts else None
        name, payment = self.some(data, self.purse.invoices), self.some(data, self.purse.payments)
        self.tried(lambda: self.purse.unapply(payment, receipt, **{f"i{name}": amount}))

    @precondition(lambda self: self.purse.payments)
    @rule(data=st.data(), amount=cents, kind=st.sampled_from(RefundKind))
    def refund(self, data: st.DataObject, amount: int, kind: RefundKind) -> None:
        payment = self.some(data, self.purse.payments)
        self.tried(lambda: self.purse.refund(amount, payment, kind=kind))

    @precondition(lambda self: self.purse.invoices)
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        invoice = self.purse.invoices[self.some(data, self.purse.invoices)]
        self.tried(
            lambda: self.scene.database.write(desk_money.void_invoice, self.purse.desk, self.purse.person_id, invoice)
        )

    @rule()
    def come(self) -> None:
        visit = self.scene.book("alice", NOW, claims=False)
        self.scene.database.write(desk.arrive, self.purse.desk, visit)
        self.purse.invoices[f"v{len(self.visits)}"] = str(self.scene.appointment(visit).invoice_id)
        self.visits.append(visit)

    @precondition(lambda self: self.visits)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        visit = data.draw(st.sampled_from(self.visits))
        self.tried(lambda: self.scene.database.write(desk.undo, self.purse.desk, visit))
        is_arrived = self.scene.appointment(visit).state == AppointmentState.ARRIVED
        assert is_arrived == (self.scene.appointment(visit).invoice_id is not None)

    @invariant()
    def the_books_balance(self) -> None:
        check(self.scene)
        shown = self.purse.shown()
        receipts = self.scene.rows(Receipt, person_id=self.purse.person_id)
        assert shown.keys() == {one.number for one in receipts if one.applied_cents}

    def some(self, data: st.DataObject, named: dict[str, str]) -> str:
        return data.draw(st.sampled_from(sorted(named)))

    def tried(self, act):
        try:
            return act()
        except Refused:
            return None


def test_the_books_balance_after_every_step(scene: Scene):
    Desk.scene = scene
    few = settings(
        max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Desk, settings=few)
