"""Many who want the last use at one moment: exactly one visit gets it."""

import os
from datetime import timedelta

from sqlalchemy import delete

from myaccount.models import Redemption
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import HOUR, MONDAY, confirm, hold, open_all_week, won
from tests.services.booking.test_races import race
from tests.services.packages.shelf import give, redeem, release, states, turn_on

THREADS = 50
ROUNDS = int(os.environ.get("RACE_ROUNDS", "2"))
DAY = timedelta(days=1)
WORKDAY = 8
"""The hours of a day, in each of which somebody can be booked."""


def clear(scene: Scene) -> None:
    with scene.database.writing() as tx:
        tx.execute(delete(Redemption))


def test_of_fifty_who_redeem_the_last_use_one_gets_it(scene: Scene):
    turn_on(scene)
    package = give(scene, used_before=4)
    visits = [scene.book("alice", NOW + (2 + number) * DAY) for number in range(THREADS)]
    for _ in range(ROUNDS):
        assert race([lambda visit=visit: redeem(scene, visit, package) for visit in visits]) == 1
        assert states(scene, package) == ["reserved"]
        clear(scene)


def test_of_fifty_who_redeem_a_use_for_one_visit_one_does(scene: Scene):
    turn_on(scene)
    package, visit = give(scene), scene.book("alice", NOW + 2 * DAY)
    for _ in range(ROUNDS):
        assert race([lambda: redeem(scene, visit, package)] * THREADS) == 1
        assert len(scene.rows(Redemption)) == 1
        clear(scene)


def test_the_last_use_goes_to_the_booking_or_to_the_desk_never_to_both(scene: Scene):
    open_all_week(scene)
    turn_on(scene)
    package = give(scene, quantity=1)
    other = scene.book("alice", NOW + 2 * DAY)
    for number in range(ROUNDS * 2):
        held = hold(scene, MONDAY + number % WORKDAY * HOUR + number // WORKDAY * DAY)
        won_by = race([lambda held=held: confirm(scene, held.id), lambda: redeem(scene, other, package)])
        assert won_by in (1, 2)  # the booking always goes through, uncovered if need be
        assert states(scene, package) == ["reserved"]
        clear(scene)


def test_a_release_and_a_redemption_at_once_leave_one_use_at_most(scene: Scene):
    turn_on(scene)
    package = give(scene, quantity=1)
    first, second = (scene.book("alice", NOW + day * DAY) for day in (2, 3))
    for _ in range(ROUNDS):
        redeem(scene, first, package)
        race([lambda: release(scene, first), *[lambda: won(lambda: redeem(scene, second, package))] * 9])
        assert states(scene, package).count("reserved") <= 1
        clear(scene)
