"""Housekeeping, part by part: whichever of them fails, the others are done."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.ledger import InvoiceKind
from myaccount.domain.redemption import Cycle, PassKind
from myaccount.jobs import housekeeping
from myaccount.models import (
    Account,
    AuditEntry,
    BookingHold,
    Form,
    Invoice,
    LoginSession,
    OneTimeLink,
    OutboxMessage,
    Package,
    StoredFile,
    VideoCall,
    WaitEntry,
    WaitOffer,
)
from myaccount.services.clinic import clinics
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import audit as store
from myaccount.store.leader_lock import Duty, leader_lock
from tests.databases import OTHERS
from tests.scenes import NOW, Scene
from tests.services.intake.paper import form, template

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NAMES = [name for name, _ in housekeeping.STEPS]


@pytest.fixture
def untidy(scene: Scene) -> Scene:
    """A clinic where every part of housekeeping has something to do."""
    form(scene, template(scene))
    visit = scene.book("alice", NOW + 2 * DAY)
    scene.book("bob", NOW - DAY, state=AppointmentState.ARRIVED)
    call = scene.book("bob", NOW - HOUR, treatment="video-45")
    cedar, account = scene.cedar, scene.rows(Account, person_id=scene.alice)[0]
    mine = {"clinic_id": cedar.clinic_id, "person_id": scene.alice}
    where = {"treatment_id": cedar.treatments["physio-60"], "location_id": cedar.location_id}
    when = {"starts_at": NOW + 3 * DAY, "ends_at": NOW + 3 * DAY + HOUR, "expires_at": NOW - HOUR}
    wait = WaitEntry(**mine, **where, first_day=NOW.date(), last_day=NOW.date() + DAY, created_at=NOW - DAY)
    with scene.database.writing() as tx:
        tx.add(wait)
        tx.flush()
        tx.add_all([
            LoginSession(**mine, account_id=account.id, cookie_hash="old", created_at=NOW - DAY,
                         last_used_at=NOW - DAY, proven_at=NOW - DAY),
            BookingHold(clinic_id=cedar.clinic_id, **where, **when, holder="guest:x", staff_id=cedar.staff_id,
                        minutes=60, created_at=NOW - DAY),
            WaitOffer(**mine, **when, entry_id=wait.id, freed_id=visit, staff_id=cedar.staff_id,
                      created_at=NOW - DAY),
            VideoCall(appointment_id=call, clinic_id=cedar.clinic_id, patient_since=NOW - HOUR,
                      patient_seen_at=NOW - HOUR, practitioner_since=NOW - HOUR, practitioner_seen_at=NOW - HOUR,
                      started_at=NOW - HOUR),
            OneTimeLink(**mine, kind="reset", token_hash="old", created_at=NOW - 90 * DAY, expires_at=NOW - 89 * DAY),
            Package(**mine, name="Yoga", kind=PassKind.MEMBERSHIP.value, cycle=Cycle.MONTH.value, price_cents=8000,
                    purchased_on=NOW.date() - 40 * DAY, bill_on=NOW.date(), created_at=NOW),
            StoredFile(clinic_id=cedar.clinic_id, media="text/plain", size=1, sha256="", stored_at=NOW - DAY,
                       unused_since=NOW - DAY),
        ])  # fmt: skip
        for row in scene.rows(Form):
            tx.get_one(Form, row.id).expires_on = NOW.date() - DAY
        audit.record(tx, scene.clinic_ctx(), Action.REFUSED, reason="tested")
    return scene


def done(scene: Scene) -> set[str]:
    """Name the parts whose work is done."""
    kinds = {row.kind for row in scene.rows(Invoice)}
    found = {
        "ending sign-ins": all(row.ended_at for row in scene.rows(LoginSession)),
        "freeing holds": not scene.rows(BookingHold),
        "passing offers on": not scene.rows(WaitOffer, state="open"),
        "ending calls": all(row.ended_at for row in scene.rows(VideoCall)),
        "closing forms": all(row.state == "expired" for row in scene.rows(Form)),
        "deleting what is old": not scene.rows(OneTimeLink),
        "planning reminders": bool(scene.rows(OutboxMessage, kind="visit_reminder")),
        "invoices for visits": InvoiceKind.VISIT in kinds,
        "invoices for memberships": InvoiceKind.MEMBERSHIP in kinds,
        "clearing up files": not scene.rows(StoredFile),
        "sealing the trail": all(row.sequence for row in scene.rows(AuditEntry)),
    }
    return {name for name, is_done in found.items() if is_done}


async def test_it_does_all_of_it(untidy: Scene):
    assert done(untidy) == set()
    await housekeeping.clear_up(NOW)
    assert done(untidy) == set(NAMES)


async def test_one_process_at_a_time_does_it(untidy: Scene):
    alone = untidy.database.is_sqlite
    async with leader_lock(Duty.HOUSEKEEPING) as first:
        async with leader_lock(Duty.HOUSEKEEPING) as second, leader_lock(Duty.PAYMENTS) as other:
            assert (first, second, other) == (True, alone, True)
        await housekeeping.clear_up(NOW)
        assert done(untidy) == (set(NAMES) if alone else set())
    await housekeeping.clear_up(NOW)
    assert done(untidy) == set(NAMES)


async def test_a_leader_whose_connection_falls_leads_no_more(untidy: Scene):
    if untidy.database.is_sqlite:
        pytest.skip("there, one process is all there is")
    async with leader_lock(Duty.HOUSEKEEPING):
        with untidy.database.reading() as tx:
            tx.execute(text(OTHERS))
        await housekeeping.clear_up(NOW)
        assert done(untidy) == set(NAMES)
    async with leader_lock(Duty.HOUSEKEEPING) as again:
        assert again


@pytest.mark.parametrize("failing", NAMES)
async def test_a_part_that_fails_holds_up_no_other(
    untidy: Scene, failing: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    async def fail(_moment: object) -> None:
        raise RuntimeError("no")

    steps = tuple((name, fail if name == failing else step) for name, step in housekeeping.STEPS)
    monkeypatch.setattr(housekeeping, "STEPS", steps)
    await housekeeping.clear_up(NOW)
    assert done(untidy) == {*NAMES} - {failing}
    [bug] = [record.getMessage() for record in caplog.records if record.getMessage().startswith("bug ")]
    assert bug.endswith(f" in {failing}")


async def test_one_clinics_fault_holds_up_no_other_clinics_part(
    untidy: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    facts, broken = clinics.facts, untidy.birch.clinic_id

    def fail(tx: object, clinic_id: str) -> object:
        if clinic_id == broken:
            raise RuntimeError("no")
        return facts(tx, clinic_id)

    monkeypatch.setattr(clinics, "facts", fail)
    await housekeeping.clear_up(NOW)
    assert done(untidy) == set(NAMES)
    bugs = [record.getMessage() for record in caplog.records if record.getMessage().startswith("bug ")]
    parts = ("ending sign-ins", "closing forms", "planning reminders")
    assert [bug.split(" in ", 1)[1] for bug in bugs] == [f"{part}, clinic {broken}" for part in parts]


async def test_a_trail_that_cannot_be_sealed_holds_up_no_other_clinics(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    with scene.database.writing() as tx:
        for slug in ("cedar", "birch"):
            audit.record(tx, scene.clinic_ctx(slug), Action.REFUSED, reason="tested")
    broken, unsealed = min(scene.cedar.clinic_id, scene.birch.clinic_id), store.unsealed

    def fail(tx: object, clinic_id: str, limit: int) -> object:
        if clinic_id == broken:
            raise RuntimeError("no")
        return unsealed(tx, clinic_id, limit)

    monkeypatch.setattr(store, "unsealed", fail)
    await housekeeping.clear_up(NOW)
    assert {row.clinic_id for row in scene.rows(AuditEntry) if row.sequence} == {
        scene.cedar.clinic_id,
        scene.birch.clinic_id,
    } - {broken}
    assert f"in sealing the trail, clinic {broken}" in caplog.text
