"""Visits follow the clocks while others book and cancel: nobody waits for good, and nobody loses their time."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlmodel import Session

from myaccount.models import Claim
from myaccount.services.operation import clock_changes as following
from myaccount.store import claims
from myaccount.store import clock_changes as store
from tests.scenes import Scene
from tests.services.booking.clinic_week import add
from tests.services.operation.test_clock_changes import AT, HOUR, agreed_before, as_now, follow, held_from

LONG_ENOUGH = 0.3
"""Seconds in which somebody in another thread has come as far as they can."""

FIRST = int(AT.timestamp()) // 300


def test_whoever_wants_what_is_given_back_and_what_is_taken_is_too_late(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    visit, give_back = agreed_before(scene), store._give_back
    booked: list[Future[bool]] = []

    def take(tx: Session) -> bool:
        return claims.take(tx, claims.of_staff(scene.cedar.staff_id), range(FIRST - 6, FIRST + 18), "somebody")

    with ThreadPoolExecutor(1) as others:

        def dawdle(*given: object) -> int:
            done = give_back(*given)  # type: ignore[arg-type]
            booked.append(others.submit(scene.database.write, take))
            time.sleep(LONG_ENOUGH)
            return done

        monkeypatch.setattr(store, "_give_back", dawdle)
        assert follow(scene).moved == 1
    assert [one.result() for one in booked] == [False]
    assert held_from(scene, visit) == (AT, 12)


def looked(monkeypatch: pytest.MonkeyPatch, then: Callable[[Session], None]) -> None:
    """Let something happen as soon as it is known who holds what, once."""
    look, done = store.held, list[bool]()

    def held(tx: Session, *given: Sequence[str]) -> object:
        found = look(tx, *given)  # type: ignore[arg-type]
        if not done:
            done.append(True)
            then(tx)
        return found

    monkeypatch.setattr(following.store, "held", held)


def test_time_that_is_given_back_meanwhile_is_taken_all_the_same(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    visit = agreed_before(scene)
    add(scene, Claim(resource=claims.of_staff(scene.cedar.staff_id), cell=FIRST, holder_id="x" + claims.BUFFER))
    looked(monkeypatch, lambda tx: claims.free(tx, "x"))
    assert follow(scene).moved == 1
    assert held_from(scene, visit) == (AT, 12)


def test_time_that_is_booked_meanwhile_stays_booked(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    visit, other = agreed_before(scene), as_now(scene, scene.book("bob", AT - 2 * HOUR))
    looked(monkeypatch, lambda tx: book(tx, scene, other))
    assert [one.id for one in follow(scene).left] == [visit]
    assert held_from(scene, visit) == (AT + HOUR, 12)
    assert {row.holder_id for row in scene.rows(Claim, cell=FIRST)} == {other}


def book(tx: Session, scene: Scene, holder: str) -> None:
    assert claims.take(tx, claims.of_staff(scene.cedar.staff_id), [FIRST], holder)
