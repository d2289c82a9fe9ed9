"""Passkeys: made, named, removed and signed in with, as the database decides it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from myaccount import config as configuration
from myaccount.domain.identity_refusals import ProofNeeded
from myaccount.domain.passkeys import (
    AT_MOST,
    LastPasskey,
    PasskeyCopied,
    PasskeyKnown,
    PasskeyNotMade,
    PasskeyOver,
    PasskeyRefused,
    PasskeysFull,
    Purpose,
)
from myaccount.domain.refusals import NotAcceptable, NotFound, Refused
from myaccount.domain.social import LastWayIn, Provider
from myaccount.integrations import webauthn
from myaccount.integrations.webauthn import Place
from myaccount.models import Account, LoginSession, OutboxMessage, Passkey, SpentChallenge
from myaccount.services.context import PatientContext
from myaccount.services.identity import own_sessions, sessions, two_step
from myaccount.services.identity.devices import Device as Browser
from myaccount.services.identity.sessions import ActiveSession
from myaccount.services.identity.two_step import Stage
from myaccount.services.operation import sweeps
from myaccount.services.passkeys import challenges, own, signing_in
from myaccount.services.social import linking
from tests.passkeys import Device
from tests.scenes import NOW, Scene
from tests.services.identity.test_two_step import app_of, signed_in
from tests.services.social.test_social import GOOGLE, linked, turn_on, without_password

HERE = Place("cedar.test", "https://cedar.test")
MICRO = timedelta(microseconds=1)


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYACCOUNT_STAFF_TWO_STEP", "required")
    configuration.config.cache_clear()


def added(scene: Scene, ctx: PatientContext, name: str = "My phone", place: Place = HERE, **facts) -> Device:
    """Make a passkey as a browser does, and keep it."""
    device = Device(place.origin, **facts)
    ask = scene.database.read(own.begin, ctx, place)
    scene.database.write(own.add, ctx, place, webauthn.claim(device.make(ask)), name)
    return device


def guest(scene: Scene, slug: str = "cedar", browser: str = "guest", now=NOW):
    return replace(scene.clinic_ctx(slug, now=now), guest_id=browser)


def sign_in(scene: Scene, device: Device, ctx=None, place: Place = HERE, **lies):
    """Sign in as a browser does; the session that begins."""
    ctx = ctx or guest(scene)
    said = webauthn.claim(device.sign(signing_in.begin(ctx, place), **lies))
    scene.database.write(challenges.spend, ctx, Purpose.SIGN_IN, ctx.guest_id, place.rp_id, said.challenge)
    return scene.database.write(signing_in.sign_in, ctx, place, said, False, Browser())


def test_it_is_told_by_mail_stands_in_the_trail_and_on_the_page(scene: Scene):
    ctx = signed_in(scene, "alice")
    added(scene, ctx)
    [mail] = scene.rows(OutboxMessage)
    assert (mail.kind, mail.person_id, mail.facts["name"]) == ("passkey_added", scene.alice, "My phone")
    [entry] = scene.audit("passkey.added")
    assert (entry.person_id, entry.facts) == (scene.alice, {})
    [row] = scene.database.read(own.page, ctx).rows
    assert (row.name, row.added, row.used) == ("My phone", "Added on Friday 20 November 2026", "not used yet")


def test_it_signs_in_and_counts_as_both_steps(scene: Scene, required: None):
    ctx = signed_in(scene, "dana")
    session = sign_in(scene, added(scene, ctx))
    found = scene.database.read(sessions.resolve, scene.cedar.clinic_id, session.session_id, NOW)
    assert isinstance(found, ActiveSession) and found.staff is not None
    [current] = [r for r in scene.database.read(own_sessions.page, ctx, 0).rows if r.id == session.session_id]
    assert current.how == "Passkey"
    assert scene.audit("signed_in")[0].facts["how"] == "passkey"
    assert scene.database.read(own.page, ctx).rows[0].used == "last used Fri 20 November, 10:00 a.m."


def test_a_device_is_asked_nothing_that_tells_who_has_an_account(scene: Scene):
    ask = signing_in.begin(guest(scene), HERE)
    assert (ask["rpId"], ask["userVerification"], ask.get("allowCredentials") or []) == ("cedar.test", "required", [])
    made = scene.database.read(own.begin, signed_in(scene, "alice"), HERE)
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["attestation"] == "none"
    assert scene.alice not in str(made)


def test_the_same_handle_for_every_passkey_and_those_known_are_excluded(scene: Scene):
    ctx = signed_in(scene, "alice")
    first = added(scene, ctx)
    ask = scene.database.read(own.begin, ctx, HERE)
    assert ask["user"]["id"] == first.handle
    assert [one["id"] for one in ask["excludeCredentials"]] == [scene.rows(Passkey)[0].credential_id]
    assert scene.database.read(own.begin, signed_in(scene, "bob"), HERE)["user"]["id"] != first.handle


class TestAdding:
    def test_a_proof_of_fifteen_minutes_ago_is_too_old(self, scene: Scene):
        ctx = signed_in(scene, "alice")
        late = replace(ctx, now=NOW + timedelta(minutes=15))
        with pytest.raises(ProofNeeded):
            scene.database.read(own.begin, late, HERE)
        ask = scene.database.read(own.begin, replace(late, now=late.now - MICRO), HERE)
        with pytest.raises(ProofNeeded):
            made = webauthn.claim(Device(HERE.origin).make(ask))
            scene.database.write(own.add, late, HERE, made, "")
        assert not scene.rows(Passkey)

    @pytest.mark.parametrize(
        "lies", [{"origin": "https://birch.test"}, {"type": "webauthn.get"}, {"verifies": False}, {"rp": "birch.test"}]
    )
    def test_what_another_page_or_an_unchecked_person_made_is_not_kept(self, scene: Scene, lies: dict):
        ctx, lies = signed_in(scene, "alice"), dict(lies)  # the next database is lied to as well
        ask = scene.database.read(own.begin, ctx, HERE)
        device = Device(HERE.origin, verifies=lies.pop("verifies", True))
        ask["rp"]["id"] = lies.pop("rp", ask["rp"]["id"])
        with pytest.raises(PasskeyNotMade):
            scene.database.write(own.add, ctx, HERE, webauthn.claim(device.make(ask, **lies)), "x")
        assert not scene.rows(Passkey)

    def test_the_same_one_is_kept_once_whoever_brings_it(self, scene: Scene):
        device = added(scene, signed_in(scene, "alice"))
        bob = signed_in(scene, "bob")
        with pytest.raises(PasskeyKnown):
            ask = scene.database.read(own.begin, bob, HERE)
            scene.database.write(own.add, bob, HERE, webauthn.claim(device.make(ask)), "x")

    def test_there_is_room_for_ten(self, scene: Scene):
        ctx = signed_in(scene, "alice")
        for number in range(AT_MOST):
            added(scene, ctx, f"number {number}")
        assert scene.database.read(own.page, ctx).is_full
        with pytest.raises(PasskeysFull):
            added(scene, ctx)

    @pytest.mark.parametrize("name", ["x" * 61, "", "a\0b"])
    def test_a_name_has_one_to_sixty_letters(self, scene: Scene, name: str):
        ctx = signed_in(scene, "alice")
        with pytest.raises(NotAcceptable):
            added(scene, ctx, name)
        added(scene, ctx, "x" * 60)
        with pytest.raises(NotAcceptable):
            scene.database.write(own.rename, ctx, scene.rows(Passkey)[0].id, name)


class TestChallenges:
    def spend(self, scene: Scene, ctx, challenge: bytes, **changes):
        facts = {"purpose": Purpose.SIGN_IN, "browser": "guest", "rp_id": HERE.rp_id} | changes
        scene.database.write(challenges.spend, ctx, *facts.values(), challenge)

    def test_it_is_answered_once(self, scene: Scene):
        ctx = guest(scene)
        challenge = challenges.make(ctx, Purpose.SIGN_IN, "guest", HERE.rp_id)
        self.spend(scene, ctx, challenge)
        with pytest.raises(PasskeyOver):
            self.spend(scene, ctx, challenge)

    def test_of_many_answers_at_once_one_counts(self, scene: Scene):
        ctx = guest(scene)
        challenge = challenges.make(ctx, Purpose.SIGN_IN, "guest", HERE.rp_id)

        def spend(_: int) -> bool:
            try:
                self.spend(scene, ctx, challenge)
            except Refused:
                return False
            return True

        with ThreadPoolExecutor(8) as threads:
            assert sum(threads.map(spend, range(8))) == 1

    def test_exactly_after_five_minutes_it_is_too_late(self, scene: Scene):
        ctx = guest(scene)
        challenge = challenges.make(ctx, Purpose.SIGN_IN, "guest", HERE.rp_id)
        late = replace(ctx, now=NOW + timedelta(minutes=5))
        with pytest.raises(PasskeyOver):
            self.spend(scene, late, challenge)
        self.spend(scene, replace(late, now=late.now - MICRO), challenge)

    @pytest.mark.parametrize(
        "changes", [{"browser": "another"}, {"browser": ""}, {"purpose": Purpose.ADD}, {"rp_id": "birch.test"}]
    )
    def test_it_is_of_one_browser_one_host_and_for_one_thing(self, scene: Scene, changes: dict):
        ctx = guest(scene)
        challenge = challenges.make(ctx, Purpose.SIGN_IN, "guest", HERE.rp_id)
        with pytest.raises(PasskeyOver):
            self.spend(scene, ctx, challenge, **changes)

    def test_one_of_another_clinic_or_a_made_up_one_is_none(self, scene: Scene):
        ctx = guest(scene)
        foreign = challenges.make(guest(scene, "birch"), Purpose.SIGN_IN, "guest", HERE.rp_id)
        for challenge in (foreign, foreign[:-1] + b"x", b"", b"x" * 56, b"x" * 500):
            with pytest.raises(PasskeyOver):
                self.spend(scene, ctx, challenge)
        assert not scene.rows(SpentChallenge)

    def test_spent_ones_are_forgotten_once_nobody_could_answer_them(self, scene: Scene):
        ctx = guest(scene)
        self.spend(scene, ctx, challenges.make(ctx, Purpose.SIGN_IN, "guest", HERE.rp_id))
        scene.database.write(sweeps.delete_old, NOW + timedelta(minutes=5) - MICRO)
        assert scene.rows(SpentChallenge)
        scene.database.write(sweeps.delete_old, NOW + timedelta(minutes=5))
        assert not scene.rows(SpentChallenge)


class TestSigningIn:
    @pytest.mark.parametrize(
        "lies",
        [
            {"origin": "https://birch.test"},
            {"origin": "https://cedar.test.evil.example"},
            {"type": "webauthn.create"},
            {"rp_id": "birch.test"},
            {"handle": ""},
            {"handle": "AAAA"},
        ],
    )
    def test_what_another_page_was_given_opens_nothing(self, scene: Scene, lies: dict):
        device = added(scene, signed_in(scene, "alice"))
        with pytest.raises(PasskeyRefused):
            sign_in(scene, device, **lies)
        assert not scene.audit("signed_in")

    def test_a_signature_of_another_key_opens_nothing(self, scene: Scene):
        device = added(scene, signed_in(scene, "alice"))
        with pytest.raises(PasskeyRefused):
            sign_in(scene, replace(device, key=Device("").key))

    def test_one_that_did_not_check_who_holds_it_opens_nothing(self, scene: Scene):
        device = added(scene, signed_in(scene, "alice"))
        with pytest.raises(PasskeyRefused):
            sign_in(scene, replace(device, verifies=False))

    def test_the_passkey_of_one_person_never_opens_the_account_of_another(self, scene: Scene):
        mine, theirs = added(scene, signed_in(scene, "alice")), added(scene, signed_in(scene, "bob"))
        with pytest.raises(PasskeyRefused):
            sign_in(scene, replace(mine, credential_id=theirs.credential_id, handle=theirs.handle))
        with pytest.raises(PasskeyRefused):
            sign_in(scene, mine, handle=theirs.handle)
        assert sign_in(scene, mine).person_id == scene.alice

    def test_it_opens_nothing_at_another_clinic_or_host(self, scene: Scene):
        device = added(scene, signed_in(scene, "alice"))
        elsewhere = Place("other.test", HERE.origin)
        for ctx, place in ((guest(scene, "birch"), HERE), (guest(scene), elsewhere)):
            with pytest.raises(PasskeyRefused):
                sign_in(scene, device, ctx, place)

    def test_a_removed_one_and_one_of_a_disabled_account_open_nothing(self, scene: Scene):
        alice, bob = signed_in(scene, "alice"), signed_in(scene, "bob")
        gone, disabled = added(scene, alice), added(scene, bob)
        scene.database.write(own.remove, alice, scene.database.read(own.page, alice).rows[0].id)
        with scene.database.writing() as tx:
            tx.get_one(Account, scene.rows(Account, person_id=scene.people["bob"])[0].id).disabled_at = NOW
        for device in (gone, disabled):
            with pytest.raises(PasskeyRefused):
                sign_in(scene, device)

    def test_one_that_counts_less_than_before_was_copied(self, scene: Scene):
        device = added(scene, signed_in(scene, "alice"))
        copy = replace(device)
        sign_in(scene, device)
        with pytest.raises(PasskeyCopied):
            sign_in(scene, copy)
        sign_in(scene, device)

    def test_one_that_never_counts_signs_in_again_and_again(self, scene: Scene):
        device = added(scene, signed_in(scene, "alice"), step=0)
        sign_in(scene, device)
        sign_in(scene, device)

    @pytest.mark.parametrize(
        "text", ["", "[]", "null", "{}", '{"id": 1}', '{"id":"é","response":{"clientDataJSON":"e30"}}']
    )
    def test_what_is_no_answer_is_none(self, text: str):
        with pytest.raises(webauthn.Unproven):
            webauthn.claim(text)

    @pytest.mark.parametrize("name", ["authenticatorData", "signature", "clientDataJSON"])
    @pytest.mark.parametrize("value", ["", "AAAA", "§", 7, None, {"a": []}])
    def test_a_mangled_answer_opens_nothing(self, scene: Scene, name: str, value: object):
        ctx = guest(scene)
        device = added(scene, signed_in(scene, "alice"))
        said = webauthn.claim(device.sign(signing_in.begin(ctx, HERE)))
        said.json["response"][name] = value
        with pytest.raises(PasskeyRefused):
            scene.database.write(signing_in.sign_in, ctx, HERE, said, False, Browser())


class TestRemoving:
    def test_it_is_told_by_mail_and_wants_a_fresh_proof(self, scene: Scene):
        ctx = signed_in(scene, "alice")
        added(scene, ctx)
        [row] = scene.rows(Passkey)
        with pytest.raises(ProofNeeded):
            scene.database.write(own.remove, replace(ctx, now=NOW + timedelta(minutes=15)), row.id)
        assert scene.database.write(own.remove, ctx, row.id) == "My phone"
        assert [mail.kind for mail in scene.rows(OutboxMessage)] == ["passkey_added", "passkey_removed"]
        assert scene.audit("passkey.removed")

    def test_somebody_elses_is_not_found(self, scene: Scene):
        added(scene, signed_in(scene, "alice"))
        [row] = scene.rows(Passkey)
        for who in ("bob", "dana", "charlie"):
            for act in (lambda ctx: (own.remove, ctx, row.id), lambda ctx: (own.rename, ctx, row.id, "Mine")):
                with pytest.raises(NotFound):
                    scene.database.write(*act(signed_in(scene, who)))

    def test_the_last_way_in_stays_and_passkeys_and_profiles_count_together(self, scene: Scene):
        turn_on(scene)
        ctx = linked(scene, "alice", (Provider.GOOGLE, GOOGLE))
        added(scene, ctx)
        [row] = scene.rows(Passkey)
        without_password(scene, "alice")
        assert not scene.database.read(own.page, ctx).keeps_last
        scene.database.write(linking.unlink, ctx, Provider.GOOGLE)
        assert scene.database.read(own.page, ctx).keeps_last
        with pytest.raises(LastPasskey):
            scene.database.write(own.remove, ctx, row.id)
        scene.database.write(linking.link, ctx, Provider.GOOGLE, GOOGLE)
        scene.database.write(own.remove, ctx, row.id)
        with pytest.raises(LastWayIn):
            scene.database.write(linking.unlink, ctx, Provider.GOOGLE)

    def test_of_two_removed_at_once_one_stays_without_a_password(self, scene: Scene):
        ctx = signed_in(scene, "alice")
        added(scene, ctx)
        added(scene, ctx)
        without_password(scene, "alice")

        def remove(passkey_id: str) -> bool:
            try:
                scene.database.write(own.remove, ctx, passkey_id)
            except LastPasskey:
                return False
            return True

        with ThreadPoolExecutor(2) as threads:
            assert sorted(threads.map(remove, [row.id for row in scene.rows(Passkey)])) == [False, True]


class TestSecondStep:
    def test_staff_with_a_passkey_and_no_authenticator_owe_it_after_a_password(self, scene: Scene, required: None):
        ctx = signed_in(scene, "dana")
        added(scene, ctx)
        assert scene.database.read(two_step.stage, signed_in(scene, "dana")) is Stage.PASSKEY

    def test_who_knows_the_password_sets_up_no_authenticator_beside_a_passkey(self, scene: Scene):
        added(scene, signed_in(scene, "alice"))
        with pytest.raises(ProofNeeded):
            app_of(scene, signed_in(scene, "alice"))

    def test_whoever_signed_in_with_a_passkey_may_set_one_up(self, scene: Scene):
        session = sign_in(scene, added(scene, signed_in(scene, "alice")))
        ctx = replace(scene.alice_ctx(), session_id=session.session_id)
        assert scene.database.read(two_step.stage, ctx) is Stage.SET_UP
        scene.database.write(two_step.set_up, ctx, app_of(scene, ctx).at(NOW))
        assert scene.database.read(two_step.stage, ctx) is Stage.PASSED

    def test_where_the_clinic_wants_two_steps_a_password_alone_waits_for_the_passkey(self, scene: Scene):
        device = added(scene, signed_in(scene, "alice"))
        scene.set("require_two_step", True)
        session = sign_in(scene, device)
        found = scene.database.read(sessions.resolve, scene.cedar.clinic_id, session.session_id, NOW)
        assert isinstance(found, ActiveSession)

    def test_the_operator_takes_passkeys_away_with_the_second_step(self, scene: Scene):
        ctx = signed_in(scene, "alice")
        added(scene, ctx)
        facts = ctx.clinic
        assert scene.database.write(two_step.reset_by_operator, facts, scene.alice, NOW)
        assert not scene.rows(Passkey)
        assert all(row.ended_at for row in scene.rows(LoginSession))
        assert not scene.database.write(two_step.reset_by_operator, facts, scene.alice, NOW)
