"""Who reads and who writes: many who wait to write hold up nobody who reads."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing

from sqlmodel import Session, text

from myaccount.models import Clinic
from myaccount.store import engine
from myaccount.store.engine import Database, in_read, in_tx
from tests.scenes import Scene

WRITERS = 12
PROMPTLY = 2.0


@asynccontextmanager
async def held_up(scene: Scene) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Let many wait for what somebody else holds: in SQLite the file, in PostgreSQL one row. Then they go on."""
    clinic_id = scene.cedar.clinic_id
    with closing(holder(scene.database, clinic_id)) as other:
        waiting = [asyncio.create_task(in_tx(rename, clinic_id)) for _ in range(WRITERS)]
        await asyncio.sleep(0.1)
        yield waiting
        other.rollback()
        await asyncio.gather(*waiting)


def holder(place: Database, clinic_id: str):
    """Hold what the others need, on a connection that has nothing to do with theirs."""
    if place.is_sqlite:
        connection = sqlite3.connect(place.url.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        return connection
    other = engine._make_engine(place.url).connect()
    other.execute(text("SELECT 1 FROM clinic WHERE id = :id FOR UPDATE"), {"id": clinic_id})
    return other


def rename(tx: Session, clinic_id: str) -> None:
    tx.get_one(Clinic, clinic_id, with_for_update=True).name += "."


def touch(tx: Session) -> int:
    return tx.execute(text("SELECT 1")).scalar_one()


async def test_it_reads_while_more_wait_to_write_than_there_are_threads(scene: Scene):
    async with held_up(scene) as waiting:
        async with asyncio.timeout(PROMPTLY):
            assert await asyncio.gather(*(in_read(touch) for _ in range(engine.READERS))) == [1] * engine.READERS
        assert not any(one.done() for one in waiting)
    assert scene.database.read(lambda tx: tx.get_one(Clinic, scene.cedar.clinic_id).name).endswith("." * WRITERS)


async def test_who_writes_from_a_thread_of_their_own_takes_turns_with_the_others(scene: Scene):
    clinic_id = scene.cedar.clinic_id
    with ThreadPoolExecutor(WRITERS) as threads:
        direct = [threads.submit(scene.database.write, rename, clinic_id) for _ in range(WRITERS)]
        await asyncio.gather(*(in_tx(rename, clinic_id) for _ in range(WRITERS)))
        for one in direct:
            one.result()
    assert scene.database.read(lambda tx: tx.get_one(Clinic, clinic_id).name).endswith("." * 2 * WRITERS)
