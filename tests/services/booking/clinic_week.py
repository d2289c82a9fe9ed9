"""A clinic whose practitioner works every day from nine to five, and shorthand for booking there."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlmodel import SQLModel

from myaccount.domain.availability import cell_of
from myaccount.domain.refusals import Refused
from myaccount.models import ClassSession, Location, Person, Shift, Staff, StaffTreatment
from myaccount.services.booking import book, holds, search
from myaccount.services.booking.criteria import SearchCriteria, SlotRequest
from myaccount.services.context import ClinicContext
from myaccount.views.booking import HeldTime, TimeChoice
from tests.scenes import NOW, ZONE, Scene

HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
MONDAY = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
"""Nine in the morning of the next Monday in Toronto. `NOW` is ten in the morning of the Friday before."""

GUEST = "a guest's cookie"


def open_all_week(scene: Scene, staff_id: str = "", location_id: str = "", **facts: Any) -> None:
    """Give Sam, or another, a shift from nine to five on each day of the week."""
    place = scene.cedar
    given = {"opens": time(9), "closes": time(17)} | facts
    add(scene, *[
        Shift(clinic_id=place.clinic_id, staff_id=staff_id or place.staff_id,
              location_id=location_id or place.location_id, weekday=weekday, **given)
        for weekday in range(7)
    ])  # fmt: skip


def another_practitioner(scene: Scene, name: str = "Ada") -> str:
    """Let somebody else of Cedar give physiotherapy, in the same hours as Sam."""
    person = Person(clinic_id=scene.cedar.clinic_id, first_name=name, last_name="Abbott", created_at=NOW)
    add(scene, person)
    staff = Staff(clinic_id=scene.cedar.clinic_id, person_id=person.id, role="practitioner")
    add(scene, staff)
    add(scene, StaffTreatment(staff_id=staff.id, treatment_id=scene.cedar.treatments["physio-60"]))
    open_all_week(scene, staff.id)
    return staff.id


def another_location(scene: Scene) -> str:
    """Open a second location of Cedar, in Vancouver."""
    there = Location(
        clinic_id=scene.cedar.clinic_id, name="West", time_zone="America/Vancouver", address="2 Sea St", phone=""
    )
    add(scene, there)
    return there.id


def a_sitting(scene: Scene, starts_at: datetime = MONDAY + 9 * HOUR) -> str:
    """Let Sam give a yoga class."""
    place = scene.cedar
    row = ClassSession(
        clinic_id=place.clinic_id, treatment_id=place.treatments["yoga"], staff_id=place.staff_id,
        location_id=place.location_id, starts_local=starts_at.replace(tzinfo=None), zone=ZONE, zone_data="test",
        starts_at=starts_at, ends_at=starts_at + HOUR,
    )  # fmt: skip
    add(scene, row)
    return row.id


def add(scene: Scene, *rows: SQLModel) -> None:
    with scene.database.writing() as tx:
        tx.add_all(rows)


def change(scene: Scene, table: type[SQLModel], row_id: str, **values: Any) -> None:
    with scene.database.writing() as tx:
        row = tx.get_one(table, row_id)
        for name, value in values.items():
            setattr(row, name, value)


def criteria(scene: Scene, treatment: str = "physio-60", **other: str) -> SearchCriteria:
    place = scene.cedar
    return replace(SearchCriteria(place.treatments[treatment], place.location_id, place.staff_id), **other)


def slot(scene: Scene, at: datetime = MONDAY, treatment: str = "physio-60", **other: Any) -> SlotRequest:
    place = scene.cedar
    return replace(SlotRequest(place.treatments[treatment], place.location_id, place.staff_id, cell_of(at)), **other)


def hold(scene: Scene, at: datetime = MONDAY, who: str = "alice", now: datetime = NOW, **other: Any) -> HeldTime:
    return scene.database.write(holds.hold, scene.ctx(who, now=now), slot(scene, at, **other))


def hold_as_guest(scene: Scene, at: datetime = MONDAY, guest: str = GUEST, now: datetime = NOW) -> HeldTime:
    return scene.database.write(holds.hold, scene.clinic_ctx(now=now), slot(scene, at), guest)


def confirm(scene: Scene, hold_id: str, who: str = "alice", now: datetime = NOW) -> str:
    return scene.database.write(book.confirm, scene.ctx(who, now=now), hold_id)


def booked(scene: Scene, at: datetime = MONDAY, who: str = "alice", now: datetime = NOW, **other: Any) -> str:
    return confirm(scene, hold(scene, at, who, now, **other).id, who, now)


def times(
    scene: Scene, what: SearchCriteria, day: datetime = MONDAY, ctx: ClinicContext | None = None
) -> list[TimeChoice]:
    return list(scene.database.read(search.times, ctx or scene.alice_ctx(), what, day.date()))


def labels(scene: Scene, what: SearchCriteria, day: datetime = MONDAY, ctx: ClinicContext | None = None) -> list[str]:
    return [one.label for one in times(scene, what, day, ctx) if not one.contact]


def won(attempt: Any) -> bool:
    """Tell whether something went through rather than being refused."""
    try:
        attempt()
    except Refused:
        return False
    return True
