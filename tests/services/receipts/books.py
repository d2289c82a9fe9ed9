"""Books to test receipts with, written as the ledger writes them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from types import SimpleNamespace

from sqlmodel import Session, select

from myaccount.domain.time import wall_time
from myaccount.models import Clinic as ClinicTable
from myaccount.models import (
    Invoice,
    InvoiceLine,
    LedgerAct,
    LedgerEntry,
    Payment,
    Person,
    Receipt,
    Staff,
    Treatment,
    VisitCodes,
)
from tests.portal import Clinic
from tests.scenes import ZONE, Scene

PAID = datetime(2026, 3, 10, 20, tzinfo=UTC)
"""4:00 p.m. in Toronto."""

FAR = 9001
"""A number that the portal itself does not come to."""


@dataclass
class Books:
    """A clinic's ledger, and short names for what one writes into it."""

    scene: Scene
    numbers: count = field(default_factory=lambda: count(1))
    currency: str = "CAD"

    def invoice(
        self, who: str, *lines: tuple[str, int], tax: int = 0, visit: str | None = None, by: str = ""
    ) -> list[str]:
        """Issue an invoice; give back the ids of its lines. `by` is who treated, if it was another."""
        with self.scene.database.writing() as tx:
            place = self.scene.place_of(who)
            own = {"clinic_id": place.clinic_id, "person_id": self.scene.people[who]}
            invoice = Invoice(**own, number=next(self.numbers), kind="visit", currency=self.currency,
                              issued_on=PAID.date(), issued_at=PAID)  # fmt: skip
            tx.add(invoice)
            tx.flush()
            rows = [
                InvoiceLine(
                    **own, invoice_id=invoice.id, position=at, description=what, amount_cents=cents - tax,
                    tax_cents=tax, staff_id=by or place.staff_id, served_on=PAID.date(), minutes=60,
                    appointment_id=visit,
                )
                for at, (what, cents) in enumerate(lines)
            ]  # fmt: skip
            tx.add_all(rows)
            tx.flush()
            return [row.id for row in rows]

    def pay(self, who: str, cents: int, at: datetime = PAID, method: str = "card") -> str:
        """Take a payment."""
        with self.scene.database.writing() as tx:
            row = Payment(
                clinic_id=self.scene.place_of(who).clinic_id, person_id=self.scene.people[who], method=method,
                currency=self.currency, amount_cents=cents, received_at=at,
            )  # fmt: skip
            tx.add(row)
            tx.flush()
            return row.id

    def apply(self, payment_id: str, *moves: tuple[str, int]) -> str:
        """Apply a payment to lines: one receipt."""
        with self.scene.database.writing() as tx:
            payment = tx.get_one(Payment, payment_id)
            own = {"clinic_id": payment.clinic_id, "person_id": payment.person_id}
            act = self._act(tx, payment, "applied", sum(cents for _, cents in moves))
            receipt = Receipt(
                **own, payment_id=payment_id, act_id=act.id, number=next(self.numbers),
                paid_on=wall_time(payment.received_at, ZONE).local.date(), issued_at=payment.received_at,
                original_cents=act.cents,
            )  # fmt: skip
            tx.add(receipt)
            tx.flush()
            tx.add_all(
                LedgerEntry(**own, act_id=act.id, payment_id=payment_id, receipt_id=receipt.id, line_id=line,
                            delta_cents=cents)
                for line, cents in moves
            )  # fmt: skip
            return receipt.id

    def unapply(self, receipt_id: str, line: str, cents: int) -> None:
        """Take back some of what a receipt holds on a line."""
        with self.scene.database.writing() as tx:
            receipt = tx.get_one(Receipt, receipt_id)
            payment = tx.get_one(Payment, receipt.payment_id)
            act = self._act(tx, payment, "unapplied", cents)
            tx.add(
                LedgerEntry(
                    clinic_id=receipt.clinic_id, person_id=receipt.person_id, act_id=act.id, payment_id=payment.id,
                    receipt_id=receipt_id, line_id=line, delta_cents=-cents,
                )
            )  # fmt: skip

    def receipt(self, who: str = "alice", cents: int = 12000, at: datetime = PAID, what: str = "Physiotherapy") -> str:
        """Take a payment for one thing, whole; give back the receipt's id."""
        [line] = self.invoice(who, (what, cents))
        return self.apply(self.pay(who, cents, at), (line, cents))

    def _act(self, tx: Session, payment: Payment, kind: str, cents: int) -> LedgerAct:
        act = LedgerAct(
            clinic_id=payment.clinic_id, person_id=payment.person_id, kind=kind, at=payment.received_at, cents=cents,
            payment_id=payment.id,
        )  # fmt: skip
        tx.add(act)
        tx.flush()
        return act


def to_the_states(scene: Scene) -> None:
    """Make Cedar a clinic of the United States, with all that a superbill asks for but the codes of a visit."""
    with scene.database.writing() as tx:
        clinic = tx.get_one(ClinicTable, scene.cedar.clinic_id)
        clinic.country, clinic.currency, clinic.tax_number = "US", "USD", "12-3456789"
        clinic.settings_version += 1
        staff = tx.get_one(Staff, scene.cedar.staff_id)
        staff.npi, staff.credentials, staff.license_number = "1234567893", "PT, DPT", "PT 60412 (OR)"
        tx.get_one(Treatment, scene.cedar.treatments["physio-60"]).cpt = "97110"
        tx.get_one(Person, scene.alice).date_of_birth = date(1988, 2, 3)


def give_codes(scene: Scene, visit: str, diagnoses: str = "M54.50 M25.561") -> None:
    """Note what a superbill says of a visit."""
    with scene.database.writing() as tx:
        tx.add(VisitCodes(appointment_id=visit, clinic_id=scene.cedar.clinic_id, diagnoses=diagnoses,
                          modifiers="GP 59", units=4))  # fmt: skip


def books_of(clinic: Clinic) -> Books:
    """Open the books of a served clinic."""
    database = clinic.portal.database
    with database.reading() as tx:
        clinic_id = tx.exec(select(ClinicTable.id).where(ClinicTable.slug == clinic.slug)).one()
        people = tx.exec(select(Person.external_id, Person.id).where(Person.clinic_id == clinic_id)).all()
        sam = tx.exec(select(Staff.id).where(Staff.clinic_id == clinic_id, Staff.external_id == "sam")).one()
    place = SimpleNamespace(clinic_id=clinic_id, staff_id=sam)
    scene = SimpleNamespace(database=database, people=dict(people), place_of=lambda _who: place)
    return Books(scene, count(FAR))  # type: ignore[arg-type]
