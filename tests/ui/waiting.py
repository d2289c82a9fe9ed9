"""The wait list of a served clinic: a time that is offered to somebody, and one that goes without a word."""

from sqlmodel import Session, select

from myaccount.clock import now
from myaccount.domain.claims import cells
from myaccount.models import Appointment, Claim, Person, WaitEntry, WaitOffer
from myaccount.models import Clinic as ClinicTable
from tests.portal import Clinic


def offer(clinic: Clinic, who: str, freed: str) -> None:
    """Let somebody wait for what a cancelled visit was, and offer them its time."""
    clinic.portal.database.write(_offer, clinic.slug, who, freed)


def take_unseen(clinic: Clinic, freed: str) -> None:
    """Take that time for somebody else, so that no open page hears of it."""
    clinic.portal.database.write(_take, clinic.slug, freed)


def _offer(tx: Session, slug: str, who: str, freed: str) -> None:
    visit = _visit(tx, slug, freed)
    query = select(Person.id).where(Person.clinic_id == visit.clinic_id, Person.external_id == who)
    own = {"clinic_id": visit.clinic_id, "person_id": tx.exec(query).one(), "created_at": now()}
    what = {"treatment_id": visit.treatment_id, "location_id": visit.location_id}
    day = visit.starts_local.date()
    entry = WaitEntry(**own, **what, first_day=day, last_day=day)
    tx.add(entry)
    tx.flush()
    time = {"starts_at": visit.starts_at, "ends_at": visit.ends_at, "expires_at": visit.starts_at}
    tx.add(WaitOffer(**own, **time, entry_id=entry.id, freed_id=visit.id, staff_id=visit.staff_id))


def _take(tx: Session, slug: str, freed: str) -> None:
    visit = _visit(tx, slug, freed)
    taken = cells(visit.starts_at, visit.minutes)
    tx.add_all(Claim(resource=f"staff:{visit.staff_id}", cell=cell, holder_id="somebody") for cell in taken)


def _visit(tx: Session, slug: str, visit_id: str) -> Appointment:
    query = select(Appointment).join(ClinicTable).where(ClinicTable.slug == slug, Appointment.external_id == visit_id)
    return tx.exec(query).one()
