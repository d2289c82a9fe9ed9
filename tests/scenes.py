"""The small world that most tests play in.

Cedar, a clinic in Toronto: Alice, a patient · Bob, of her family, with the same e-mail · Robin, owner · Dana,
front desk · Sam, practitioner. Birch, another clinic: Charlie, a stranger to Cedar, and Kim, who treats him there.
"""

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from argon2 import PasswordHasher
from sqlalchemy import Table
from sqlmodel import Session, SQLModel, select

from myaccount.domain.appointments import LIVE, AppointmentState
from myaccount.domain.claims import cells
from myaccount.domain.people import Role, casefolded
from myaccount.domain.time import wall_time
from myaccount.messages import Language
from myaccount.models import (
    Account,
    Appointment,
    AuditEntry,
    Claim,
    Clinic,
    ClinicHost,
    ClinicSetting,
    Location,
    Person,
    Staff,
    StaffTreatment,
    Treatment,
)
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext, PatientContext, StaffContext
from myaccount.store.engine import Database

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""A Friday, 10:00 a.m. in Toronto."""

ZONE = "America/Toronto"
FAMILY_EMAIL = "moreau@mail.test"
ROLES = {"robin": Role.OWNER, "dana": Role.FRONT_DESK, "sam": Role.PRACTITIONER, "kim": Role.PRACTITIONER}
PASSWORD = "a quiet river stone"
Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True)
class Place:
    """The ids of one clinic's things: its location, its practitioner, its treatments by name."""

    clinic_id: str
    location_id: str
    staff_id: str
    treatments: dict[str, str]


@dataclass(frozen=True)
class Scene:
    """Two clinics, and the ids of their people by first name in lower case."""

    database: Database
    cedar: Place
    birch: Place
    people: dict[str, str]
    staff: dict[str, str]

    @classmethod
    def build(cls, tx: Session, database: Database) -> "Scene":
        """Insert the world into an empty database."""
        cedar = _place(tx, "cedar", "Cedar Physio", "416-555-0100")
        birch = _place(tx, "birch", "Birch Counselling", "604-555-0142")
        alice = _person(tx, cedar, "Alice", "Moreau", FAMILY_EMAIL)
        bob = _person(tx, cedar, "Bob", "Moreau", FAMILY_EMAIL)
        charlie = _person(tx, birch, "Charlie", "Stone", "charlie@mail.test")
        robin, robin_staff = _staff(tx, cedar, "Robin", "Hart")
        dana, dana_staff = _staff(tx, cedar, "Dana", "Oduya")
        sam, sam_staff = _staff(tx, cedar, "Sam", "Field")
        kim, kim_staff = _staff(tx, birch, "Kim", "Hale")
        return cls(
            database,
            _offering(tx, cedar, sam_staff),
            _offering(tx, birch, kim_staff),
            people={
                "alice": alice,
                "bob": bob,
                "charlie": charlie,
                "robin": robin,
                "dana": dana,
                "sam": sam,
                "kim": kim,
            },
            staff={"robin": robin_staff, "dana": dana_staff, "sam": sam_staff, "kim": kim_staff},
        )

    @property
    def alice(self) -> str:
        """Alice's id."""
        return self.people["alice"]

    def place_of(self, who: str) -> Place:
        """The clinic that somebody belongs to."""
        return self.birch if who in ("charlie", "kim") else self.cedar

    def clinic_ctx(self, slug: str = "cedar", *, now: datetime = NOW, lang: Language = "en") -> ClinicContext:
        """Somebody at a clinic's address who has not signed in."""
        place = self.birch if slug == "birch" else self.cedar
        facts = self.database.read(clinics.facts, place.clinic_id)
        return ClinicContext(clinic=facts, now=now, lang=lang, address="192.0.2.7")

    def ctx(self, who: str, *, now: datetime = NOW, lang: Language = "en", time_zone: str = ZONE) -> PatientContext:
        """Somebody signed in as a patient, with the clinic's settings as they are at this moment."""
        facts = self.database.read(clinics.facts, self.place_of(who).clinic_id)
        return PatientContext(
            clinic=facts,
            now=now,
            lang=lang,
            person_id=self.people[who],
            session_id=f"session of {who}",
            time_zone=time_zone,
            first_name=who.title(),
            last_name="",
            ends_at=now + timedelta(minutes=30),
            role=ROLES.get(who),
        )

    def alice_ctx(self, *, now: datetime = NOW, lang: Language = "en", time_zone: str = ZONE) -> PatientContext:
        """Alice, signed in."""
        return self.ctx("alice", now=now, lang=lang, time_zone=time_zone)

    def bob_ctx(self, *, now: datetime = NOW, lang: Language = "en") -> PatientContext:
        """Bob of Alice's family, signed in."""
        return self.ctx("bob", now=now, lang=lang)

    def charlie_ctx(self, *, now: datetime = NOW, lang: Language = "en") -> PatientContext:
        """Charlie, signed in at the other clinic."""
        return self.ctx("charlie", now=now, lang=lang)

    def charlie_at_cedar_ctx(self, *, now: datetime = NOW) -> PatientContext:
        """Charlie with Cedar as his clinic: what a forged clinic would look like."""
        return replace(self.charlie_ctx(now=now), clinic=self.alice_ctx(now=now).clinic)

    def dana_ctx(self, *, now: datetime = NOW, lang: Language = "en") -> StaffContext:
        """Dana of the front desk, acting for the clinic."""
        return self.staff_ctx("dana", now=now, lang=lang)

    def staff_ctx(self, who: str, *, now: datetime = NOW, lang: Language = "en") -> StaffContext:
        """Somebody who works at a clinic, acting for it."""
        patient = self.ctx(who, now=now, lang=lang)
        same = {field.name: getattr(patient, field.name) for field in fields(patient)}
        return StaffContext(**same, staff_id=self.staff[who])

    def set(self, key: str, value: bool | int | str, slug: str = "cedar") -> None:
        """Flip a clinic's setting."""
        place = self.birch if slug == "birch" else self.cedar
        with self.database.writing() as tx:
            tx.merge(ClinicSetting(clinic_id=place.clinic_id, key=key, value=value))
            tx.get_one(Clinic, place.clinic_id).settings_version += 1

    def unverify(self, *people: str) -> None:
        """Make somebody's e-mail address one that the clinic wrote down and nobody has verified."""
        with self.database.writing() as tx:
            for who in people:
                tx.get_one(Person, self.people[who]).email_verified_at = None

    def book(self, who: str, start: datetime, booked_at: datetime | None = None, **facts: Any) -> str:
        """Insert an appointment in a transaction of its own; see `book` below."""
        with self.database.writing() as tx:
            return book(tx, self, who, start, booked_at, **facts)

    def appointment(self, appointment_id: str) -> Appointment:
        """Read an appointment as it is in the database now."""
        [row] = self.rows(Appointment, id=appointment_id)
        return row

    def claims_of(self, appointment_id: str) -> int:
        """Count the claims that an appointment holds."""
        return len(self.rows(Claim, holder_id=appointment_id))

    def audit(self, action: str) -> list[AuditEntry]:
        """List the entries of one kind in the audit trail."""
        return self.rows(AuditEntry, action=action)

    def rows(self, table: type[Row], **equal: object) -> list[Row]:
        """List the rows of a table whose columns have these values."""
        with self.database.reading() as tx:
            found = list(tx.exec(select(table).filter_by(**equal)).all())
            tx.expunge_all()
            return found


def small_world(database: Database) -> Scene:
    """Put the world into an empty database: built once, and from then on row by row as it was."""
    kept = _kept_world(database) if _world is None else _world
    if kept.scene.database is not database:
        with database.writing() as tx:
            for table, rows in kept.rows.items():
                tx.connection().execute(table.insert(), rows)
    names = {name: dict(getattr(kept.scene, name)) for name in ("people", "staff")}  # a test may add to them
    return replace(kept.scene, database=database, **names)


@dataclass(frozen=True)
class _World:
    scene: Scene
    rows: dict[Table, list[dict[str, Any]]]


_world: _World | None = None


def _kept_world(database: Database) -> _World:
    global _world
    scene = database.write(Scene.build, database)
    with database.reading() as tx:
        tables = SQLModel.metadata.sorted_tables
        found = {table: [dict(row._mapping) for row in tx.connection().execute(table.select())] for table in tables}
    _world = _World(scene, {table: rows for table, rows in found.items() if rows})
    return _world


def book(
    tx: Session,
    scene: Scene,
    who: str,
    start: datetime,
    booked_at: datetime | None = None,
    *,
    treatment: str = "physio-60",
    state: AppointmentState = AppointmentState.BOOKED,
    call_url: str | None = None,
    zone: str = ZONE,
    claims: bool = True,
) -> str:
    """Insert an appointment, with the claims that a live one holds; give back its id.

    Times: `start` and `booked_at` aware; booked ten days before the start unless told otherwise.
    """
    place = scene.place_of(who)
    kind = tx.get_one(Treatment, place.treatments[treatment])
    start = start.astimezone(UTC)
    wall = wall_time(start, zone)
    row = Appointment(
        clinic_id=place.clinic_id,
        person_id=scene.people[who],
        staff_id=place.staff_id,
        treatment_id=kind.id,
        location_id=place.location_id,
        state=state.value,
        online=kind.online,
        minutes=kind.minutes,
        starts_local=wall.local,
        fold=wall.fold,
        zone=zone,
        zone_data="test",
        starts_at=start,
        ends_at=start + timedelta(minutes=kind.minutes),
        booked_at=booked_at or start - timedelta(days=10),
        cancelled_at=start - timedelta(days=2) if state is AppointmentState.CANCELLED else None,
        call_url=call_url,
    )
    tx.add(row)
    if claims and state in LIVE and kind.kind == "one_on_one":
        taken = cells(start, kind.minutes)
        tx.add_all(Claim(resource=f"staff:{row.staff_id}", cell=cell, holder_id=row.id) for cell in taken)
    tx.flush()
    return row.id


def _place(tx: Session, slug: str, name: str, phone: str) -> Place:
    clinic = Clinic(
        slug=slug,
        name=name,
        legal_name=f"{name} Inc.",
        country="CA",
        currency="CAD",
        language="en",
        time_zone=ZONE,
        phone=phone,
        email=f"desk@{slug}.test",
        color="#1f6f5c",
        created_at=NOW - timedelta(days=400),
    )
    location = Location(
        clinic_id=clinic.id, name="Main Street", time_zone=ZONE, address="1 Main St, Toronto ON", phone=phone
    )
    tx.add(clinic)
    tx.flush()
    tx.add_all([location, ClinicHost(host=f"{slug}.test", clinic_id=clinic.id)])
    tx.flush()
    return Place(clinic.id, location.id, "", {})


def _offering(tx: Session, place: Place, staff_id: str) -> Place:
    treatments = {
        "physio-60": Treatment(
            clinic_id=place.clinic_id, name="Physiotherapy", discipline="Physiotherapy", minutes=60, price_cents=12000
        ),
        "video-45": Treatment(
            clinic_id=place.clinic_id,
            name="Video follow-up",
            discipline="Physiotherapy",
            minutes=45,
            price_cents=9000,
            online=True,
        ),
        "yoga": Treatment(
            clinic_id=place.clinic_id,
            name="Gentle yoga",
            discipline="Movement",
            minutes=60,
            price_cents=2500,
            kind="class",
            capacity=8,
        ),
    }
    tx.add_all(treatments.values())
    tx.flush()
    tx.add_all(StaffTreatment(staff_id=staff_id, treatment_id=one.id) for one in treatments.values())
    return replace(place, staff_id=staff_id, treatments={name: one.id for name, one in treatments.items()})


def _person(tx: Session, place: Place, first: str, last: str, email: str) -> str:
    person = Person(
        clinic_id=place.clinic_id,
        external_id=first.lower(),
        first_name=first,
        last_name=last,
        email=email,
        email_key=casefolded(email),
        email_verified_at=NOW - timedelta(days=299),
        created_at=NOW - timedelta(days=300),
    )
    tx.add(person)
    tx.flush()
    tx.add(
        Account(
            clinic_id=place.clinic_id,
            person_id=person.id,
            username=first.lower(),
            username_key=first.lower(),
            password_hash=_password_hash(),
            password_changed_at=NOW - timedelta(days=200),
        )
    )
    return person.id


def _staff(tx: Session, place: Place, first: str, last: str) -> tuple[str, str]:
    person_id = _person(tx, place, first, last, f"{first.lower()}@clinic.test")
    staff = Staff(clinic_id=place.clinic_id, person_id=person_id, role=ROLES[first.lower()].value)
    tx.add(staff)
    tx.flush()
    return person_id, staff.id


@cache
def _password_hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
