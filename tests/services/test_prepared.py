"""The look-up before every event reads what a transaction would read, and sees every commit, in both databases."""

from dataclasses import replace

import pytest

from myaccount.domain.refusals import NotFound
from myaccount.domain.sessions import EndReason
from myaccount.models import Appointment, LoginSession
from myaccount.services.clinic import clinics
from myaccount.services.identity import sessions
from myaccount.services.identity import signing_in as identity
from myaccount.services.identity.devices import Device
from myaccount.services.operation import operator
from myaccount.store import call_participants
from myaccount.store import sessions as store
from myaccount.store.engine import Database
from tests.scenes import NOW, PASSWORD, Scene

CEDAR = operator.NewClinic(
    "cedar", "Cedar", "CA", "America/Toronto", "en", "", "hello@cedar.test", "Robin", "Okafor", "robin@cedar.test"
)


def sign_in(scene: Scene) -> dict[str, str]:
    """Sign Alice in; give back the key of her sign-in."""
    ctx = scene.clinic_ctx()
    proof = identity.proven(scene.database.read(identity.candidates, ctx, "alice"), PASSWORD)
    new = scene.database.write(identity.sign_in, ctx, proof, False, Device("Firefox", "Linux", "192.0.2.7"))
    return {"session_id": new.session_id, "clinic_id": scene.cedar.clinic_id, "tab": "a tab"}


async def test_it_reads_what_a_transaction_reads(scene: Scene):
    key = sign_in(scene)
    row = await scene.database.look_up(store.who, **key)
    with scene.database.reading() as tx:
        assert row._asdict() == store.who(tx, **key)._asdict()


async def test_it_sees_a_sign_in_end_at_once(scene: Scene):
    key = sign_in(scene)
    assert (await scene.database.look_up(store.who, **key)).ended_at is None
    ctx = replace(scene.alice_ctx(), session_id=key["session_id"])
    scene.database.write(sessions.end, ctx, key["session_id"], scene.alice, EndReason.ALL)
    assert (await scene.database.look_up(store.who, **key)).end_reason == "all"


async def test_it_finds_nothing_at_another_clinic(scene: Scene):
    key = sign_in(scene) | {"clinic_id": scene.birch.clinic_id}
    assert await scene.database.look_up(store.who, **key) is None


async def test_a_cookie_is_found_at_its_own_clinic_only(scene: Scene):
    key = sign_in(scene)
    with scene.database.writing() as tx:
        tx.get_one(LoginSession, key["session_id"]).cookie_hash = "a hash"
    for clinic_id, found in ((scene.cedar.clinic_id, key["session_id"]), (scene.birch.clinic_id, None)):
        assert await scene.database.look_up(store.id_by_cookie, clinic_id, "a hash") == found
        assert scene.database.read(store.id_by_cookie, clinic_id, "a hash") == found


async def test_it_sees_while_somebody_writes(scene: Scene):
    key = sign_in(scene)
    with scene.database.writing() as tx:
        tx.get_one(LoginSession, key["session_id"]).kept = True
        tx.flush()
        assert (await scene.database.look_up(store.who, **key)).kept is False
    assert (await scene.database.look_up(store.who, **key)).kept is True


async def test_what_is_asked_for_each_word_of_a_call_reads_the_same_and_sees_a_visit_end_at_once(scene: Scene):
    visit = scene.book("alice", NOW, treatment="video-45", call_url="https://meet.test/alice")
    key = {"clinic_id": scene.cedar.clinic_id, "person_id": scene.alice, "staff_id": "", "appointment_id": visit}
    row = await scene.database.look_up(call_participants.one, **key)
    with scene.database.reading() as tx:
        assert row._asdict() == call_participants.one(tx, **key)._asdict()
    with scene.database.writing() as tx:
        tx.get_one(Appointment, visit).state = "cancelled"
    assert (await scene.database.look_up(call_participants.one, **key)).state == "cancelled"
    for other in ({"person_id": "somebody"}, {"clinic_id": scene.birch.clinic_id}):
        with pytest.raises(NotFound):
            await scene.database.look_up(call_participants.one, **{**key, **other})


async def test_the_clinic_of_a_host_is_found_as_a_transaction_finds_it(scene: Scene):
    slug = scene.database.read(clinics.facts, scene.cedar.clinic_id).slug
    for host in (f"{slug}.localhost", f"{slug.upper()}.LOCALHOST.", "nobody.localhost", "localhost", ""):
        assert await scene.database.look_up(clinics.by_host, host) == scene.database.read(clinics.by_host, host)
    assert (await scene.database.look_up(clinics.by_host, f"{slug}.localhost")).id == scene.cedar.clinic_id
    assert await scene.database.look_up(clinics.by_host, "nobody.localhost") is None


async def test_a_clinic_that_has_changed_is_read_anew(scene: Scene):
    host = f"{scene.database.read(clinics.facts, scene.cedar.clinic_id).slug}.localhost"
    before = await scene.database.look_up(clinics.by_host, host)
    scene.set("show_phone", not before.settings.show_phone)
    after = await scene.database.look_up(clinics.by_host, host)
    assert (after.settings.show_phone, after.version) == (not before.settings.show_phone, before.version + 1)


async def test_the_only_clinic_answers_at_any_host(database: Database):
    assert await database.look_up(clinics.by_host, "anything.example") is None
    database.write(operator.create_clinic, CEDAR, NOW)
    found = await database.look_up(clinics.by_host, "anything.example")
    assert found.slug == "cedar"
