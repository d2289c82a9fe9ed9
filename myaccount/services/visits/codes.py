"""The codes of a visit for its superbill, as staff enter them. Only clinics of the United States have them."""

from collections.abc import Mapping

from sqlmodel import Session

from myaccount.domain import superbills as rules
from myaccount.domain.refusals import NotFound
from myaccount.domain.superbills import issues_superbills
from myaccount.domain.topics import Topic
from myaccount.models import Appointment, VisitCodes
from myaccount.services import form_merge
from myaccount.services.context import StaffContext
from myaccount.services.form_merge import differences, word_problems
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus
from myaccount.store import schedule as store
from myaccount.views.practice import Outcome

FIELDS = ("cpt", "modifiers", "diagnoses", "units")


def form(tx: Session, ctx: StaffContext, appointment_id: str) -> dict[str, str]:
    """Show the codes of a visit, to change them.

    Raises: NotFound, also when it is another clinic's, or another practitioner's for a practitioner.
    """
    found = _visit(tx, ctx, appointment_id)
    codes = _codes(tx, found)
    return {name: str(getattr(codes, name)) for name in FIELDS}


def save(tx: Session, ctx: StaffContext, appointment_id: str, typed: Mapping[str, str]) -> Outcome:
    """Take the form back: write what was changed in it, all of it or nothing. Raises: NotFound."""
    visit = _visit(tx, ctx, appointment_id)
    codes = _codes(tx, visit)
    before = {name: str(getattr(codes, name)) for name in FIELDS}
    merged = form_merge.merge(typed, before)
    values, problems = rules.read_codes(merged.values)
    if problems or merged.clashed:
        return Outcome(visit.id, word_problems(problems, ctx.lang), merged.clashed)
    changes = differences(before, {name: str(value) for name, value in values.items()})
    if not changes:
        return Outcome(visit.id)
    for name, value in values.items():
        setattr(codes, name, value)
    tx.add(codes)
    audit.record(
        tx, ctx, Action.CODES_CHANGED, subject_id=visit.id, person_id=visit.person_id, fields=",".join(sorted(changes))
    )
    bus.announce(tx, ctx.clinic.id, Topic.VISIT, ctx.now, visit.person_id)
    return Outcome(visit.id, changed=True)


def _visit(tx: Session, ctx: StaffContext, appointment_id: str) -> Appointment:
    if not issues_superbills(ctx.clinic.country):
        raise NotFound()
    found: Appointment = store.visit(tx, ctx.clinic.id, appointment_id, ctx.own_staff_id).Appointment
    return found


def _codes(tx: Session, visit: Appointment) -> VisitCodes:
    return tx.get(VisitCodes, visit.id) or VisitCodes(appointment_id=visit.id, clinic_id=visit.clinic_id)
