"""Start intervals, buffers, time off and the locations of a treatment in a clinic file."""

from datetime import UTC, datetime

import pytest

from myaccount.models import Staff, TimeOff, TreatmentLocation
from myaccount.store.engine import Database
from tests.services.clinic_file.files import File, load, one, problems, rows, small_file

HOLIDAY = {"from": "2026-12-24T00:00", "to": "2026-12-27T00:00", "note": "Skiing"}


def _file(**staff: object) -> File:
    file = small_file()
    file["staff"][0] |= {"start_interval_minutes": 30, "buffer_minutes": 10, "time_off": [HOLIDAY]} | staff
    file["treatments"][0]["locations"] = ["main"]
    return file


def test_what_the_file_says_is_there_once_however_often_it_comes(database: Database) -> None:
    for _ in range(2):
        load(database, _file())
    sam, off = one(database, Staff), one(database, TimeOff)
    assert (sam.start_interval_minutes, sam.buffer_minutes) == (30, 10)
    assert (off.starts_at, off.note, off.zone) == (datetime(2026, 12, 24, 5, tzinfo=UTC), "Skiing", "America/Toronto")
    assert len(rows(database, TreatmentLocation)) == 1
    assert not any(count.added or count.updated for count in load(database, _file()).counts)


def test_what_the_file_leaves_out_stays_as_it_was_edited_in_the_portal(database: Database) -> None:
    load(database, _file())
    with database.writing() as tx:
        tx.get_one(Staff, one(database, Staff).id).buffer_minutes = 20
    load(database, small_file())
    sam = one(database, Staff)
    assert (sam.start_interval_minutes, sam.buffer_minutes) == (30, 20)
    assert (len(rows(database, TimeOff)), len(rows(database, TreatmentLocation))) == (1, 1)


def test_without_the_keys_a_staff_member_begins_with_the_usual(database: Database) -> None:
    load(database, small_file())
    sam = one(database, Staff)
    assert (sam.start_interval_minutes, sam.buffer_minutes) == (15, 0)


def test_no_locations_means_everywhere_again(database: Database) -> None:
    load(database, _file())
    file = small_file()
    file["treatments"][0]["locations"] = []
    load(database, file)
    assert not rows(database, TreatmentLocation)


@pytest.mark.parametrize(
    ("staff", "problem"),
    [
        ({"start_interval_minutes": 7}, "$.staff[0].start_interval_minutes"),
        ({"buffer_minutes": -5}, "$.staff[0].buffer_minutes"),
        (
            {"time_off": [HOLIDAY | {"to": "2026-12-24T00:00"}]},
            "$.staff[0].time_off[0].to: Time off ends after it begins",
        ),
        ({"time_off": [HOLIDAY | {"from": "2026-03-08T02:30"}]}, "$.staff[0].time_off[0].from"),
        ({"time_off": [{"from": "soon", "to": "later"}]}, "$.staff[0].time_off[0].from"),
        ({"npi": "1234567890"}, "$.staff[0].npi"),
    ],
)
def test_what_cannot_be_is_named_by_its_path_and_changes_nothing(
    database: Database, staff: dict[str, object], problem: str
) -> None:
    assert any(found.startswith(problem) for found in problems(database, _file(**staff)))
    assert not rows(database, Staff)


def test_an_unknown_location_of_a_treatment_is_named(database: Database) -> None:
    file = _file()
    file["treatments"][0]["locations"] = ["nowhere"]
    assert problems(database, file) == ["$.treatments[0].locations[0]: There is no location with the id 'nowhere'"]
