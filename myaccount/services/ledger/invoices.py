"""What is owed: issued once, and void or standing from then on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from myaccount.domain.ledger import ActKind, InvoiceKind
from myaccount.domain.money_refusals import Credited, InvoicePaid
from myaccount.domain.refusals import AlreadyDone
from myaccount.domain.tax import tax_on
from myaccount.models import Invoice, InvoiceLine
from myaccount.services.context import ClinicContext
from myaccount.services.ledger.journal import act_of, record
from myaccount.store import clinics
from myaccount.store import invoices as rows
from myaccount.store import ledger as store

NUMBERS = "invoice"


@dataclass(frozen=True)
class Item:
    """A thing to put on an invoice. Money: `amount_cents` is before tax. `covered_by` names a package's redemption."""

    description: str
    amount_cents: int
    tax_cents: int = 0
    tax_ppm: int = 0
    appointment_id: str | None = None
    staff_id: str | None = None
    served_on: date | None = None
    minutes: int | None = None
    covered_by: str | None = None

    @classmethod
    def taxed(cls, description: str, cents: int, tax_ppm: int, **more: Any) -> "Item":
        """Make one with its tax on top. Money: rounded half up."""
        return cls(description, cents, tax_on(cents, tax_ppm), tax_ppm, **more)

    @property
    def total_cents(self) -> int:
        """With tax."""
        return self.amount_cents + self.tax_cents


@dataclass(frozen=True)
class Draft:
    """An invoice to issue. Money: in the clinic's currency as it is at that moment, unless another is given."""

    person_id: str
    kind: InvoiceKind
    items: Sequence[Item]
    issued_on: date | None = None
    external_id: str | None = None
    currency: str = ""


def issue(tx: Session, ctx: ClinicContext, draft: Draft) -> Invoice:
    """Issue an invoice. Times: dated today in the clinic's zone unless the draft says otherwise. Raises: NotFound."""
    store.lock(tx, ctx.clinic.id, draft.person_id)
    [invoice] = issue_all(tx, ctx, [draft])
    return invoice


def issue_all(tx: Session, ctx: ClinicContext, drafts: Sequence[Draft]) -> list[Invoice]:
    """Issue many invoices at once, numbered in their order."""
    currency = clinics.currency(tx, ctx.clinic.id)
    numbers = store.next_numbers(tx, ctx.clinic.id, NUMBERS, len(drafts)) if drafts else range(0)
    issued = [
        Invoice(
            clinic_id=ctx.clinic.id,
            person_id=draft.person_id,
            external_id=draft.external_id,
            number=number,
            kind=draft.kind.value,
            currency=draft.currency or currency,
            issued_on=draft.issued_on or ctx.today,
            issued_at=ctx.now,
        )
        for draft, number in zip(drafts, numbers, strict=True)
    ]
    tx.add_all(issued)
    tx.flush()
    for invoice, draft in zip(issued, drafts, strict=True):
        tx.add_all(_line(invoice, place, item) for place, item in enumerate(draft.items))
        cents = sum(item.total_cents for item in draft.items)
        tx.add(act_of(ctx, draft.person_id, ActKind.ISSUED, cents, invoice_id=invoice.id))
    tx.flush()
    return issued


def void(tx: Session, ctx: ClinicContext, person_id: str, invoice_id: str) -> Invoice:
    """Make an invoice void that nothing is paid on; a prepayment that it was credited with is free again.

    Edges: a prepayment stands as long as the invoice that it is credited to, also once its own money has been taken
    back: that invoice asks for so much less, and without the prepayment it would be owed nowhere.
    Raises: NotFound · AlreadyDone · InvoicePaid · Credited.
    """
    store.lock(tx, ctx.clinic.id, person_id)
    invoice = rows.one(tx, ctx.clinic.id, person_id, invoice_id)
    if invoice.voided_at is not None:
        raise AlreadyDone()
    if rows.paid(tx, [invoice.id])[invoice.id]:
        raise InvoicePaid()
    if invoice.credited_to_id:
        raise Credited(number=rows.one(tx, ctx.clinic.id, person_id, invoice.credited_to_id).number)
    owed = sum(line.owed_cents for line in store.lines(tx, ctx.clinic.id, person_id, [invoice.id]))
    rows.void(tx, invoice.id, ctx.now)
    record(tx, ctx, person_id, ActKind.VOIDED, owed, invoice_id=invoice.id)
    return invoice


def may_void(invoice: Invoice, lines: Sequence[InvoiceLine]) -> bool:
    """Tell whether the desk can make an invoice void that has these lines.

    Edges: a visit's own goes with its arrival, and a prepayment that is credited with the invoice that it is credited
    to.
    """
    is_bound = (invoice.kind == InvoiceKind.VISIT and len(lines) == 1) or invoice.credited_to_id is not None
    return invoice.voided_at is None and not any(line.paid_cents for line in lines) and not is_bound


def reduce(tx: Session, cents: Mapping[str, int]) -> None:
    """Say of lines, by their ids, how much more of them needs no paying. Money: cents of each line's invoice."""
    rows.reduce(tx, cents)


def _line(invoice: Invoice, place: int, item: Item) -> InvoiceLine:
    return InvoiceLine(
        clinic_id=invoice.clinic_id,
        person_id=invoice.person_id,
        invoice_id=invoice.id,
        position=place,
        description=item.description,
        amount_cents=item.amount_cents,
        tax_cents=item.tax_cents,
        tax_ppm=item.tax_ppm,
        appointment_id=item.appointment_id,
        staff_id=item.staff_id,
        served_on=item.served_on,
        minutes=item.minutes,
        covered_by=item.covered_by,
    )
