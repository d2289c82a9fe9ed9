"""Invoices and payments in the clinic file, format 1."""

from typing import Literal, Self

from pydantic import Field, model_validator

from myaccount.services.clinic_file import fields
from myaccount.services.clinic_file.section import Section


class InvoiceLineSection(Section):
    """A line of an invoice. The amount is before tax."""

    description: fields.Name
    amount_cents: fields.Price
    tax_cents: fields.Price = 0
    appointment: fields.Id | None = None
    staff: fields.Id | None = None


class InvoiceSection(Section):
    """An invoice that a patient has, or had, to pay."""

    id: fields.Id
    patient: fields.Id
    issued: fields.RoughDay
    lines: tuple[InvoiceLineSection, ...] = Field(min_length=1, strict=False)


class PartSection(Section):
    """So much of a payment, on one invoice."""

    invoice: fields.Id
    cents: fields.Money


class EntrySection(Section):
    """One thing that was done with a payment: applied, taken back, or refunded."""

    at: fields.Moment | None = Field(
        default=None,
        description="When it was done. Left out: when the payment was received, or with the entry before it, if that"
        " was later. Never earlier than either, nor still to come.",
    )
    apply: tuple[PartSection, ...] | None = Field(default=None, min_length=1, strict=False)
    unapply: tuple[PartSection, ...] | None = Field(default=None, min_length=1, strict=False)
    refund: fields.Money | None = None

    @model_validator(mode="after")
    def _one_act(self) -> Self:
        if sum(one is not None for one in (self.apply, self.unapply, self.refund)) != 1:
            raise ValueError("An entry says one thing: apply, unapply or refund")
        return self


class PaymentSection(Section):
    """Money that came in, and what was done with it, in order."""

    id: fields.Id
    patient: fields.Id
    received: fields.Moment = Field(description="When the money came in. Never still to come.")
    method: Literal["card", "cash", "cheque", "transfer", "insurer"]
    amount_cents: fields.Money
    entries: tuple[EntrySection, ...] = Field(default=(), strict=False)
