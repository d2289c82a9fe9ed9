"""Plan patients, and the patient profile that every staff member has as well."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from myaccount.domain import contact_points
from myaccount.domain.people import casefolded
from myaccount.models import Person
from myaccount.models.columns import new_id
from myaccount.services.clinic_file.accounts import Accounts
from myaccount.services.clinic_file.merging import merge, plain
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.clinic_file.reading import Entry, Sections
from myaccount.services.clinic_file.schema import PatientSection, StaffSection
from myaccount.services.clinic_file.writes import Row
from myaccount.store import clinic_file as store

BLANK: Row = {
    "external_id": None, "mobile": None, "date_of_birth": None, "pronouns": None, "address": None,
    "time_zone": None, "language": None, "marketing_opt_in": False, "email_verified_at": None,
    "preferred_name": None, "other_phone": None, "emergency_name": None, "emergency_phone": None,
    "mobile_verified_at": None,
}  # fmt: skip

IN_THE_FILE = {"emergency_name": "emergency_contact.name", "emergency_phone": "emergency_contact.phone"}


def plan(tx: Session, sections: Sections, plan: Plan) -> None:
    """Plan the patients of the file; what else it brings may also name those of earlier files."""
    named = {entry.said.id for entry in sections.patients}
    named |= {one.said.patient for one in sections.appointments} | {one.said.patient for one in sections.packages}
    named |= {one.said.patient for one in sections.forms} | {one.said.patient for one in sections.documents}
    named |= {one.said.patient for one in sections.invoices} | {one.said.patient for one in sections.payments}
    named |= {name for one in sections.relationships for name in (one.said.from_, one.said.to)}
    found = store.by_external_id(tx, Person, plan.clinic_id, named)
    for external_id, row in found.items():
        plan.people.enter(external_id, row["id"])
    said = [entry.said.account for entry in sections.patients if entry.said.account]
    accounts = Accounts(tx, plan, [row["id"] for row in found.values()], said)
    for entry in sections.patients:
        before = found.get(entry.said.id)
        facts = _patient(entry, plan) | {"external_id": entry.said.id}
        person_id, outcome = put(plan, entry, facts, before, accounts)
        plan.count("patients", outcome)
        plan.people.enter(entry.said.id, person_id)


def put(
    plan: Plan,
    entry: Entry[PatientSection] | Entry[StaffSection],
    says: Row,
    before: store.Found | None,
    accounts: Accounts,
) -> tuple[str, str]:
    """Plan a profile and its account; keep what was changed in the portal since.

    Gives back the person's id, and which of "added", "updated", "unchanged" the profile is.
    """
    said_before: Mapping[str, Any] = before["imported"] if before else {}
    values, kept = merge(says, before, said_before)
    plan.kept += [f"{entry.path}.{IN_THE_FILE.get(name, name)}" for name in kept]
    account = entry.said.account
    row: Row = {
        **(before or BLANK | {"id": new_id(), "clinic_id": plan.clinic_id, "created_at": plan.now}),
        **values,
        "email_key": casefolded(values["email"]) if values["email"] else None,
        "imported": _said(says, account.username if account else said_before.get("username")) | _role(entry.said),
    }
    for contact, key in (("email", "email_key"), ("mobile", "mobile")):
        at = _verified(row, before, contact, key, contact in kept, account is not None, plan)
        row[f"{contact}_verified_at"] = at
    accounts.plan(f"{entry.path}.account", row["id"], row["email"], account, said_before.get("username"))
    return row["id"], plan.writes.put(Person, row, before)


def _patient(entry: Entry[PatientSection], plan: Plan) -> Row:
    said = entry.said
    emergency = said.emergency_contact
    row = said.model_dump(exclude={"id", "account", "emergency_contact"})
    row["emergency_name"] = emergency.name if emergency else None
    row["mobile"] = _number(said.mobile, f"{entry.path}.mobile", plan)
    row["other_phone"] = _number(said.other_phone, f"{entry.path}.other_phone", plan)
    phone = emergency.phone if emergency else None
    row["emergency_phone"] = _number(phone, f"{entry.path}.emergency_contact.phone", plan)
    return row


def _number(number: str | None, path: str, plan: Plan) -> str | None:
    return plan.problems.attempt(path, lambda: e164(number, plan.country)) if number is not None else None


def e164(number: str, country: str) -> str:
    """Bring a phone number to the one form in which it is kept: "+14165550111", and ";ext=5" for an extension.

    Raises: ValueError for what is no number of the country or, with a "+", of the world. Source: ITU-T E.164, RFC 3966.
    """
    found = contact_points.phone_number(number, country)
    if found is not None:
        return found
    if contact_points.mobile_key(number, country) is None:
        raise ValueError("This is not a phone number")
    raise ValueError("This is not a phone number that exists; write it like 416-555-0100 or +14165550100")


def _said(says: Row, username: str | None) -> Row:
    return {name: plain(value) for name, value in says.items() if name != "external_id"} | {"username": username}


def _role(said: PatientSection | StaffSection) -> Row:
    """Say which role the file gives somebody who works at the clinic; it is remembered with their profile."""
    return {"role": said.role} if isinstance(said, StaffSection) else {}


def _verified(
    row: Row, before: store.Found | None, contact: str, key: str, kept: bool, has_account: bool, plan: Plan
) -> Any:
    """Tell since when a contact serves recovery: one that came with an account was in use where it came from."""
    if before and (kept or (before[key] == row[key] and before[f"{contact}_verified_at"])):
        return before[f"{contact}_verified_at"]
    return plan.now if has_account and row[contact] else None
