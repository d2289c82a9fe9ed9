"""A copy of everything that is held of somebody: complete, one person's alone, taken once, within a day."""

import asyncio
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from myaccount.domain.identity_refusals import ProofNeeded
from myaccount.domain.my_data import CopyGone, TooManyCopies
from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.domain.refusals import NotPrinted
from myaccount.jobs import data_exports
from myaccount.models import (
    Account,
    Appointment,
    ContactChange,
    DataExport,
    LoginSession,
    OutboxMessage,
    StoredFile,
    Task,
    WaitEntry,
)
from myaccount.services.context import PatientContext
from myaccount.services.my_data import archive, asking
from myaccount.store import files
from myaccount.views.my_data import CopyView
from tests.scenes import NOW, Scene
from tests.services.documents.cabinet import share, take_in
from tests.services.family.people import granted
from tests.services.ledger.purse import Purse

SECRET = "Only the clinic may read this"


def signed_in(scene: Scene, who: str = "alice", proven_ago: timedelta = timedelta()) -> PatientContext:
    """Somebody who has given their password a while ago."""
    with scene.database.writing() as tx:
        account = tx.exec(select(Account).where(Account.person_id == scene.people[who])).one()
        row = LoginSession(
            clinic_id=account.clinic_id, account_id=account.id, person_id=account.person_id,
            cookie_hash=f"{who} {proven_ago}", created_at=NOW, last_used_at=NOW, proven_at=NOW - proven_ago,
        )  # fmt: skip
        tx.add(row)
        return replace(scene.ctx(who), session_id=row.id)


def shown(scene: Scene, ctx: PatientContext, after: timedelta = timedelta()) -> CopyView:
    """What the page shows."""
    return scene.database.read(asking.page, replace(ctx, now=NOW + after))


@pytest.fixture
def neighbours(sqlite_scene: Scene) -> Scene:
    """Alice and Bob each have a visit, a message, a request, a change of contact; and the clinic notes of its own."""
    scene = sqlite_scene
    with scene.database.writing() as tx:
        for who in ("alice", "bob"):
            mine = {"clinic_id": scene.cedar.clinic_id, "person_id": scene.people[who]}
            tx.add_all([
                OutboxMessage(**mine, dedupe=who, kind="visit_booked", language="en", recipient=f"to-{who}@mail.test",
                              due_at=NOW, created_at=NOW),
                Task(**mine, kind="correction", note=f"request of {who}", created_at=NOW),
                Task(**mine, kind="dispute", note=SECRET, created_at=NOW),
                ContactChange(**mine, at=NOW, field="mobile", before=None, after=f"mobile of {who}"),
                WaitEntry(**mine, treatment_id=scene.cedar.treatments["physio-60"],
                          location_id=scene.cedar.location_id, first_day=NOW.date(), last_day=NOW.date(),
                          created_at=NOW),
            ])  # fmt: skip
    for who, days in (("alice", 3), ("bob", 4)):
        visit = scene.book(who, NOW + timedelta(days=days))
        with scene.database.writing() as tx:
            tx.get_one(Appointment, visit).cancel_note = SECRET
    granted(scene)
    return scene


async def unpacked(scene: Scene, who: str) -> tuple[dict[str, Any], list[str], str]:
    """Make a copy: its JSON, the names in it, and all of its text."""
    sink = io.BytesIO()
    ctx = scene.database.read(archive.context, scene.cedar.clinic_id, scene.people[who], NOW)
    await archive.write(ctx, sink)
    with zipfile.ZipFile(sink) as found:
        assert found.testzip() is None
        text = found.read("data.json").decode()
        return json.loads(text), found.namelist(), text


async def test_it_holds_what_is_ones_own_and_nothing_of_a_neighbour_or_of_the_clinics_own(neighbours: Scene):
    data, _, text = await unpacked(neighbours, "alice")
    assert data["format"] == "myaccount-export/1"
    assert data["profile"][0]["first_name"] == "Alice"
    assert [one["note"] for one in data["requests"]] == ["request of alice"]
    assert [one["after"] for one in data["profile_changes"]] == ["mobile of alice"]
    assert (len(data["visits"]), len(data["wait_list"]), len(data["may_act_for_me"])) == (1, 1, 1)
    for secret in (SECRET, "Bob", "of bob", "to-bob", "password_hash", "cookie_hash", neighbours.people["bob"]):
        assert secret not in text


async def test_every_receipt_is_in_it_as_a_paper(neighbours: Scene):
    purse = Purse(neighbours)
    purse.invoice("1", 12000)
    purse.pay("pay", 12000)
    purse.apply(**{"1": 12000})
    _, names, _ = await unpacked(neighbours, "alice")
    assert [name for name in names if name.startswith("receipts/")] == ["receipts/Receipt 1.pdf"]
    _, names, _ = await unpacked(neighbours, "bob")
    assert names == ["data.json"]


def test_it_is_asked_for_after_a_recent_password_and_one_at_a_time(scene: Scene):
    with pytest.raises(ProofNeeded):
        scene.database.write(asking.ask, signed_in(scene, proven_ago=timedelta(minutes=15)))
    ctx = signed_in(scene)
    scene.database.write(asking.ask, ctx)
    scene.database.write(asking.ask, ctx)
    assert (len(scene.rows(DataExport)), shown(scene, ctx).state) == (1, "waiting")
    assert [entry.person_id for entry in scene.audit("data.asked")] == [scene.alice]


def test_the_fourth_within_a_day_is_one_too_many(scene: Scene):
    ctx = signed_in(scene)
    for _ in range(3):
        scene.database.write(asking.ask, ctx)
        with scene.database.writing() as tx:
            for row in tx.exec(select(DataExport)).all():
                row.ready_at = row.expires_at = NOW
    with pytest.raises(TooManyCopies):
        scene.database.write(asking.ask, ctx)


async def test_it_is_made_in_the_background_taken_once_and_its_file_goes(sqlite_scene: Scene):
    scene, ctx = sqlite_scene, signed_in(sqlite_scene)
    scene.database.write(asking.ask, ctx)
    assert await data_exports.make_waiting(NOW) == 1
    assert await data_exports.make_waiting(NOW) == 0
    [row] = scene.rows(DataExport)
    assert (shown(scene, ctx).state, shown(scene, ctx).url) == ("ready", f"/account/data/{row.id}.zip")
    taken = scene.database.write(asking.take, ctx, row.id)
    content = b"".join(files.pieces(taken.file_id, taken.size, 0, taken.size - 1))
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == ["data.json"]
    await data_exports.make_waiting(NOW + timedelta(hours=2))
    assert scene.rows(StoredFile) == []
    with pytest.raises(OSError, match="No such file"):
        list(files.pieces(taken.file_id, taken.size, 0, 1))


async def test_what_was_cut_off_is_taken_again_by_the_same_sign_in_for_a_quarter_of_an_hour(sqlite_scene: Scene):
    scene, phone, elsewhere = sqlite_scene, signed_in(sqlite_scene), signed_in(sqlite_scene, proven_ago=timedelta(1))
    scene.database.write(asking.ask, phone)
    await data_exports.make_waiting(NOW)
    [row] = scene.rows(DataExport)
    first = NOW + timedelta(hours=24, seconds=-1)  # and so beyond the day that it was ready for
    taken = scene.database.write(asking.take, replace(phone, now=first), row.id)
    last = first + timedelta(minutes=15, seconds=-1)
    await data_exports.make_waiting(last)
    assert scene.database.write(asking.take, replace(phone, now=last), row.id) == taken
    again, other = shown(scene, phone, last - NOW), shown(scene, elsewhere, last - NOW)
    assert (again.state, again.until, bool(again.url)) == ("started", first + timedelta(minutes=15), True)
    assert (other.state, other.url) == ("taken", "")
    over = last + timedelta(seconds=1)
    assert shown(scene, phone, over - NOW).state == "taken"
    for ctx in (replace(elsewhere, now=last), replace(phone, now=over), scene.bob_ctx(now=last)):
        with pytest.raises(CopyGone):
            scene.database.write(asking.take, ctx, row.id)
    assert len(scene.audit("data.taken")) == 1


async def test_one_that_cannot_be_made_is_said_and_holds_nobody_else_up(sqlite_scene: Scene):
    scene, ctx, bob = sqlite_scene, signed_in(sqlite_scene), signed_in(sqlite_scene, "bob")
    share(scene, take_in(scene))
    [stored] = scene.rows(StoredFile)
    files.delete(stored.id)  # as after a disk that lost it
    scene.database.write(asking.ask, ctx)
    scene.database.write(asking.ask, bob)
    assert [await data_exports.make_waiting(NOW) for _ in range(3)] == [1, 1, 0]
    assert (shown(scene, ctx).state, shown(scene, bob).state) == ("failed", "ready")
    scene.database.write(asking.ask, ctx)
    assert shown(scene, ctx).state == "waiting"


async def test_of_several_workers_one_makes_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    made: list[str] = []
    write = archive.write

    async def slowly(ctx: PatientContext, sink: archive.Sink) -> None:
        made.append(ctx.person_id)
        await asyncio.sleep(0.2)
        await write(ctx, sink)

    monkeypatch.setattr(archive, "write", slowly)
    ctx = signed_in(scene)
    scene.database.write(asking.ask, ctx)
    assert sum(await asyncio.gather(*(data_exports.make_waiting(NOW) for _ in range(4)))) == 1
    assert (made, shown(scene, ctx).state) == ([scene.alice], "ready")


async def test_who_fails_after_another_has_taken_it_over_does_not_end_it(scene: Scene):
    scene.database.write(asking.ask, signed_in(scene))
    first, later = await archive.claim(NOW), NOW + archive.LEASE
    assert await archive.claim(later - timedelta(seconds=1)) is None
    second = await archive.claim(later)
    assert first and second and second.id == first.id
    await archive.give_up(first, later)
    assert shown(scene, signed_in(scene, proven_ago=timedelta(1))).state == "waiting"
    await archive.renew_lease(first, later + archive.LEASE)
    assert await archive.claim(later + archive.LEASE) is not None
    await archive.make(second, later)
    assert [bool(row.file_id) for row in scene.rows(DataExport)] == [True]


@pytest.mark.parametrize("refused", [DatabaseUnavailable(), DatabaseFull(), NotPrinted()])
async def test_while_the_database_is_away_or_full_or_nothing_prints_it_waits(
    sqlite_scene: Scene, refused: Exception, monkeypatch: pytest.MonkeyPatch
):
    scene, ctx = sqlite_scene, signed_in(sqlite_scene)
    scene.database.write(asking.ask, ctx)

    async def fail(_ctx: PatientContext, _sink: archive.Sink) -> None:
        raise refused

    with monkeypatch.context() as away:
        away.setattr(archive, "write", fail)
        assert await data_exports.make_waiting(NOW) == 0
    assert shown(scene, ctx).state == "waiting"
    assert await data_exports.make_waiting(NOW + archive.LEASE) == 1
    assert shown(scene, ctx).state == "ready"


async def test_one_that_ends_each_worker_is_given_up(sqlite_scene: Scene):
    scene, ctx = sqlite_scene, signed_in(sqlite_scene)
    scene.database.write(asking.ask, ctx)
    for number in range(data_exports.TRIES):
        assert await archive.claim(NOW + number * archive.LEASE) is not None
    assert await data_exports.make_waiting(NOW + data_exports.TRIES * archive.LEASE) == 1
    assert shown(scene, ctx).state == "failed"


async def test_after_a_day_it_is_over_and_nobody_else_takes_it(sqlite_scene: Scene):
    scene, ctx = sqlite_scene, signed_in(sqlite_scene)
    scene.database.write(asking.ask, ctx)
    await data_exports.make_waiting(NOW)
    [row] = scene.rows(DataExport)
    for stranger in (scene.bob_ctx(), scene.dana_ctx(), scene.charlie_ctx(), scene.charlie_at_cedar_ctx()):
        with pytest.raises(CopyGone):
            scene.database.write(asking.take, stranger, row.id)
    late = replace(ctx, now=NOW + timedelta(hours=24))
    assert shown(scene, ctx, timedelta(hours=24)).state == "over"
    assert shown(scene, ctx, timedelta(hours=24, seconds=-1)).state == "ready"
    with pytest.raises(CopyGone):
        scene.database.write(asking.take, late, row.id)
