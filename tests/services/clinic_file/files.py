"""A small clinic file that tests change to their needs."""

import json
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlmodel import SQLModel, select

from myaccount.services import clinic_file
from myaccount.store.engine import Database
from myaccount.views.clinic_file import ImportReport

NOW = datetime(2026, 11, 20, 15, 2, 30, tzinfo=UTC)
"""A Friday, half past 10:02 a.m. in Toronto."""

File = dict[str, Any]
Row = TypeVar("Row", bound=SQLModel)


def small_file() -> File:
    """A clinic with one of everything, and two patients."""
    return {
        "format": "myaccount-clinic/1",
        "clinic": {
            "slug": "cedar",
            "name": "Cedar Physio",
            "legal_name": "Cedar Physio Inc.",
            "country": "CA",
            "currency": "CAD",
            "language": "en",
            "time_zone": "America/Toronto",
            "phone": "416-555-0100",
            "email": "desk@cedar.test",
            "domains": ["my.cedar.test"],
            "color": "#1F6F5C",
            "tax_number": "123456789 RT0001",
        },
        "settings": {"cancellation_period_hours": 12},
        "locations": [
            {
                "id": "main",
                "name": "Main Street",
                "time_zone": "America/Toronto",
                "address": "1 Main St",
                "phone": "416-555-0100",
            }
        ],
        "treatments": [
            {
                "id": "physio-60",
                "name": "Physiotherapy",
                "discipline": "Physiotherapy",
                "minutes": 60,
                "buffer_minutes": 0,
                "price_cents": 12000,
                "tax_ppm": 0,
                "kind": "one_on_one",
                "online": False,
                "capacity": None,
                "book_online": True,
                "cpt": None,
            },
            {"id": "yoga", "name": "Yoga", "minutes": 60, "kind": "class", "capacity": 2},
        ],
        "staff": [
            {
                "id": "sam",
                "first_name": "Sam",
                "last_name": "Patel",
                "email": "sam@cedar.test",
                "role": "practitioner",
                "account": {"username": "sam", "password": "a quiet river stone"},
                "treatments": ["physio-60", "yoga"],
                "registration_number": "PT-1",
                "npi": None,
                "shifts": [
                    {"location": "main", "weekdays": ["mon", "tue"], "from": "09:00", "to": "17:00", "mode": "bookable"}
                ],
            }
        ],
        "patients": [
            {
                "id": "alice",
                "first_name": "Alice",
                "last_name": "Moreau",
                "email": "Alice@Mail.test",
                "mobile": "416-555-0111",
                "date_of_birth": "1988-02-03",
                "pronouns": None,
                "address": None,
                "time_zone": None,
                "language": None,
                "marketing_opt_in": False,
                "account": {"username": "Alice", "password": "a quiet river stone"},
            },
            {"id": "bob", "first_name": "Bob", "email": "bob@mail.test"},
        ],
        "classes": [
            {"id": "yoga-1", "treatment": "yoga", "staff": "sam", "location": "main", "start": "2026-11-25T18:00"}
        ],
        "appointments": [
            visit("a1"),
            visit("y1", treatment="yoga", start="2026-11-25T18:00", **{"class": "yoga-1"}),
        ],
    }


def visit(name: str, **changes: Any) -> File:
    """An appointment of Alice's with Sam, next Tuesday at three."""
    return {
        "id": name,
        "patient": "alice",
        "staff": "sam",
        "treatment": "physio-60",
        "location": "main",
        "start": "2026-11-24T15:00",
        "booked_at": "2026-11-20T10:00:00Z",
        "state": "booked",
        "class": None,
        "call_url": None,
        **changes,
    }


def load(database: Database, file: File, now: datetime = NOW, *, keeps_visits: bool = True) -> ImportReport:
    """Import a file in a transaction of its own."""
    return database.write(clinic_file.load, json.dumps(file), now, keeps_visits=keeps_visits)


def problems(database: Database, file: File | str | bytes, now: datetime = NOW) -> list[str]:
    """Import a file that must be refused; tell what is wrong with it, and check that nothing was written."""
    before = dump(database)
    text = json.dumps(file) if isinstance(file, dict) else file
    try:
        database.write(clinic_file.load, text, now)
    except clinic_file.BadClinicFile as error:
        assert dump(database) == before
        return [str(problem) for problem in error.problems]
    raise AssertionError("the file was taken")


def rows(database: Database, table: type[Row], **equal: object) -> list[Row]:
    """List the rows of a table whose columns have these values."""
    with database.reading() as tx:
        found = list(tx.exec(select(table).filter_by(**equal)).all())
        tx.expunge_all()
        return found


def one(database: Database, table: type[Row], **equal: object) -> Row:
    """Find the one row of a table whose columns have these values."""
    (found,) = rows(database, table, **equal)
    return found


def dump(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Read the whole database."""
    with database.reading() as tx:
        tables = SQLModel.metadata.sorted_tables
        return {table.name: sorted(map(tuple, tx.execute(table.select()).all()), key=repr) for table in tables}
