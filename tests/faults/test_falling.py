"""Servers that fall while people book, and stand up again: nothing is lost, doubled or half done.

A few falls in every run. `FAULT_ROUNDS=50` for the programme of the bar: `docs/reliability.md` has its results.
"""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.faults.bookers import all_answered_within, at_work, crowded, nothing_lost_doubled_or_half_done, until
from tests.portal import Portal, served
from tests.servers import Server, postgres_server, redis_server

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "2"))
PEOPLE = 4
BETWEEN = 10 if ROUNDS > 2 else 4
"""How many bookings are promised between two falls."""

TWICE_IS_A_LOOP = 6.0
"""Seconds. A worker that falls sooner than that after it was begun cannot serve, and the whole server ends."""

USABLE_AGAIN = 15.0
"""Seconds. Source: the bar, "Correct under faults"."""


def test_a_server_that_is_killed_again_and_again(tmp_path: Path) -> None:
    with served(tmp_path) as portal:
        clinic = crowded(portal, PEOPLE)
        with at_work(clinic, PEOPLE) as bookers:
            until(bookers, BETWEEN)
            for _ in range(ROUNDS):
                portal.kill()
                portal.start()
                all_answered_within(bookers, USABLE_AGAIN)
                until(bookers, BETWEEN)
        nothing_lost_doubled_or_half_done(portal.database, bookers)


@pytest.fixture
def falling() -> Iterator[tuple[Server, Server]]:
    """A PostgreSQL that writes to the disk what it promises, and a Redis."""
    with postgres_server("max_connections=100", "shared_buffers=32MB") as postgres, redis_server() as redis:
        yield postgres, redis


@pytest.fixture
def two_workers(falling: tuple[Server, Server], tmp_path: Path) -> Iterator[Portal]:
    """The portal in two worker processes, which no rate limit holds up."""
    postgres, redis = falling
    databases.postgres_template(postgres.address)
    with databases.postgres(postgres.address) as url, served(tmp_path, url, redis.address, workers=2) as portal:
        yield portal


@pytest.mark.postgres
@pytest.mark.redis
def test_one_worker_of_two_that_is_killed_again_and_again(two_workers: Portal) -> None:
    clinic = crowded(two_workers, PEOPLE)
    with at_work(clinic, PEOPLE) as bookers:
        until(bookers, BETWEEN)
        for _ in range(min(ROUNDS, 8)):
            killed = two_workers.workers[0]
            os.kill(killed, signal.SIGKILL)
            all_answered_within(bookers, USABLE_AGAIN)
            until(bookers, BETWEEN)
            assert len(set(two_workers.workers) - {killed}) == 2
            time.sleep(TWICE_IS_A_LOOP)
    nothing_lost_doubled_or_half_done(two_workers.database, bookers)


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.parametrize("which", [0, 1], ids=["postgres", "redis"])
def test_a_database_or_a_redis_that_falls(two_workers: Portal, falling: tuple[Server, Server], which: int) -> None:
    clinic = crowded(two_workers, PEOPLE)
    with at_work(clinic, PEOPLE) as bookers:
        until(bookers, BETWEEN)
        for _ in range(min(ROUNDS, 8)):
            falling[which].fall()
            falling[which].stand_up()
            all_answered_within(bookers, USABLE_AGAIN)
            until(bookers, BETWEEN)
    nothing_lost_doubled_or_half_done(two_workers.database, bookers)
