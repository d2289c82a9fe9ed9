"""Bring invoices in: those of the file, and those that its visits owe since their people came."""

from datetime import date

from sqlmodel import Session

from myaccount.domain.ledger import InvoiceKind
from myaccount.models import Appointment, Invoice, InvoiceLine
from myaccount.services.clinic_file import times
from myaccount.services.clinic_file.money_schema import InvoiceLineSection, InvoiceSection
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.clinic_file.reading import Entry, Sections
from myaccount.services.context import ClinicContext
from myaccount.services.ledger import invoices, visits
from myaccount.services.ledger.invoices import Draft, Item
from myaccount.store import clinic_file as store
from myaccount.store import invoices as rows

TWICE = "The appointment is on another invoice already"


def check(sections: Sections, plan: Plan) -> None:
    """Check what the invoices of the file name, before anything is written."""
    billed: set[str] = set()
    for entry in sections.invoices:
        plan.people.find(plan.problems, f"{entry.path}.patient", entry.said.patient)
        for place, line in enumerate(entry.said.lines):
            if line.appointment in billed:
                plan.problems.add(f"{entry.path}.lines[{place}].appointment", TWICE)
            billed |= {line.appointment} if line.appointment else set()
            if line.staff:
                plan.staff.find(plan.problems, f"{entry.path}.lines[{place}].staff", line.staff)


def load(tx: Session, ctx: ClinicContext, sections: Sections, plan: Plan) -> None:
    """Issue the file's invoices, and then those of visits that have none though somebody came.

    Edges: an invoice that is in the books stays as it is; what the file says otherwise by now is reported.
    """
    _take_back(tx, ctx)
    found = store.by_external_id(tx, Invoice, plan.clinic_id, [entry.said.id for entry in sections.invoices])
    lines = _lines(tx, found)
    for entry in sections.invoices:
        before = found.get(entry.said.id)
        if before is None:
            plan.count("invoices", "added")
            continue
        plan.count("invoices", "unchanged")
        same_person = before["person_id"] == plan.people.find(plan.problems, entry.path, entry.said.patient)
        if not same_person or lines.get(before["id"]) != [_money(line) for line in entry.said.lines]:
            plan.kept.append(entry.path)
    _issue(tx, ctx, [entry for entry in sections.invoices if entry.said.id not in found], plan)
    while visits.issue_missing(tx, ctx):
        pass


def _take_back(tx: Session, ctx: ClinicContext) -> None:
    """Make void what a visit owed whose people, by the file's word, have not come, or was somebody else's."""
    for row in rows.out_of_step(tx, ctx.clinic.id):
        invoices.void(tx, ctx, row.person_id, row.id)


def _issue(tx: Session, ctx: ClinicContext, entries: list[Entry[InvoiceSection]], plan: Plan) -> None:
    named = {line.appointment for entry in entries for line in entry.said.lines if line.appointment}
    visits_named = store.by_external_id(tx, Appointment, plan.clinic_id, named)
    drafts, owners = [], []
    for entry in entries:
        draft, mine = _draft(tx, ctx, entry, visits_named, plan)
        if draft:
            drafts.append(draft)
            owners.append(mine)
    issued = invoices.issue_all(tx, ctx, drafts)
    linked = {visit: invoice.id for invoice, mine in zip(issued, owners, strict=True) for visit in mine}
    rows.link(tx, linked)


def _draft(
    tx: Session, ctx: ClinicContext, entry: Entry[InvoiceSection], found: dict[str, store.Found], plan: Plan
) -> tuple[Draft | None, list[str]]:
    """Make a draft of an invoice, and name the visits that are on it."""
    person_id = plan.people.find(plan.problems, f"{entry.path}.patient", entry.said.patient)
    if person_id is None:
        return None, []
    items, mine = [], []
    issued_on = times.day(entry.said.issued, plan.zone, plan.now)
    for place, line in enumerate(entry.said.lines):
        visit = _visit(tx, ctx, f"{entry.path}.lines[{place}].appointment", line, person_id, found, plan)
        mine += [visit["id"]] if visit else []
        items.append(_item(line, visit, issued_on, plan))
    kind = InvoiceKind.VISIT if mine else InvoiceKind.OTHER
    return Draft(person_id, kind, items, issued_on=issued_on, external_id=entry.said.id), mine


def _visit(
    tx: Session,
    ctx: ClinicContext,
    path: str,
    line: InvoiceLineSection,
    person_id: str,
    found: dict[str, store.Found],
    plan: Plan,
) -> store.Found | None:
    """Find the visit of a line. What its arrival has issued gives way, unless something is paid on it."""
    if not line.appointment:
        return None
    visit = found.get(line.appointment)
    if visit is None or visit["person_id"] != person_id:
        plan.problems.add(path, f"The patient has no appointment with the id {line.appointment!r}")
        return None
    if visit["invoice_id"]:
        before = rows.one(tx, ctx.clinic.id, person_id, visit["invoice_id"])
        if before.external_id or rows.paid(tx, [before.id])[before.id]:
            plan.problems.add(path, TWICE)
            return None
        invoices.void(tx, ctx, person_id, before.id)
    return visit


def _item(line: InvoiceLineSection, visit: store.Found | None, issued_on: date, plan: Plan) -> Item:
    staff = plan.staff.find(plan.problems, "", line.staff) if line.staff else None
    return Item(
        description=line.description,
        amount_cents=line.amount_cents,
        tax_cents=line.tax_cents,
        appointment_id=visit["id"] if visit else None,
        staff_id=staff.id if staff else visit["staff_id"] if visit else None,
        served_on=visit["starts_local"].date() if visit else issued_on if staff else None,
        minutes=visit["minutes"] if visit else None,
    )


def _lines(tx: Session, found: dict[str, store.Found]) -> dict[str, list[tuple[str, int, int]]]:
    of: dict[str, list[tuple[str, int, int]]] = {}
    ids = [row["id"] for row in found.values()]
    for row in sorted(store.of_owners(tx, InvoiceLine, "invoice_id", ids), key=lambda line: line["position"]):
        of.setdefault(row["invoice_id"], []).append((row["description"], row["amount_cents"], row["tax_cents"]))
    return of


def _money(line: InvoiceLineSection) -> tuple[str, int, int]:
    return line.description, line.amount_cents, line.tax_cents
