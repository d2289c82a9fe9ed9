"""Searching for free times, and booking them, against the least that a program can do for it.

The floors know one clinic, one zone and one treatment, and nothing else: a range of rows of a narrow table, and bits.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random
from time import perf_counter
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text
from sqlmodel import Session

from myaccount.domain.availability import Practitioner, Wanted, free_starts
from myaccount.domain.booking import BookingRules
from myaccount.domain.shift_cells import Hours
from myaccount.models import Appointment, Location, Person, Staff, Treatment
from myaccount.models.columns import new_id
from myaccount.services.visits import bookings
from myaccount.services.visits.bookings import Slot
from myaccount.store import availability, migrate
from myaccount.store.engine import Database
from tests.bench.ratio import Line, compare, of_pairs
from tests.scenes import NOW, ZONE, Scene, book

PRACTITIONERS, DAYS, BOOKED = 20, 60, 10_000
FIRST = date(2026, 11, 23)
OPENS, NOON, AFTER_NOON, CLOSES = time(9), time(14, 30), time(15), time(18)
MINUTES, GRID = 30, 15
STARTS = [m for m in range(9 * 60, 18 * 60, MINUTES) if m != 14 * 60 + 30]
BEGIN = datetime(2026, 11, 23, 5, tzinfo=UTC)
ONE, MANY, BOOKING = 2.0, 1.5, 0.5
WRITERS, EACH, TIMES = 8, 40, 9
Starts = dict[tuple[int, date], list[int]]


@dataclass(frozen=True)
class Bench:
    """Both databases with the same visits: ours, and the floor's narrow table."""

    scene: Scene
    staff: list[str]
    floor: sqlite3.Connection


def run() -> list[Line]:
    """Measure both searches, and booking."""
    with both() as bench:
        return [
            _search(bench, "free times, 1 practitioner, 30 days", 1, 30, ONE),
            _search(bench, f"free times, {PRACTITIONERS} practitioners, {DAYS} days", PRACTITIONERS, DAYS, MANY),
            _booking(bench),
        ]


@contextmanager
def both() -> Iterator[Bench]:
    """Make both, with ten thousand visits in sixty days."""
    with tempfile.TemporaryDirectory(prefix="myaccount-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate.upgrade(url)
        database = Database(url)
        scene = database.write(Scene.build, database)
        floor = sqlite3.connect(Path(folder) / "floor.db")
        yield Bench(scene, database.write(_fill, scene, floor), floor)
        floor.close()
        database.close()


def _visits() -> list[tuple[int, datetime]]:
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    every = [
        (one, datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(ZONE)).astimezone(UTC))
        for day in days if day.weekday() != 6 for one in range(PRACTITIONERS) for minute in STARTS
    ]  # fmt: skip
    return Random(7).sample(every, BOOKED)


def _fill(tx: Session, scene: Scene, floor: sqlite3.Connection) -> list[str]:
    template = tx.get_one(Appointment, book(tx, scene, "alice", NOW + timedelta(days=1))).model_dump(exclude={"id"})
    people = [
        Person(clinic_id=scene.cedar.clinic_id, first_name="P", last_name=str(n), created_at=NOW)
        for n in range(PRACTITIONERS)
    ]
    tx.add_all(people)
    tx.flush()
    team = [Staff(clinic_id=scene.cedar.clinic_id, person_id=one.id, role="practitioner") for one in people]
    tx.add_all(team)
    tx.flush()
    visits = _visits()
    length = timedelta(minutes=MINUTES)
    tx.execute(insert(Appointment), [
        template | {"id": new_id(), "staff_id": team[one].id, "starts_at": at, "ends_at": at + length,
                    "minutes": MINUTES, "imported": {}}
        for one, at in visits
    ])  # fmt: skip
    tx.execute(text("ANALYZE"))
    floor.execute("CREATE TABLE visit (id INTEGER PRIMARY KEY, practitioner INTEGER, starts_at TEXT, status TEXT)")
    floor.execute("CREATE INDEX visit_at ON visit (practitioner, starts_at) WHERE status = 'booked'")
    local = [(one, at.astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M")) for one, at in visits]
    floor.executemany("INSERT INTO visit (practitioner, starts_at, status) VALUES (?, ?, 'booked')", local)
    floor.execute("ANALYZE")
    floor.commit()
    return [one.id for one in team]


def _search(bench: Bench, name: str, practitioners: int, days: int, limit: float) -> Line:
    ours, reference = _ours(bench, practitioners, days), _floor(bench, practitioners, days)
    if _minutes(ours()) != reference():
        raise RuntimeError("ours and the floor find different times")
    return compare(name, ours, reference, limit)


HOURS = tuple(
    hours for weekday in range(6) for hours in (Hours(weekday, OPENS, NOON), Hours(weekday, AFTER_NOON, CLOSES))
)


def _ours(bench: Bench, practitioners: int, days: int) -> Callable[[], Starts]:
    ids, last = bench.staff[:practitioners], FIRST + timedelta(days=days - 1)
    wanted, rules = Wanted(MINUTES, 0, FIRST, last), BookingRules(0, horizon_days=DAYS)
    until = BEGIN + timedelta(days=days)

    def search() -> Starts:
        busy = availability.busy(tx, ids, BEGIN, until, BEGIN)
        found: Starts = {}
        for number, staff_id in enumerate(ids):
            who = Practitioner(HOURS, GRID, 0, busy[staff_id])
            for day, to_book, _ in free_starts(who, wanted, rules, ZONE, BEGIN).by_day():
                found[number, day] = to_book
        return found

    tx = Session(bench.scene.database.reader)
    return search


def _minutes(found: Starts) -> Starts:
    """Tell the minutes of the day of starts that are cells: in these sixty days no clock changes."""
    return {
        (one, day): [cell * 5 - int(datetime.combine(day, time(5), UTC).timestamp()) // 60 for cell in cells]
        for (one, day), cells in found.items()
    }


def _floor(bench: Bench, practitioners: int, days: int) -> Callable[[], Starts]:
    """Read a range of rows, look their texts up, and shift bits: quarters of an hour of each day."""
    dates = [FIRST + timedelta(days=number) for number in range(days + 1)]
    number_of = {day.isoformat(): number for number, day in enumerate(dates)}
    taken = {f"{m // 60:02}:{m % 60:02}": 0b11 << m // GRID for m in range(0, 1440, GRID)}
    work = sum(1 << m // GRID for m in range(9 * 60, 18 * 60, GRID) if not 14 * 60 + 30 <= m < 15 * 60)
    open_ = [work if day.weekday() != 6 else 0 for day in dates]
    marks = ",".join("?" * practitioners)
    query = (
        f"SELECT practitioner, starts_at FROM visit WHERE practitioner IN ({marks}) "
        "AND starts_at >= ? AND starts_at < ? AND status = 'booked'"
    )
    asked = (*range(practitioners), dates[0].isoformat(), dates[-1].isoformat())

    def search() -> Starts:
        free = [open_[:days] for _ in range(practitioners)]
        for one, at in bench.floor.execute(query, asked):
            free[one][number_of[at[:10]]] &= ~taken[at[11:]]
        found: Starts = {}
        for one, own in enumerate(free):
            for day, bits in zip(dates, own, strict=False):
                bits, starts = bits & bits >> 1, []
                while bits:
                    lowest = bits & -bits
                    starts.append((lowest.bit_length() - 1) * GRID)
                    bits ^= lowest
                if starts:
                    found[one, day] = starts
        return found

    return search


def _booking(bench: Bench) -> Line:
    """Let eight writers book distinct times, in turn with eight that insert a visit and its bare cells."""
    numbers = count()
    pairs = []
    for turn in range(TIMES + 1):
        ours, reference = _pace(_writer(bench, numbers)), _pace(_bare_writer(bench, numbers))
        if turn:
            pairs.append((ours, reference))
    return of_pairs(f"booking, {WRITERS} writers on distinct times", pairs, BOOKING, "/s", more=True)


def _pace(write: Callable[[], None]) -> float:
    start = perf_counter()
    with ThreadPoolExecutor(WRITERS) as threads:
        for done in [threads.submit(write) for _ in range(WRITERS * EACH)]:
            done.result()
    return WRITERS * EACH / (perf_counter() - start)


def _writer(bench: Bench, numbers: Iterator[int]) -> Callable[[], None]:
    database, place = bench.scene.database, bench.scene.cedar
    with database.reading() as tx:
        kind, where = tx.get_one(Treatment, place.treatments["physio-60"]), tx.get_one(Location, place.location_id)
        tx.expunge_all()
    ctx = bench.scene.alice_ctx()

    def write() -> None:
        at = NOW + timedelta(days=400, hours=next(numbers))
        database.write(bookings.place, ctx, ctx.person_id, Slot(bench.staff[0], kind, where, at))

    return write


def _bare_writer(bench: Bench, numbers: Iterator[int]) -> Callable[[], None]:
    """Insert the same appointment and the same cells, by statements that are written out, over the same connections."""
    database = bench.scene.database
    with database.reading() as tx:
        columns = [column.name for column in Appointment.__table__.columns]  # type: ignore[attr-defined]
        row = tx.connection().exec_driver_sql("SELECT * FROM appointment LIMIT 1").mappings().one()
    marks = ",".join("?" * len(columns))
    visit = f"INSERT INTO appointment ({','.join(columns)}) VALUES ({marks})"
    cell = "INSERT INTO claim (resource, cell, holder_id) VALUES (?, ?, ?)"

    def write() -> None:
        hour, own = 10_000_000 + next(numbers), new_id()
        with database.writer.begin() as connection:
            values = dict(row) | {"id": own, "staff_id": bench.staff[1]}
            connection.exec_driver_sql(cell, [("bare", hour * 12 + one, own) for one in range(12)])
            connection.exec_driver_sql(visit, tuple(values[name] for name in columns))

    return write
