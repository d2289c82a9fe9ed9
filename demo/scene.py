"""Set the demo's scene in the database, again at each start."""

import json
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, delete, select, update

from demo.clinic import SLUG, build
from myaccount.domain.appointments import AppointmentState
from myaccount.models import Appointment, Claim, ClassSession, Clinic, Staff
from myaccount.services import clinic_file
from myaccount.store import migrate
from myaccount.store.engine import database


def prepare(folder: Path, video: str, now: datetime) -> None:
    """Write the clinic file around `now` and import it. Times: aware UTC."""
    text = json.dumps(build(now, video), indent=1, ensure_ascii=False)
    (folder / "clinic.json").write_text(text, encoding="utf-8")
    migrate.upgrade()
    database().write(begin, text, now)


def begin(tx: Session, text: str, now: datetime) -> None:
    """Begin the scene: what an earlier start left in the diary is taken back, then the file is imported.

    Visits become what the file says, also those that were cancelled in the portal; the visit that was fresh at an
    earlier start, and bookings made since, are archived. Profiles, usernames and passwords that people changed stay.
    """
    clinic_id = tx.exec(select(Clinic.id).where(col(Clinic.slug) == SLUG)).one_or_none()
    if clinic_id is not None:
        _clear_diary(tx, clinic_id)
    clinic_file.load(tx, text, now, keeps_visits=False)


def _clear_diary(tx: Session, clinic_id: str) -> None:
    taken_back = update(Appointment).where(col(Appointment.clinic_id) == clinic_id)
    tx.execute(taken_back.values(state=AppointmentState.ARCHIVED.value))
    staff = tx.exec(select(Staff.id).where(col(Staff.clinic_id) == clinic_id)).all()
    classes = tx.exec(select(ClassSession.id).where(col(ClassSession.clinic_id) == clinic_id)).all()
    resources = [f"staff:{one}" for one in staff] + [f"class:{one}" for one in classes]
    tx.execute(delete(Claim).where(col(Claim.resource).in_(resources)))
