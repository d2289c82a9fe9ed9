"""Set the demo's scene in the database, again at each start."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, delete, select, update

from demo.clinic import SLUG, build
from demo.diary import ZONE
from demo.documents import write_files
from myaccount.config import config
from myaccount.crypto.sealing import seal
from myaccount.domain.appointments import AppointmentState
from myaccount.domain.social import Provider
from myaccount.domain.tasks import TaskKind
from myaccount.domain.time import wall_time
from myaccount.models import (
    Account,
    Appointment,
    AuditEntry,
    Claim,
    ClassSession,
    Clinic,
    Person,
    SocialIdentity,
    Staff,
    Task,
    TimeOff,
    WaitEntry,
    WaitOffer,
)
from myaccount.services import clinic_file
from myaccount.services.social.linking import SHOWN
from myaccount.services.trail.audit import Action
from myaccount.store import migrate
from myaccount.store.engine import database


def prepare(folder: Path, video: str, website: str, now: datetime) -> None:
    """Write the clinic file around `now` and import it. Times: aware UTC."""
    text = json.dumps(build(now, video, website), indent=1, ensure_ascii=False)
    (folder / "clinic.json").write_text(text, encoding="utf-8")
    migrate.upgrade()
    write_files(folder)
    database().write(begin, text, now, folder)


def begin(tx: Session, text: str, now: datetime, folder: Path) -> None:
    """Begin the scene: what an earlier start left in the diary is taken back, then the file is imported.

    Visits become what the file says, also those that were cancelled in the portal; the visit that was fresh at an
    earlier start, and bookings made since, are archived; time off is what the file says. Profiles, usernames and
    passwords that people changed stay, and so do requests at the desk. `folder` holds the files of documents.
    """
    clinic_id = tx.exec(select(Clinic.id).where(col(Clinic.slug) == SLUG)).one_or_none()
    if clinic_id is not None:
        _clear_diary(tx, clinic_id)
    clinic_file.load(tx, text, now, keeps_visits=False, folder=folder)
    _line_up(tx, now)
    _ask(tx, now)
    _link(tx, now)


def _link(tx: Session, now: datetime) -> None:
    """Let the stand-in for Google know Alice, unless she has unlinked it at an earlier start.

    It has another address at each start, and what is linked there follows it.
    """
    clinic_id = tx.exec(select(Clinic.id).where(col(Clinic.slug) == SLUG)).one()
    google, issuer = Provider.GOOGLE.value, config().oauth_base(Provider.GOOGLE.value)
    at_google = (col(SocialIdentity.clinic_id) == clinic_id, col(SocialIdentity.provider) == google)
    tx.execute(update(SocialIdentity).where(*at_google).values(issuer=issuer))
    unlinked = (col(AuditEntry.clinic_id) == clinic_id, col(AuditEntry.action) == Action.SOCIAL_UNLINKED.value)
    linked = tx.exec(select(SocialIdentity.id).where(*at_google).limit(1)).first()
    if not issuer or linked or tx.exec(select(AuditEntry.id).where(*unlinked).limit(1)).first():
        return
    alice = select(Account).join(Person).where(col(Person.clinic_id) == clinic_id, col(Person.external_id) == "alice")
    row = SocialIdentity(
        clinic_id=clinic_id, account_id=tx.exec(alice).one().id, provider=google, issuer=issuer,
        subject="google-alice", linked_at=now - timedelta(days=40),
    )  # fmt: skip
    row.shown = seal("alice@mail.test", *SHOWN, row.id)
    tx.add(row)


def _line_up(tx: Session, now: datetime) -> None:
    """Let Bob wait for a time like each of those that Alice has, so that he is offered what she gives up."""
    clinic_id = tx.exec(select(Clinic.id).where(col(Clinic.slug) == SLUG)).one()
    people = {row.external_id: row.id for row in tx.exec(select(Person).where(col(Person.clinic_id) == clinic_id))}
    tx.execute(delete(WaitOffer).where(col(WaitOffer.clinic_id) == clinic_id))
    tx.execute(delete(WaitEntry).where(col(WaitEntry.clinic_id) == clinic_id))
    hers = select(Appointment.treatment_id, Appointment.location_id).where(
        col(Appointment.person_id) == people["alice"],
        col(Appointment.state) == AppointmentState.BOOKED.value,
        col(Appointment.starts_at) > now + timedelta(hours=2),
    )
    today = wall_time(now, ZONE).local.date()
    for treatment_id, location_id in sorted(set(tx.exec(hers).all())):
        tx.add(
            WaitEntry(
                clinic_id=clinic_id, person_id=people["bob"], treatment_id=treatment_id, location_id=location_id,
                first_day=today, last_day=today + timedelta(days=28), created_at=now,
            )
        )  # fmt: skip


ASKED = (
    ("camille", timedelta(days=2, hours=3), "Mon adresse est maintenant le 27, rue des Ormes."),
    ("bob", timedelta(hours=20), "Mia’s date of birth is 30 May 2014, not 2013 as on the last letter."),
    ("alice", timedelta(hours=1), "Please spell my street as “Quesnel Drive”; reminders say “Quensel”."),
)
"""Who has asked the desk for a correction, how long ago, and of what."""


def _ask(tx: Session, now: datetime) -> None:
    """Let a few requests wait at the desk: once, since the desk may have done them by the next start."""
    clinic_id = tx.exec(select(Clinic.id).where(col(Clinic.slug) == SLUG)).one()
    if tx.exec(select(Task.id).where(col(Task.clinic_id) == clinic_id).limit(1)).first():
        return
    for who, ago, note in ASKED:
        person = select(Person.id).where(col(Person.clinic_id) == clinic_id, col(Person.external_id) == who)
        asked = {"person_id": tx.exec(person).one(), "note": note, "created_at": now - ago}
        tx.add(Task(clinic_id=clinic_id, kind=TaskKind.CORRECTION.value, **asked))


def _clear_diary(tx: Session, clinic_id: str) -> None:
    taken_back = update(Appointment).where(col(Appointment.clinic_id) == clinic_id)
    tx.execute(taken_back.values(state=AppointmentState.ARCHIVED.value))
    staff = tx.exec(select(Staff.id).where(col(Staff.clinic_id) == clinic_id)).all()
    classes = tx.exec(select(ClassSession.id).where(col(ClassSession.clinic_id) == clinic_id)).all()
    resources = [f"staff:{one}" for one in staff] + [f"class:{one}" for one in classes]
    tx.execute(delete(TimeOff).where(col(TimeOff.clinic_id) == clinic_id))
    tx.execute(delete(Claim).where(col(Claim.resource).in_(resources)))
