"""What is kept free after visits and classes of a clinic file; in both databases."""

from datetime import date
from typing import Any

import pytest

from myaccount.models import Appointment, Claim, ClassSession, Location, Staff, Treatment
from myaccount.services.booking import search
from myaccount.services.booking.criteria import SearchCriteria
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.store.claims import BUFFER
from myaccount.store.engine import Database
from tests.services.clinic_file.files import NOW, File, dump, load, one, problems, rows, small_file, visit

DAY = date(2026, 11, 24)
"""A Tuesday, on which Sam works from nine to five."""


def _file(*visits: File, treatment: int = 15, staff: int = 0, **more: Any) -> File:
    file = small_file() | more
    file["treatments"][0]["buffer_minutes"] = treatment
    file["treatments"][1]["buffer_minutes"] = treatment
    file["staff"][0]["buffer_minutes"] = staff
    return file | {"classes": more.get("classes", []), "appointments": list(visits)}


def _at(clock: str, name: str = "a1", **more: Any) -> File:
    return visit(name, start=f"2026-11-24T{clock}", **more)


def _kept(database: Database, name: str = "a1") -> tuple[int, int]:
    """How many minutes the row says are kept free, and how many are claimed."""
    row = one(database, Appointment, external_id=name)
    return row.buffer_minutes, 5 * len(rows(database, Claim, holder_id=row.id + BUFFER))


def _offered(database: Database) -> list[str]:
    """The starts of that Tuesday's physiotherapy that are offered online."""
    kind = one(database, Treatment, external_id="physio-60")
    ctx = ClinicContext(database.read(clinics.facts, kind.clinic_id), NOW, "en")
    criteria = SearchCriteria(kind.id, one(database, Location).id, one(database, Staff).id)
    return [time.label for time in database.read(search.times, ctx, criteria, DAY)]


@pytest.mark.parametrize(
    ("treatment", "staff", "kept"), [(15, 0, 15), (0, 10, 10), (15, 10, 15), (10, 20, 20), (0, 0, 0)]
)
def test_the_longer_buffer_is_kept_free_after_a_visit_of_the_file(
    database: Database, treatment: int, staff: int, kept: int
) -> None:
    load(database, _file(_at("10:00"), treatment=treatment, staff=staff))
    assert _kept(database) == (kept, kept)


def test_no_time_is_offered_in_it(database: Database) -> None:
    load(database, _file(_at("10:00")))
    assert _offered(database)[:2] == ["11:15 a.m.", "11:30 a.m."]


def test_it_ends_where_the_next_visit_of_the_file_begins(database: Database) -> None:
    load(database, _file(_at("10:00"), _at("11:10", "a2"), _at("12:10", "a3"), treatment=15))
    assert [_kept(database, name) for name in ("a1", "a2", "a3")] == [(10, 10), (0, 0), (15, 15)]


def test_it_ends_where_a_visit_that_the_portal_has_begins(database: Database) -> None:
    load(database, _file(_at("11:05")))
    _forget(database, "a1")
    load(database, _file(_at("10:00", "a2")))
    assert _kept(database, "a2") == (5, 5)


def test_a_visit_of_the_file_has_the_time_that_is_only_kept_free_after_another(database: Database) -> None:
    load(database, _file(_at("10:00")))
    _forget(database, "a1")
    load(database, _file(_at("11:05", "a2")))
    before = one(database, Appointment, external_id=None)
    assert len(rows(database, Claim, holder_id=before.id + BUFFER)) == 1
    assert len(rows(database, Claim, holder_id=one(database, Appointment, external_id="a2").id)) == 12
    found = problems(database, _file(_at("10:30", "a3")))
    assert found == ["$.appointments[0]: Sam Patel is already booked at that time"]


def test_importing_again_changes_nothing_and_a_buffer_grows_as_the_next_visit_goes(database: Database) -> None:
    both = [_at("10:00"), _at("11:05", "a2")]
    load(database, _file(*both))
    before = dump(database)
    report = load(database, _file(*both))
    assert not any(count.added or count.updated for count in report.counts)
    assert dump(database)["claim"] == before["claim"]
    load(database, _file(both[0], both[1] | {"state": "cancelled"}))
    assert (_kept(database), _kept(database, "a2")[1]) == ((15, 15), 0)
    assert one(database, Appointment, external_id="a1").version == 1


def test_what_is_off_or_over_keeps_nothing_free(database: Database) -> None:
    load(database, _file(_at("10:00", state="cancelled"), visit("a2", start="2026-11-19T10:00")))
    assert (_kept(database), _kept(database, "a2")) == ((0, 0), (0, 0))


def test_after_a_class_the_buffer_is_kept_and_no_time_is_offered_in_it(database: Database) -> None:
    sitting = {"id": "yoga-1", "treatment": "yoga", "staff": "sam", "location": "main", "start": "2026-11-24T10:00"}
    seat = _at("10:00", "y1", treatment="yoga", **{"class": "yoga-1"})
    for _ in range(2):
        load(database, _file(seat, classes=[sitting]))
    row = one(database, ClassSession)
    assert (row.buffer_minutes, len(rows(database, Claim, holder_id=row.id + BUFFER))) == (15, 3)
    assert _kept(database, "y1") == (0, 0)
    assert _offered(database)[0] == "11:15 a.m."
    load(database, _file(_at("11:00"), classes=[sitting]))
    assert one(database, ClassSession).buffer_minutes == 0


def _forget(database: Database, name: str) -> None:
    """Let a visit be one that the portal has of itself."""
    with database.writing() as tx:
        tx.get_one(Appointment, one(database, Appointment, external_id=name).id).external_id = None
