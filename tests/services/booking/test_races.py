"""Many who want one thing at one moment: exactly one gets it, and each of the others is told so."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete

from myaccount.models import Appointment, BookingHold, Claim, OutboxMessage, Person, Treatment
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import (
    HOUR,
    MONDAY,
    a_sitting,
    add,
    booked,
    change,
    confirm,
    hold,
    hold_as_guest,
    won,
)

THREADS = 50
ROUNDS = int(os.environ.get("RACE_ROUNDS", "2"))
"""How often each race is run. `RACE_ROUNDS=100` for the whole of it: that takes minutes."""


def race(attempts: list[Callable[[], object]]) -> int:
    """Start them all at one moment; tell how many went through."""
    together = Barrier(len(attempts))

    def run(attempt: Callable[[], object]) -> bool:
        together.wait()
        return won(attempt)

    with ThreadPoolExecutor(len(attempts)) as threads:
        return sum(threads.map(run, attempts))


@pytest.fixture
def crowd(week: Scene) -> list[str]:
    """Fifty patients of Cedar."""
    names = [f"patient {number}" for number in range(THREADS)]
    rows = [Person(clinic_id=week.cedar.clinic_id, first_name=name, last_name="", created_at=NOW) for name in names]
    add(week, *rows)
    week.people.update({name: row.id for name, row in zip(names, rows, strict=True)})
    return names


def clear(scene: Scene) -> None:
    with scene.database.writing() as tx:
        for table in (Claim, BookingHold, OutboxMessage, Appointment):
            tx.execute(delete(table))


def test_of_fifty_who_want_one_time_one_holds_it(week: Scene, crowd: list[str]):
    for _ in range(ROUNDS):
        assert race([lambda who=who: hold(week, who=who) for who in crowd]) == 1
        assert (len(week.rows(BookingHold)), len(week.rows(Claim))) == (1, 12)
        clear(week)


def test_of_fifty_who_want_a_time_that_has_run_out_one_holds_it(week: Scene, crowd: list[str]):
    later = NOW + timedelta(minutes=5)
    for _ in range(ROUNDS):
        hold_as_guest(week)
        assert race([lambda who=who: hold(week, who=who, now=later) for who in crowd]) == 1
        assert (len(week.rows(BookingHold)), len(week.rows(Claim))) == (1, 12)
        clear(week)


def test_of_fifty_who_want_one_place_in_a_class_one_gets_it(week: Scene, crowd: list[str]):
    change(week, Treatment, week.cedar.treatments["yoga"], capacity=1)
    yoga = {"at": MONDAY + 9 * HOUR, "treatment": "yoga", "class_id": a_sitting(week)}
    for _ in range(ROUNDS):
        assert race([lambda who=who: booked(week, who=who, **yoga) for who in crowd]) == 1
        assert (len(week.rows(Appointment)), len(week.rows(Claim))) == (1, 1)
        clear(week)


def test_confirmed_in_ten_windows_at_once_it_is_booked_once(week: Scene):
    held = hold(week)
    assert race([lambda: confirm(week, held.id)] * 10) == 10
    assert [row.id for row in week.rows(Appointment)] == [held.id]
    assert len(week.audit("appointment.booked")) == 1


def test_one_who_holds_in_ten_windows_at_once_has_one_hold(week: Scene):
    assert race([lambda hour=hour: hold(week, MONDAY + hour * HOUR) for hour in range(7)]) >= 1
    assert (len(week.rows(BookingHold)), len(week.rows(Claim))) == (1, 12)


def test_a_hold_confirmed_while_it_runs_out_for_another_has_one_owner(week: Scene):
    end = NOW + timedelta(minutes=5)
    for _ in range(ROUNDS):
        held = hold(week)
        attempts = [
            lambda held=held: confirm(week, held.id, now=end - timedelta(microseconds=1)),
            lambda: hold(week, who="bob", now=end),
        ]
        assert race(attempts) == 1
        assert len(week.rows(Claim)) == 12
        clear(week)
