"""The loop that runs the jobs."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest

from myaccount import config as configuration
from myaccount.jobs import housekeeping, outbox, worker


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not reached():  # noqa: ASYNC110  # what is waited for sets no event
            await asyncio.sleep(0.01)


@pytest.fixture
def rounds(sqlite_database: object, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often each job ran; the outbox fails in its first round, housekeeping in every one."""
    counted = {"outbox": 0, "housekeeping": 0}

    async def send_due(carriers: outbox.Carriers, moment: datetime) -> int:
        counted["outbox"] += 1
        if counted["outbox"] == 1:
            raise RuntimeError("the database is away")
        return 0

    async def clear_up(moment: datetime) -> None:
        counted["housekeeping"] += 1
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(outbox, "send_due", send_due)
    monkeypatch.setattr(housekeeping, "clear_up", clear_up)
    monkeypatch.setattr(worker, "HOUSEKEEPING_EVERY", 0.01)
    return counted


async def test_the_loop_goes_on_after_a_failure(rounds: dict[str, int], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker, "OUTBOX_EVERY", 0.01)
    running = asyncio.create_task(worker.loop())
    await until(lambda: rounds["outbox"] > 3 and rounds["housekeeping"] > 3)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_it_looks_at_once_when_a_carrier_wakes_it(rounds: dict[str, int], monkeypatch: pytest.MonkeyPatch):
    wakes: list[Callable[[], None]] = []
    opened = worker.open_carriers
    monkeypatch.setattr(worker, "open_carriers", lambda wake: (wakes.append(wake), opened(wake))[1])
    monkeypatch.setattr(worker, "OUTBOX_EVERY", 60)
    running = asyncio.create_task(worker.loop())
    await until(lambda: rounds["outbox"] == 1)
    wakes[0]()
    await until(lambda: rounds["outbox"] == 2)
    running.cancel()


async def test_a_failure_is_logged_under_a_reference_number(rounds: dict[str, int], caplog: pytest.LogCaptureFixture):
    running = asyncio.create_task(worker.loop())
    await until(lambda: rounds["outbox"] == 1 and rounds["housekeeping"] >= 1)
    running.cancel()
    assert any(record.message.startswith("bug ") for record in caplog.records)


@pytest.mark.parametrize(("said", "runs"), [("on", True), ("off", False)])
async def test_a_server_leaves_the_jobs_to_others_where_that_is_set(
    rounds: dict[str, int], said: str, runs: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("MYACCOUNT_JOBS", said)
    configuration.config.cache_clear()
    running = asyncio.create_task(worker.loop_in_server())
    await (until(lambda: rounds["housekeeping"] > 0) if runs else running)
    assert bool(rounds["outbox"]) is runs
    running.cancel()


def test_it_is_on_or_off():
    with pytest.raises(configuration.BadConfiguration, match="MYACCOUNT_JOBS is 'on' or 'off'"):
        configuration.read({"MYACCOUNT_JOBS": "no"})
