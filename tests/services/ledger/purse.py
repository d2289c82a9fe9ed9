"""Alice's money in the worked example: three invoices, one payment, and what is true of them after each step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from myaccount.domain.ledger import InvoiceKind, Method, RefundKind
from myaccount.models import Invoice, InvoiceLine, LedgerEntry, Payment, Receipt, Refund
from myaccount.services.billing import balance
from myaccount.services.context import StaffContext
from myaccount.services.desk import money as desk_money
from myaccount.services.ledger import invoices, payments
from myaccount.services.ledger.invoices import Draft, Item
from tests.scenes import Scene

PAID_AT = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
PAID_ON = date(2026, 3, 10)
STARTS = {"101": 12000, "102": 3000, "103": 10000}


@dataclass
class Purse:
    """What the desk does with somebody's money, by the names of invoices and payments."""

    scene: Scene
    who: str = "alice"
    invoices: dict[str, str] = field(default_factory=dict)
    payments: dict[str, str] = field(default_factory=dict)

    @property
    def person_id(self) -> str:
        return self.scene.people[self.who]

    @property
    def desk(self) -> StaffContext:
        return self.scene.staff_ctx("kim" if self.who == "charlie" else "dana")

    def invoice(self, name: str, *cents: int, tax: int = 0) -> str:
        items = [Item(f"Line {number} of {name}", one, tax) for number, one in enumerate(cents, 1)]
        draft = Draft(self.person_id, InvoiceKind.OTHER, items, issued_on=PAID_ON)
        self.invoices[name] = self.scene.database.write(invoices.issue, self.desk, draft).id
        return self.invoices[name]

    def pay(self, name: str, cents: int, method: Method = Method.CARD, at: datetime = PAID_AT) -> str:
        paid = self.scene.database.write(payments.receive, self.desk, self.person_id, cents, method, received_at=at)
        self.payments[name] = paid.id
        return paid.id

    def apply(self, payment: str = "pay", **cents: int) -> str | None:
        wanted = [(self.invoices[name.strip("i")], part) for name, part in cents.items()]
        return self._desk(desk_money.apply, payment, wanted)

    def unapply(self, payment: str = "pay", receipt_id: str | None = None, **cents: int) -> None:
        wanted = [(self.invoices[name.strip("i")], part) for name, part in cents.items()]
        self._desk(desk_money.unapply, payment, wanted, receipt_id)

    def refund(self, cents: int, payment: str = "pay", **more: str | RefundKind) -> None:
        self._desk(desk_money.refund, payment, cents, **more)

    def _desk(self, act, payment: str, *arguments, **more):
        return self.scene.database.write(
            act, self.desk, self.person_id, self.payments.get(payment, payment), *arguments, **more
        )

    def shown(self) -> dict[int, tuple[int, int]]:
        """The receipts the patient sees: what each is worth, and was once, by its number."""
        shown = [one for one in self.scene.rows(Receipt, person_id=self.person_id) if one.applied_cents > 0]
        return {one.number: (one.applied_cents, one.original_cents) for one in shown}

    def credit(self) -> int:
        return self.scene.database.read(balance.of_person, self.desk, self.person_id).credit_cents

    def due(self) -> dict[str, int]:
        found = self.scene.database.read(balance.of_person, self.desk, self.person_id)
        due = {one.id: one.due_cents for one in found.invoices}
        assert found.due_cents == sum(due.values())
        return {name: due.get(invoice_id, 0) for name, invoice_id in self.invoices.items()}


def worked_example(scene: Scene) -> Purse:
    """Three invoices and the payment of $150.00, before the first step."""
    purse = Purse(scene)
    for name, cents in STARTS.items():
        purse.invoice(name, cents)
    purse.pay("pay", 15000)
    return purse


def check(scene: Scene) -> None:
    """Hold the promises of the ledger, whatever was done."""
    entries, refunds = scene.rows(LedgerEntry), scene.rows(Refund)

    def total(**equal: str | None) -> int:
        return sum(
            one.delta_cents for one in entries if all(getattr(one, key) == value for key, value in equal.items())
        )

    shown: dict[str, int] = {}
    for receipt in scene.rows(Receipt):
        assert receipt.applied_cents == total(receipt_id=receipt.id) >= 0
        shown[receipt.payment_id] = shown.get(receipt.payment_id, 0) + receipt.applied_cents
    for payment in scene.rows(Payment):
        back = sum(one.amount_cents for one in refunds if one.payment_id == payment.id)
        assert payment.applied_cents == total(payment_id=payment.id)
        assert payment.refunded_cents == back
        assert payment.amount_cents - payment.applied_cents - back >= 0
        on_receipts = 0 if payment.method == Method.INSURER else payment.applied_cents
        assert shown.get(payment.id, 0) == on_receipts <= payment.amount_cents - back
    for line in scene.rows(InvoiceLine):
        assert line.paid_cents == total(line_id=line.id)
        assert 0 <= line.paid_cents <= line.amount_cents + line.tax_cents - line.reduced_cents
    for table in (Receipt, Invoice):
        assert gapless([row.number for row in scene.rows(table, clinic_id=scene.cedar.clinic_id)])


def gapless(numbers: list[int]) -> bool:
    """Tell whether numbers begin with one and leave none out."""
    return sorted(numbers) == list(range(1, len(numbers) + 1))


def dollars(amounts: Mapping[str, int]) -> str:
    """Write what is due as the table of the rules does."""
    return " / ".join(
        f"{cents / 100:.2f}".replace("0.00", "0") if not cents else f"{cents / 100:.2f}" for cents in amounts.values()
    )
