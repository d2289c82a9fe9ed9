"""The queries that run on every page stay fast however many visits there are: each goes by an index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text

from myaccount.domain.grid import monday_of
from myaccount.domain.time import wall_time
from myaccount.models import Appointment, Claim, Person
from myaccount.models.columns import new_id
from myaccount.services.booking import search
from myaccount.services.clinic import settings
from myaccount.services.desk import schedule
from myaccount.services.desk import visits as desk
from myaccount.services.desk.today import today
from myaccount.services.visits import appointments
from tests.scenes import NOW, ZONE, Scene
from tests.services.booking.clinic_week import booked, criteria, open_all_week

PEOPLE = 40
VISITS_EACH = 100
Statement = tuple[str, Any]


@pytest.fixture
def busy(scene: Scene) -> Scene:
    """A clinic whose forty other patients have been there a hundred times each."""
    kind = scene.appointment(scene.book("alice", NOW + timedelta(days=2)))
    strangers = [{"id": new_id(), **_stranger(scene)} for _ in range(PEOPLE)]
    rows = [_visit(kind, person["id"], number) for person in strangers for number in range(VISITS_EACH)]
    with scene.database.writing() as tx:
        tx.execute(insert(Person), strangers)
        tx.execute(insert(Appointment), rows)
        tx.execute(
            insert(Claim), [{"resource": "x", "cell": cell, "holder_id": row["id"]} for cell, row in enumerate(rows)]
        )
        tx.execute(text("ANALYZE"))
    return scene


def _stranger(scene: Scene) -> dict[str, Any]:
    return {
        "clinic_id": scene.cedar.clinic_id,
        "first_name": "A",
        "last_name": "Stranger",
        "marketing_opt_in": False,
        "imported": {},
        "created_at": NOW,
    }


def _visit(kind: Appointment, person_id: str, number: int) -> dict[str, Any]:
    start = NOW - timedelta(days=number - 5)
    return kind.model_dump(exclude={"id"}) | {
        "id": new_id(),
        "person_id": person_id,
        "starts_at": start,
        "ends_at": start + timedelta(hours=1),
        "imported": {},
    }


@contextmanager
def statements_of(scene: Scene) -> Iterator[list[Statement]]:
    seen: list[Statement] = []

    def note(_connection: Connection, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        seen.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

    event.listen(scene.database.reader, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(scene.database.reader, "before_cursor_execute", note)


def plan(scene: Scene, statement: Statement) -> str:
    explain = "EXPLAIN QUERY PLAN " if scene.database.is_sqlite else "EXPLAIN "
    with scene.database.reading() as tx:
        rows = tx.connection().exec_driver_sql(explain + statement[0], statement[1]).fetchall()
    return "\n".join(str(row[-1]) for row in rows)


def upcoming(scene: Scene) -> None:
    scene.database.read(appointments.upcoming, scene.alice_ctx())


def history(scene: Scene) -> None:
    scene.database.read(appointments.history, scene.alice_ctx(), None, None, False, "")


def filtered_history(scene: Scene) -> None:
    days = date(2026, 1, 1), date(2026, 11, 1)
    cursor = f"{NOW.isoformat()}~{'x' * 22}"
    scene.database.read(appointments.history, scene.alice_ctx(), *days, True, cursor)


def cancel(scene: Scene) -> None:
    [visit] = scene.rows(Appointment, person_id=scene.alice)
    scene.database.write(appointments.cancel, scene.alice_ctx(), visit.id, "")


def clinic_settings(scene: Scene) -> None:
    scene.database.read(settings.page, scene.staff_ctx("robin"))


def desk_today(scene: Scene) -> None:
    scene.database.read(today, scene.dana_ctx(), "", "")


def desk_day(scene: Scene) -> None:
    scene.database.read(schedule.day, scene.dana_ctx(), wall_time(NOW, ZONE).local.date())


def desk_week(scene: Scene) -> None:
    monday = monday_of(wall_time(NOW, ZONE).local.date())
    scene.database.read(schedule.week, scene.dana_ctx(), scene.staff["sam"], monday)


def desk_cancel(scene: Scene) -> None:
    [visit] = scene.rows(Appointment, person_id=scene.alice)
    scene.database.write(desk.cancel, scene.dana_ctx(), visit.id, "other")


def free_times(scene: Scene) -> None:
    open_all_week(scene)
    assert scene.database.read(search.days, scene.alice_ctx(), criteria(scene))


def hold_and_confirm(scene: Scene) -> None:
    open_all_week(scene)
    booked(scene)


DESK = [desk_today, desk_day, desk_week]
BOOKING = [free_times, hold_and_confirm]
every_page = pytest.mark.parametrize(
    "page", [upcoming, history, filtered_history, cancel, clinic_settings, *DESK, desk_cancel, *BOOKING]
)


@every_page
def test_no_page_reads_through_every_appointment(busy: Scene, page: Callable[[Scene], None]):
    with statements_of(busy) as seen:
        page(busy)
    plans = [plan(busy, statement) for statement in seen if _touches_visits(statement)]
    assert plans
    for steps in plans:
        assert "SCAN appointment" not in steps, steps
        assert "Seq Scan on appointment" not in steps, steps
        assert "SCAN claim" not in steps, steps
        assert "Seq Scan on claim" not in steps, steps


@pytest.mark.parametrize("page", [upcoming, history, filtered_history])
def test_a_page_takes_at_most_six_statements(busy: Scene, page: Callable[[Scene], None]):
    with statements_of(busy) as seen:
        page(busy)
    assert len(seen) <= 6


@pytest.mark.parametrize("page", DESK)
def test_a_page_of_the_desk_reads_at_most_six_times(busy: Scene, page: Callable[[Scene], None]):
    with statements_of(busy) as before:
        busy.dana_ctx()
    with statements_of(busy) as seen:
        page(busy)
    assert _reads(seen) - _reads(before) <= 6


@pytest.mark.parametrize("page", [history, filtered_history])
def test_history_comes_in_order_from_the_index(busy: Scene, page: Callable[[Scene], None]):
    if not busy.database.is_sqlite:
        pytest.skip("PostgreSQL may sort the few rows that it has found")
    with statements_of(busy) as seen:
        page(busy)
    for statement in seen:
        assert "USE TEMP B-TREE" not in plan(busy, statement)


def _reads(statements: list[Statement]) -> int:
    return sum(statement[0].startswith("SELECT") for statement in statements)


def _touches_visits(statement: Statement) -> bool:
    return statement[0].startswith(("SELECT", "UPDATE", "DELETE")) and (
        "appointment" in statement[0] or "claim" in statement[0]
    )
