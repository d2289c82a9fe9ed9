"""Load a clinic file: all of it or nothing, as often as one likes."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from myaccount.domain.topics import Topic
from myaccount.models import Claim
from myaccount.models.columns import new_id
from myaccount.services.clinic import clinics
from myaccount.services.clinic_file import (
    accounts,
    cancelled_visits,
    claims,
    classes,
    clinic,
    documents,
    form_templates,
    forms,
    invoices,
    logo,
    packages,
    payments,
    people,
    practice,
    relationships,
    staff,
    visits,
)
from myaccount.services.clinic_file.names import Register
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.clinic_file.problems import BadClinicFile, Problems
from myaccount.services.clinic_file.reading import Sections, read
from myaccount.services.context import ClinicContext
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus
from myaccount.store import clinic_file as store
from myaccount.views.clinic_file import ImportReport, Problem


def first_passwords(tx: Session, text: str | bytes, now: datetime, folder: Path | None = None) -> dict[str, str]:
    """Find the first passwords that a file brings, by username: they are hashed before the import holds the database.

    Raises: BadClinicFile with everything that is wrong.
    """
    problems = Problems()
    plan = _plan(tx, read(text, problems), problems, now, keeps_visits=True, folder=folder)
    problems.refuse_if_any()
    return {row["username_key"]: password for row, password in plan.passwords}


def load(
    tx: Session,
    text: str | bytes,
    now: datetime,
    *,
    keeps_visits: bool = True,
    hashes: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> ImportReport:
    """Import a clinic file. An object that an earlier import brought is updated; nothing is ever removed.

    What was changed in the portal since the last import is kept, and reported; passwords are never changed. With
    `keeps_visits` off, appointments become what the file says whatever was done to them: to set a scene again.
    `folder` is where the files lie that it names.
    `hashes` are those of the `first_passwords`, by username; what is missing is hashed here, slowly.
    Times: `now` is aware UTC; relative times of the file count from it.
    Raises: BadClinicFile with everything that is wrong; nothing is changed then.
    Source: the clinic file's contract.
    """
    report, clinic_id = apply(tx, text, now, keeps_visits=keeps_visits, hashes=hashes, folder=folder)
    facts = clinics.facts(tx, clinic_id)
    changed = sum(count.added + count.updated for count in report.counts)
    ctx = ClinicContext(facts, now, facts.language)
    audit.record(tx, ctx, Action.CLINIC_IMPORTED, changed=changed, kept=len(report.kept))
    return report


def rehearse(tx: Session, text: str | bytes, now: datetime, folder: Path | None = None) -> ImportReport:
    """Do everything that `load` does but hash passwords, then undo it. Raises: BadClinicFile."""
    undo = tx.begin_nested()
    try:
        report, _ = apply(tx, text, now, folder=folder, is_rehearsal=True)
    finally:
        undo.rollback()
    return ImportReport(report.clinic, True, report.counts, report.kept)


def apply(
    tx: Session,
    text: str | bytes,
    now: datetime,
    *,
    keeps_visits: bool = True,
    hashes: Mapping[str, str] | None = None,
    folder: Path | None = None,
    is_rehearsal: bool = False,
) -> tuple[ImportReport, str]:
    """Import a clinic file without an entry in the audit trail; gives back the clinic's id as well."""
    problems = Problems()
    sections = read(text, problems)
    plan = _plan(tx, sections, problems, now, keeps_visits, folder)
    problems.refuse_if_any()
    if not is_rehearsal:
        accounts.set_hashes(plan, hashes or {})
    _write(tx, plan)
    _keep_books(tx, sections, plan)
    cancelled_visits.settle(tx, _ctx(tx, plan), plan)
    form_templates.load(tx, _ctx(tx, plan), plan)
    forms.load(tx, _ctx(tx, plan), plan)
    documents.load(tx, _ctx(tx, plan), plan, writes_files=not is_rehearsal)
    logo.load(tx, _ctx(tx, plan), plan, writes_files=not is_rehearsal)
    relationships.load(tx, plan)
    bus.announce(tx, plan.clinic_id, Topic.CLINIC, now)
    return ImportReport(sections.clinic.slug, False, plan.counts(), tuple(plan.kept)), plan.clinic_id


def _plan(
    tx: Session, sections: Sections, problems: Problems, now: datetime, keeps_visits: bool, folder: Path | None
) -> Plan:
    found = store.clinic_by_slug(tx, sections.clinic.slug)
    plan = _begin(sections, found, problems, now, keeps_visits, folder)
    clinic.plan(tx, sections, found, plan)
    practice.plan(tx, sections, plan)
    people.plan(tx, sections, plan)
    staff.plan(tx, sections, plan)
    classes.plan(tx, sections, plan)
    visits.plan(tx, sections, plan)
    claims.plan(tx, plan)
    plan.put_drafts()
    form_templates.plan(tx, sections, plan)
    forms.plan(tx, sections, plan)
    documents.plan(tx, sections, plan)
    logo.plan(sections, plan)
    packages.plan(tx, sections, plan)
    invoices.check(sections, plan)
    payments.check(sections, plan)
    relationships.plan(sections, plan)
    return plan


def _begin(
    sections: Sections,
    found: store.Found | None,
    problems: Problems,
    now: datetime,
    keeps_visits: bool,
    folder: Path | None,
) -> Plan:
    broken = sections.broken
    return Plan(
        clinic_id=found["id"] if found else new_id(),
        country=sections.clinic.country,
        zone=sections.clinic.time_zone,
        now=now,
        keeps_visits=keeps_visits,
        folder=folder,
        problems=problems,
        locations=Register("location", broken["locations"]),
        treatments=Register("treatment", broken["treatments"]),
        staff=Register("staff member", broken["staff"]),
        people=Register("patient", broken["patients"]),
        classes=Register("class", broken["classes"]),
    )


def _keep_books(tx: Session, sections: Sections, plan: Plan) -> None:
    """Write the file's invoices and payments into the books, through the ledger. Raises: BadClinicFile."""
    ctx = _ctx(tx, plan)
    invoices.load(tx, ctx, sections, plan)
    payments.load(tx, ctx, sections, plan)
    plan.problems.refuse_if_any()


def _ctx(tx: Session, plan: Plan) -> ClinicContext:
    return ClinicContext(clinics.facts_now(tx, plan.clinic_id), plan.now, "en")


def _write(tx: Session, plan: Plan) -> None:
    """Write what was planned. Raises: BadClinicFile when somebody took a time, or a name, in the meantime."""
    try:
        plan.writes.run(tx)
        for sitting in plan.moved_classes:
            store.move_members(tx, sitting)
        store.settle_uses(tx, plan.clinic_id, plan.now)
        store.free(tx, plan.freed)
        store.insert_all(tx, Claim, plan.taken)
    except IntegrityError as error:
        raise BadClinicFile(
            [Problem("$", "The clinic was changed while the file was read; import it again")]
        ) from error
