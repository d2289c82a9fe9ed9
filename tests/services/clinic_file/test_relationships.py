"""What people of a clinic file may do for one another."""

from typing import Any

from sqlmodel import select

from myaccount.models import Relationship
from myaccount.store.engine import Database
from tests.scenes import NOW
from tests.services.clinic_file.files import load, problems, small_file

CHILD = {"from": "alice", "to": "bob", "label": "child", "permissions": ["payments", "bookings"]}


def said(**other: Any) -> dict[str, Any]:
    """The small file with one relationship."""
    return small_file() | {"relationships": [CHILD | other]}


def rows(database: Database) -> list[tuple[str, str, bool]]:
    """Label, permissions, and whether it stands."""
    with database.writing() as tx:
        found = tx.exec(select(Relationship)).all()
        return [(row.label, row.permissions, row.ended_at is None) for row in found]


def test_who_may_act_comes_in_once_however_often_the_file_does(database: Database) -> None:
    for outcome in (1, 0):
        report = load(database, said())
        assert {one.kind: one.added for one in report.counts}["relationships"] == outcome
    assert rows(database) == [("child", "bookings payments", True)]


def test_what_the_file_says_otherwise_counts_unless_the_two_changed_it(database: Database) -> None:
    load(database, said())
    load(database, said(permissions=["forms"]))
    assert rows(database) == [("child", "forms", True)]
    with database.writing() as tx:
        tx.exec(select(Relationship)).one().permissions = "forms payments"
    report = load(database, said(permissions=["bookings"]))
    assert report.kept == ("$.relationships[0]",)
    assert rows(database) == [("child", "forms payments", True)]


def test_what_was_taken_back_stays_so(database: Database) -> None:
    load(database, said())
    with database.writing() as tx:
        tx.exec(select(Relationship)).one().ended_at = NOW
    load(database, said())
    assert rows(database) == [("child", "bookings payments", False)]


def test_what_makes_no_sense_is_told(sqlite_database: Database) -> None:
    assert problems(sqlite_database, said(to="nobody")) == [
        "$.relationships[0].to: There is no patient with the id 'nobody'"
    ]
    assert problems(sqlite_database, said(to="alice")) == ["$.relationships[0].to: Nobody acts for themselves"]
    twice = small_file() | {"relationships": [CHILD, CHILD]}
    assert problems(sqlite_database, twice) == [
        "$.relationships[1]: The same two people stand at $.relationships[0] already"
    ]
    assert problems(sqlite_database, said(permissions=["everything"]))
