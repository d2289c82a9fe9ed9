"""What a copy of somebody's data holds, as JSON. The keys are documented in docs/my-data.md.

Each section names the columns that it shows: what is not named here leaves with nobody. Notes that the clinic keeps for
itself are not among them, nor is anything of another person.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, SQLModel, select

from myaccount.domain.contact import LONGEST
from myaccount.domain.tasks import NOT_ASKED, TaskKind
from myaccount.models import (
    Appointment,
    AuditEntry,
    BookingAnswer,
    Card,
    ContactChange,
    Form,
    Invoice,
    InvoiceLine,
    Location,
    LoginSession,
    OutboxMessage,
    Package,
    Payment,
    Person,
    Receipt,
    Refund,
    Relationship,
    ReminderChoice,
    Task,
    Treatment,
    WaitEntry,
)
from myaccount.services.context import PatientContext
from myaccount.services.trail.audit import Action
from myaccount.store import documents as document_store
from myaccount.store import forms as form_store
from myaccount.store import my_data as store

FORMAT = "myaccount-export/1"
MOST = 100_000
PROFILE = (*LONGEST, "date_of_birth", "time_zone", "language", "marketing_opt_in", "email_verified_at",
           "mobile_verified_at", "created_at")  # fmt: skip
SECTIONS: Mapping[str, tuple[type[SQLModel], tuple[str, ...]]] = {
    "profile": (Person, PROFILE),
    "profile_changes": (ContactChange, ("at", "field", "before", "after", "wording")),
    "visits": (
        Appointment,
        ("id", "treatment_id", "location_id", "state", "online", "minutes", "starts_at", "ends_at", "zone",
         "booked_at", "cancelled_at", "cancel_reason", "moved_from_id"),
    ),
    "wait_list": (WaitEntry, ("treatment_id", "location_id", "first_day", "last_day", "part", "state", "created_at")),
    "packages": (Package, ("name", "kind", "quantity", "cycle", "purchased_on", "expires_on", "ended_at")),
    "invoices": (Invoice, ("id", "number", "kind", "currency", "issued_on", "voided_at")),
    "invoice_lines": (
        InvoiceLine,
        ("invoice_id", "description", "amount_cents", "tax_cents", "paid_cents", "served_on", "minutes"),
    ),
    "payments": (Payment, ("id", "method", "currency", "amount_cents", "applied_cents", "refunded_cents",
                           "received_at")),
    "refunds": (Refund, ("payment_id", "kind", "amount_cents")),
    "receipts": (Receipt, ("number", "payment_id", "paid_on", "issued_at", "original_cents", "applied_cents")),
    "cards": (Card, ("brand", "last4", "exp_month", "exp_year", "is_default", "added_at", "removed_at")),
    "reminder_choices": (ReminderChoice, ("key", "wanted")),
    "requests": (Task, ("kind", "note", "due_on", "answer", "created_at", "done_at", "withdrawn_at")),
    "messages": (OutboxMessage, ("kind", "channel", "state", "due_at", "sent_at")),
    "sign_ins": (
        LoginSession,
        ("created_at", "last_used_at", "how", "browser", "operating_system", "address", "ended_at", "end_reason"),
    ),
    "trail": (AuditEntry, ("at", "action")),
}  # fmt: skip
"""Every section that is read off one table by the person's id."""


def written(tx: Session, ctx: PatientContext) -> Iterator[str]:
    """Write the copy, a little of it in memory at a time."""
    yield "{" + f'"format": {_text(FORMAT)}, "clinic": {_text(ctx.clinic.name)}, "made_at": {_text(ctx.now)}'
    for name, rows in _sections(tx, ctx):
        yield f",\n{_text(name)}: ["
        for index, row in enumerate(rows):
            yield (",\n" if index else "\n") + _text(row)
        yield "]"
    yield "}\n"


def _sections(tx: Session, ctx: PatientContext) -> Iterator[tuple[str, Iterator[Mapping[str, Any]]]]:
    clinic_id, person_id = ctx.clinic.id, ctx.person_id
    narrowed: Mapping[type[SQLModel], Mapping[str, Any]] = {
        Task: {"kind": [kind.value for kind in TaskKind if kind not in NOT_ASKED]},
        AuditEntry: {"action": [one.value for one in Action if one is not Action.REFUSED]},
    }
    for name, (table, columns) in SECTIONS.items():
        own = {"id": person_id} if table is Person else {"person_id": person_id}
        yield name, store.rows(tx, table, columns, clinic_id=clinic_id, **own, **narrowed.get(table, {}))
    visits = list(tx.exec(select(Appointment.id).where(Appointment.person_id == person_id)).all())
    answered = ("appointment_id", "question", "answer", "answered_at")
    yield "visit_answers", store.rows(tx, BookingAnswer, answered, clinic_id=clinic_id, appointment_id=visits)
    yield "treatments", store.rows(tx, Treatment, ("id", "name"), clinic_id=clinic_id)
    yield "locations", store.rows(tx, Location, ("id", "name"), clinic_id=clinic_id)
    yield "documents", _documents(tx, ctx)
    yield "forms", _forms(tx, ctx)
    granted = ("label", "permissions", "expires_on", "created_at", "ended_at")
    yield "may_act_for_me", store.rows(tx, Relationship, granted, clinic_id=clinic_id, from_id=person_id)
    yield "i_may_act_for_others", store.rows(tx, Relationship, granted, clinic_id=clinic_id, to_id=person_id)


def _documents(tx: Session, ctx: PatientContext) -> Iterator[Mapping[str, Any]]:
    """List what is shared, as it is shared: what the clinic has changed since is its own."""
    for row in document_store.shared_page(tx, ctx.clinic.id, ctx.person_id, "", None, MOST):
        shared = row.DocumentVersion
        yield {"id": row.Document.id, "folder": shared.folder, "title": shared.title, "dated": shared.dated}


def _forms(tx: Session, ctx: PatientContext) -> Iterator[Mapping[str, Any]]:
    columns = ("id", "state", "due_on", "assigned_at", "submitted_at")
    for row in store.rows(tx, Form, columns, clinic_id=ctx.clinic.id, person_id=ctx.person_id):
        name = form_store.name_of(tx, tx.get_one(Form, row["id"]))
        yield {**row, "name": name, "answers": form_store.values(tx, row["id"])}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, (datetime, date)) else str(value)
