"""The demo clinic: believable, without a clash, and around now at whatever hour it starts."""

import atexit
import json
import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from demo.clinic import build
from demo.documents import write_files
from demo.people import AWAY
from demo.scene import ASKED, begin
from myaccount.domain.appointments import AppointmentState, Visit
from myaccount.domain.cancellation import CancellationRules, Verdict, may_cancel
from myaccount.domain.time import wall_time
from myaccount.models import Appointment, Document, Person, Receipt, StoredFile, Task, TimeOff
from myaccount.services import clinic_file
from myaccount.store import invoices, payments
from myaccount.store.engine import Database
from tests.services.clinic_file.files import one, rows

NOW = datetime(2026, 11, 20, 15, 2, 30, tzinfo=UTC)
VIDEO = "http://127.0.0.1:9"
MOMENTS = [NOW + timedelta(days=day, hours=5 * day) for day in range(7)]
"""Every weekday, at all sorts of hours."""


def _begin(database: Database, now: datetime) -> dict[str, Any]:
    file = build(now, VIDEO)
    database.write(begin, json.dumps(file), now, _folder())
    return file


@cache
def _folder() -> Path:
    """Make the files of the documents once."""
    folder = Path(tempfile.mkdtemp(prefix="myaccount-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_files(folder)
    return folder


def _verdict(row: Appointment, now: datetime) -> Verdict:
    visit = Visit(AppointmentState(row.state), row.starts_at, row.ends_at, row.booked_at)
    return may_cancel(visit, CancellationRules(True, 48), now)


def test_it_is_the_same_every_time() -> None:
    assert build(NOW, VIDEO) == build(NOW, VIDEO)


def test_it_is_as_large_as_promised() -> None:
    file = build(NOW, VIDEO)
    assert [len(file[key]) for key in ("locations", "staff", "patients")] == [2, 10, 61]
    kinds = {(treatment["kind"], treatment["online"]) for treatment in file["treatments"]}
    assert kinds == {("one_on_one", False), ("one_on_one", True), ("class", False)}
    states = Counter(visit["state"] for visit in file["appointments"])
    assert min(states[state] for state in ("arrived", "booked", "no_show", "cancelled")) > 20


def test_everybody_is_made_up() -> None:
    file = build(NOW, VIDEO)
    for somebody in [*file["patients"], *file["staff"], file["clinic"]]:
        assert somebody["email"].endswith(".test")
        assert (somebody.get("mobile") or "604-555-01").startswith("604-555-01")


def test_a_family_shares_an_address_and_somebody_speaks_french() -> None:
    patients = build(NOW, VIDEO)["patients"]
    assert Counter(patient["email"] for patient in patients).most_common(1)[0][1] == 2
    assert {patient["id"]: patient for patient in patients}["camille"]["language"] == "fr"


@pytest.mark.parametrize("now", MOMENTS)
def test_it_can_be_imported_at_any_time_and_alice_has_every_kind_of_visit(
    sqlite_database: Database, now: datetime
) -> None:
    file = _begin(sqlite_database, now)
    visits = {row.external_id: row for row in _of_alice(sqlite_database)}
    fresh = visits[f"fresh-{now:%Y%m%d%H%M%S}"]
    assert fresh.booked_at == now
    assert _verdict(fresh, now + timedelta(seconds=179)) is Verdict.CANCEL
    assert _verdict(fresh, now + timedelta(seconds=180)) is Verdict.CONTACT_TO_CANCEL
    tomorrow = visits["alice-tomorrow"]
    zone = file["clinic"]["time_zone"]
    assert tomorrow.starts_local.date() == wall_time(now, zone).local.date() + timedelta(days=1)
    assert _verdict(tomorrow, now) is Verdict.CONTACT_TO_CANCEL
    assert _verdict(visits["alice-soon"], now) is Verdict.CANCEL_OR_MOVE
    video = visits["alice-video"]
    assert video.online
    assert timedelta() < video.starts_at - now < timedelta(minutes=20)
    assert video.call_url is None
    assert [row.state for row in visits.values() if row.class_id and row.starts_at > now] == ["booked"]
    past = Counter(row.state for row in visits.values() if row.ends_at <= now)
    assert past["arrived"] + past["no_show"] >= 25
    assert past["no_show"] and past["cancelled"]


def test_visits_lie_in_somebodys_shift() -> None:
    now = NOW
    file = build(now, VIDEO)
    today = wall_time(now, file["clinic"]["time_zone"]).local
    shifts = {member["id"]: member["shifts"] for member in file["staff"]}
    minutes = {treatment["id"]: treatment["minutes"] for treatment in file["treatments"]}
    for visit in file["appointments"]:
        if visit["id"] == "alice-video":
            continue
        day, clock = visit["start"].removeprefix("today").split("d ")
        start = datetime.combine(today + timedelta(days=int(day)), time.fromisoformat(clock))
        end = start + timedelta(minutes=minutes[visit["treatment"]])
        assert any(
            f"{start:%a}".lower() in shift["weekdays"]
            and shift["from"] <= f"{start:%H:%M}"
            and f"{end:%H:%M}" <= shift["to"]
            and shift["location"] == visit["location"]
            for shift in shifts[visit["staff"]]
        ), visit


@pytest.mark.parametrize("now", MOMENTS)
def test_nobody_is_booked_with_somebody_who_is_away(now: datetime) -> None:
    file = build(now, VIDEO)
    away = [(who, f"today{day:+d}d") for who, days in AWAY.items() for day in days]
    assert [one["id"] for one in file["appointments"] if (one["staff"], one["start"].partition(" ")[0]) in away] == []


def test_requests_wait_at_the_desk_from_the_first_start_and_are_not_asked_again(sqlite_database: Database) -> None:
    for later in (timedelta(), timedelta(days=3)):
        _begin(sqlite_database, NOW + later)
        assert len(rows(sqlite_database, Task)) == len(ASKED)
        assert len(rows(sqlite_database, TimeOff)) == len(AWAY)


@pytest.mark.parametrize("later", [timedelta(minutes=5), timedelta(hours=20), timedelta(days=3), timedelta(days=40)])
def test_a_later_start_sets_the_scene_again(sqlite_database: Database, later: timedelta) -> None:
    _begin(sqlite_database, NOW)
    with sqlite_database.writing() as tx:
        tomorrow = tx.get_one(Appointment, one(sqlite_database, Appointment, external_id="alice-tomorrow").id)
        tomorrow.state = "cancelled"
        tx.get_one(Person, tomorrow.person_id).last_name = "Moreau-Bell"
    file = _begin(sqlite_database, NOW + later)
    states = {row.external_id: row.state for row in _of_alice(sqlite_database)}
    assert states["alice-tomorrow"] == "booked"
    assert states[f"fresh-{NOW:%Y%m%d%H%M%S}"] == "archived"
    assert states[f"fresh-{NOW + later:%Y%m%d%H%M%S}"] == "booked"
    assert one(sqlite_database, Person, external_id="alice").last_name == "Moreau-Bell"
    live = [row for row in rows(sqlite_database, Appointment) if row.state != "archived"]
    assert len(live) == len(file["appointments"])


def test_alice_has_documents_of_every_kind_that_a_page_shows(sqlite_database: Database) -> None:
    for later in (timedelta(), timedelta(days=2)):
        _begin(sqlite_database, NOW + later)
    alice = one(sqlite_database, Person, external_id="alice").id
    found = rows(sqlite_database, Document, person_id=alice)
    assert Counter((row.kind, row.shared_version is not None) for row in found) == {
        ("file", True): 2, ("chart_entry", True): 2, ("chart_entry", False): 1,
        ("form", True): 1,
    }  # fmt: skip
    assert {row.media for row in rows(sqlite_database, StoredFile)} == {"application/pdf", "image/png"}


def test_it_fits_the_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator(clinic_file.json_schema()).validate(build(NOW, VIDEO))


def _of_alice(database: Database) -> list[Appointment]:
    return rows(database, Appointment, person_id=one(database, Person, external_id="alice").id)


def test_alice_has_paid_but_for_a_little_also_after_a_later_start(sqlite_database: Database) -> None:
    for moment in (NOW, NOW + timedelta(days=3)):
        _begin(sqlite_database, moment)
    alice = one(sqlite_database, Person, external_id="alice")
    due = [(row.number, row.due) for row in sqlite_database.read(invoices.due, alice.clinic_id, alice.id)]
    assert sum(cents for _, cents in due) == 12000
    assert sqlite_database.read(payments.credit, alice.clinic_id, alice.id) == {}
    receipts = rows(sqlite_database, Receipt, person_id=alice.id)
    shrunk = [(row.original_cents, row.applied_cents) for row in receipts if row.applied_cents < row.original_cents]
    assert sorted(shrunk) == [(1000, 0), (23500, 20500)]
    assert len({row.paid_on.month for row in receipts}) >= 6
