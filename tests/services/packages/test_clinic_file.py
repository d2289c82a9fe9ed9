"""Packages and memberships come in with the clinic file."""

from datetime import date
from typing import Any

import pytest

from myaccount.models import Appointment, Package, PackageTreatment, Redemption
from myaccount.store.engine import Database
from tests.services.clinic_file.files import NOW, File, load, one, problems, rows, small_file

FIVE: dict[str, Any] = {
    "id": "p1", "patient": "alice", "name": "5 × physio", "kind": "package", "quantity": 5, "used": 2,
    "treatments": ["physio-60"], "purchased": "2026-10-01", "expires": None,
}  # fmt: skip
MONTHLY = FIVE | {"id": "m1", "kind": "membership", "quantity": None, "used": 0, "treatments": ["yoga", "physio-60"]}


def file(*packages: dict[str, Any]) -> File:
    return small_file() | {"packages": list(packages)}


def change(database: Database, **values: Any) -> None:
    with database.writing() as tx:
        row = tx.get_one(Package, one(database, Package).id)
        for name, value in values.items():
            setattr(row, name, value)


def test_it_brings_packages_and_memberships(database: Database) -> None:
    load(database, file(FIVE, MONTHLY))
    found = {row.external_id: row for row in rows(database, Package)}
    five, monthly = found["p1"], found["m1"]
    assert (five.quantity, five.used_before, five.purchased_on, five.expires_on) == (5, 2, date(2026, 10, 1), None)
    assert (five.cycle, monthly.cycle, monthly.quantity) == (None, "month", None)
    assert len(rows(database, PackageTreatment)) == 3


def test_its_days_may_count_from_today(database: Database) -> None:
    load(database, file(FIVE | {"purchased": "today-50d", "expires": "today"}))
    pack = one(database, Package)
    assert (pack.purchased_on, pack.expires_on) == (date(2026, 10, 1), date(2026, 11, 20))


def test_again_it_changes_nothing_and_a_change_is_taken(database: Database) -> None:
    load(database, file(FIVE))
    report = load(database, file(FIVE))
    assert [(count.added, count.updated) for count in report.counts if count.kind == "packages"] == [(0, 0)]
    load(database, file(FIVE | {"used": 3, "treatments": ["yoga"], "expires": "2026-12-31"}))
    row = one(database, Package)
    assert (row.used_before, row.expires_on) == (3, date(2026, 12, 31))
    assert len(rows(database, PackageTreatment)) == 1


def test_what_the_desk_changed_since_is_kept_and_reported(sqlite_database: Database) -> None:
    load(sqlite_database, file(FIVE))
    change(sqlite_database, quantity=6, ended_at=NOW)
    report = load(sqlite_database, file(FIVE | {"quantity": 7, "name": "Seven"}))
    row = one(sqlite_database, Package)
    assert (row.quantity, row.name, row.ended_at) == (6, "Seven", NOW)
    assert report.kept == ("$.packages[0].quantity",)


def test_a_use_follows_what_the_file_says_of_its_visit(sqlite_database: Database) -> None:
    this = file(FIVE)
    load(sqlite_database, this)
    with sqlite_database.writing() as tx:
        visit = next(row for row in rows(sqlite_database, Appointment) if row.external_id == "a1")
        tx.add(
            Redemption(
                clinic_id=visit.clinic_id, package_id=one(sqlite_database, Package).id, appointment_id=visit.id,
                cycle=date(2026, 10, 1), number=0, state="reserved", created_at=NOW, changed_at=NOW,
            )
        )  # fmt: skip
    for state, use in (("arrived", "consumed"), ("booked", "reserved"), ("cancelled", "released")):
        this["appointments"][0]["state"] = state
        load(sqlite_database, this)
        assert one(sqlite_database, Redemption).state == use


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"patient": "nobody"}, "$.packages[0].patient"),
        ({"treatments": ["nothing"]}, "$.packages[0].treatments[0]"),
        ({"treatments": []}, "$.packages[0].treatments"),
        ({"quantity": None}, "$.packages[0]"),
        ({"quantity": 0}, "$.packages[0].quantity"),
        ({"used": 6}, "$.packages[0]"),
        ({"used": -1}, "$.packages[0].used"),
        ({"cycle": "month"}, "$.packages[0]"),
        ({"expires": "2026-09-30"}, "$.packages[0]"),
        ({"purchased": "today", "expires": "today-1d"}, "$.packages[0]"),
        ({"expires": "2026-02-30"}, "$.packages[0].expires"),
        ({"purchased": "soon"}, "$.packages[0].purchased"),
        ({"invoice": "x"}, "$.packages[0].invoice"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_changed(
    sqlite_database: Database, changes: dict[str, Any], path: str
) -> None:
    assert path in [problem.split(": ")[0] for problem in problems(sqlite_database, file(FIVE | changes))]
    assert rows(sqlite_database, Package) == []
