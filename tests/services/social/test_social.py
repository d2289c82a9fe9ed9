"""Linking and unlinking profiles, and the keys at the providers: what the database decides."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from myaccount import config as configuration
from myaccount.domain.identity_refusals import ProofNeeded
from myaccount.domain.refusals import NotAcceptable, NotAllowed, NotFound, Refused
from myaccount.domain.social import (
    LastWayIn,
    LinkedElsewhere,
    OneAlready,
    Profile,
    Provider,
    Purpose,
    SocialOff,
    SocialOver,
)
from myaccount.models import Account, Clinic, OutboxMessage, ProviderKeys, SocialAttempt, SocialIdentity
from myaccount.services.clinic import clinics, settings
from myaccount.services.clinic.shell import shell
from myaccount.services.operation import sweeps
from myaccount.services.social import keys, linking, oauth_attempts, provider_keys, signing_in
from myaccount.services.social.oauth_attempts import Intent
from tests.scenes import NOW, Scene
from tests.services.identity.test_two_step import signed_in

GOOGLE = Profile("https://accounts.google.com", "g-1", "alice@gmail.test")
X = Profile("https://x.com", "x-1", "@alice")
FORM = {"client_id": "id-of-cedar", "client_secret": "a-quiet-secret"}


def turn_on(scene: Scene, *providers: Provider) -> None:
    for provider in providers or Provider:
        scene.database.write(provider_keys.save, scene.staff_ctx("robin"), provider.value, FORM)
        scene.set(provider.setting, True)


def linked(scene: Scene, who: str, *profiles: tuple[Provider, Profile]):
    ctx = signed_in(scene, who)
    for provider, profile in profiles:
        scene.database.write(linking.link, ctx, provider, profile)
    return ctx


def test_a_link_is_told_by_mail_stands_in_the_trail_and_on_the_page(scene: Scene):
    turn_on(scene)
    ctx = linked(scene, "alice", (Provider.GOOGLE, GOOGLE))
    [mail] = scene.rows(OutboxMessage)
    assert (mail.kind, mail.person_id, mail.facts["provider"]) == ("social_linked", scene.alice, "Google")
    [entry] = scene.audit("social.linked")
    assert (entry.person_id, entry.facts) == (scene.alice, {"provider": "google"})
    google, facebook, x = scene.database.read(linking.page, ctx).rows
    assert (google.is_linked, google.shown, google.used) == (True, "alice@gmail.test", "not used yet")
    assert google.linked == "Linked on Friday 20 November 2026"
    assert (facebook.is_linked, x.is_linked) == (False, False)
    assert "gmail" not in repr(scene.rows(SocialIdentity))


def test_the_same_profile_again_is_no_change_and_another_one_of_the_provider_waits(scene: Scene):
    turn_on(scene)
    ctx = linked(scene, "alice", (Provider.GOOGLE, GOOGLE), (Provider.GOOGLE, GOOGLE))
    assert len(scene.rows(OutboxMessage)) == 1
    with pytest.raises(OneAlready):
        scene.database.write(linking.link, ctx, Provider.GOOGLE, replace(GOOGLE, subject="g-2"))
    with pytest.raises(OneAlready):
        scene.database.write(linking.begin, ctx, Provider.GOOGLE)


def test_a_profile_belongs_to_one_account_of_a_clinic_and_to_another_at_the_next(scene: Scene):
    turn_on(scene)
    linked(scene, "alice", (Provider.GOOGLE, GOOGLE))
    with pytest.raises(LinkedElsewhere):
        linked(scene, "bob", (Provider.GOOGLE, GOOGLE))
    scene.set("social_google", True, "birch")
    with scene.database.writing() as tx:
        row = ProviderKeys(
            clinic_id=scene.birch.clinic_id, provider="google", client_id="b", client_secret="", set_at=NOW,
            set_by=scene.people["kim"],
        )  # fmt: skip
        tx.add(row)
        tx.get_one(Clinic, scene.birch.clinic_id).settings_version += 1
    linked(scene, "charlie", (Provider.GOOGLE, GOOGLE))
    assert len(scene.rows(SocialIdentity)) == 2


def test_of_two_who_link_one_profile_at_once_one_has_it(scene: Scene):
    turn_on(scene)
    callers = [signed_in(scene, who) for who in ("alice", "bob")]

    def link(ctx) -> str:
        try:
            scene.database.write(linking.link, ctx, Provider.GOOGLE, GOOGLE)
        except Refused as refused:
            return refused.code
        return "linked"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(link, callers)) == ["linked", "social_linked_elsewhere"]
    assert len(scene.rows(SocialIdentity)) == 1


def without_password(scene: Scene, who: str) -> None:
    with scene.database.writing() as tx:
        tx.get_one(Account, scene.rows(Account, person_id=scene.people[who])[0].id).password_hash = ""


def test_the_last_way_in_stays(scene: Scene):
    turn_on(scene)
    ctx = linked(scene, "alice", (Provider.GOOGLE, GOOGLE))
    without_password(scene, "alice")
    assert scene.database.read(linking.page, ctx).keeps_last
    with pytest.raises(LastWayIn):
        scene.database.write(linking.unlink, ctx, Provider.GOOGLE)
    assert len(scene.rows(SocialIdentity)) == 1


def test_of_two_unlinked_at_once_one_stays_without_a_password(scene: Scene):
    turn_on(scene)
    ctx = linked(scene, "alice", (Provider.GOOGLE, GOOGLE), (Provider.X, X))
    without_password(scene, "alice")

    def unlink(provider: Provider) -> str:
        try:
            scene.database.write(linking.unlink, ctx, provider)
        except Refused as refused:
            return refused.code
        return "unlinked"

    for _ in range(5):
        with ThreadPoolExecutor(2) as threads:
            assert sorted(threads.map(unlink, (Provider.GOOGLE, Provider.X))) == ["social_last_way", "unlinked"]
        [left] = scene.rows(SocialIdentity)
        other = (Provider.X, X) if left.provider == "google" else (Provider.GOOGLE, GOOGLE)
        scene.database.write(linking.link, ctx, *other)


def test_with_a_password_all_can_be_unlinked(scene: Scene):
    turn_on(scene)
    ctx = linked(scene, "alice", (Provider.GOOGLE, GOOGLE))
    scene.database.write(linking.unlink, ctx, Provider.GOOGLE)
    assert scene.rows(SocialIdentity) == []
    assert [mail.kind for mail in scene.rows(OutboxMessage)] == ["social_linked", "social_unlinked"]
    assert len(scene.audit("social.unlinked")) == 1
    with pytest.raises(NotFound):
        scene.database.write(linking.unlink, ctx, Provider.GOOGLE)


@pytest.mark.parametrize(("minutes", "lets"), [(14, True), (15, False)])
def test_a_password_given_a_quarter_of_an_hour_ago_is_no_proof(scene: Scene, minutes: int, lets: bool):
    turn_on(scene)
    later = replace(linked(scene, "alice", (Provider.GOOGLE, GOOGLE)), now=NOW + timedelta(minutes=minutes))
    acts = ((linking.begin, Provider.X), (linking.unlink, Provider.GOOGLE))
    for act, provider in acts:
        if lets:
            scene.database.write(act, later, provider)
        else:
            with pytest.raises(ProofNeeded):
                scene.database.write(act, later, provider)


@pytest.mark.parametrize(("seconds", "lets"), [(599, True), (600, False)])
def test_a_trip_lasts_ten_minutes_to_the_second(scene: Scene, seconds: int, lets: bool):
    turn_on(scene)
    begun = scene.database.write(oauth_attempts.begin, scene.clinic_ctx(), Provider.X, Intent(Purpose.SIGN_IN))
    late = scene.clinic_ctx(now=NOW + timedelta(seconds=seconds))
    if lets:
        back = scene.database.write(oauth_attempts.take, late, Provider.X, begun.request.state, begun.cookie)
        assert back.request == begun.request
    else:
        with pytest.raises(SocialOver):
            scene.database.write(oauth_attempts.take, late, Provider.X, begun.request.state, begun.cookie)


def test_a_trip_is_of_one_clinic_one_provider_and_one_browser(scene: Scene):
    turn_on(scene)
    begun = scene.database.write(oauth_attempts.begin, scene.clinic_ctx(), Provider.X, Intent(Purpose.SIGN_IN))
    wrong = [
        (scene.clinic_ctx("birch"), Provider.X, begun.request.state, begun.cookie),
        (scene.clinic_ctx(), Provider.GOOGLE, begun.request.state, begun.cookie),
        (scene.clinic_ctx(), Provider.X, begun.request.state, "x"),
        (scene.clinic_ctx(), Provider.X, begun.request.state, ""),
        (scene.clinic_ctx(), Provider.X, "", begun.cookie),
    ]
    for said in wrong:
        with pytest.raises(SocialOver):
            scene.database.write(oauth_attempts.take, *said)
    scene.database.write(oauth_attempts.take, scene.clinic_ctx(), Provider.X, begun.request.state, begun.cookie)
    assert begun.request.verifier not in repr(scene.rows(SocialAttempt)) and begun.cookie not in repr(begun)


def test_of_two_who_come_back_at_once_one_is_taken(scene: Scene):
    turn_on(scene)
    begun = scene.database.write(oauth_attempts.begin, scene.clinic_ctx(), Provider.X, Intent(Purpose.SIGN_IN))

    def take(_: int) -> bool:
        try:
            scene.database.write(oauth_attempts.take, scene.clinic_ctx(), Provider.X, begun.request.state, begun.cookie)
        except SocialOver:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(take, range(16))) == 1


def test_trips_that_are_over_are_forgotten(scene: Scene):
    turn_on(scene)
    scene.database.write(oauth_attempts.begin, scene.clinic_ctx(), Provider.X, Intent(Purpose.SIGN_IN))
    scene.database.write(sweeps.delete_old, NOW + timedelta(minutes=9))
    assert len(scene.rows(SocialAttempt)) == 1
    scene.database.write(sweeps.delete_old, NOW + timedelta(minutes=10))
    assert scene.rows(SocialAttempt) == []


def test_what_is_turned_off_is_not_shown_and_refused_and_stays_linked(sqlite_scene: Scene):
    turn_on(sqlite_scene)
    ctx = linked(sqlite_scene, "alice", (Provider.GOOGLE, GOOGLE))
    sqlite_scene.set("social_google", False)
    ctx = replace(ctx, clinic=sqlite_scene.alice_ctx().clinic)
    assert [row.provider for row in sqlite_scene.database.read(linking.page, ctx).rows] == ["facebook", "x"]
    for act in (
        lambda tx: linking.link(tx, ctx, Provider.GOOGLE, GOOGLE),
        lambda tx: linking.begin(tx, replace(ctx, person_id=sqlite_scene.people["bob"]), Provider.GOOGLE),
        lambda tx: signing_in.sign_in(tx, ctx, Provider.GOOGLE, GOOGLE, False, None),
        lambda tx: oauth_attempts.begin(tx, ctx, Provider.GOOGLE, Intent(Purpose.SIGN_IN)),
    ):
        with pytest.raises((SocialOff, ProofNeeded)):
            sqlite_scene.database.write(act)
    assert len(sqlite_scene.rows(SocialIdentity)) == 1


def test_the_section_is_there_while_one_is_on(sqlite_scene: Scene):
    assert "/account/social" not in shell(sqlite_scene.alice_ctx()).optional
    sqlite_scene.set("social_x", True)  # without keys nothing is offered
    assert "/account/social" not in shell(sqlite_scene.alice_ctx()).optional
    turn_on(sqlite_scene, Provider.X)
    assert "/account/social" in shell(sqlite_scene.alice_ctx()).optional


def test_a_switch_is_turned_on_only_with_keys(sqlite_scene: Scene):
    with pytest.raises(NotAcceptable) as refused:
        sqlite_scene.database.write(settings.change, sqlite_scene.staff_ctx("robin"), "social_google", True)
    assert refused.value.facts["reason"] == "Set up Google first, just above: then it can be turned on."
    sqlite_scene.database.write(provider_keys.save, sqlite_scene.staff_ctx("robin"), "google", FORM)
    sqlite_scene.database.write(settings.change, sqlite_scene.staff_ctx("robin"), "social_google", True)


def test_keys_are_kept_sealed_and_never_shown(scene: Scene):
    robin = scene.staff_ctx("robin")
    assert scene.database.write(provider_keys.save, robin, "google", FORM).changed
    assert FORM["client_secret"] not in repr(scene.rows(ProviderKeys))
    facts = scene.database.read(provider_keys.facts, robin)
    assert FORM["client_secret"] not in repr(facts)
    assert [one.is_own for one in facts] == [True, False, False]
    assert facts[0].callback == "http://localhost:3000/auth/google/callback"
    client = scene.database.read(keys.client, scene.cedar.clinic_id, Provider.GOOGLE)
    assert client is not None
    assert (client.client_id, client.client_secret) == ("id-of-cedar", "a-quiet-secret")
    assert "a-quiet-secret" not in repr(client)
    assert [entry.facts for entry in scene.audit("provider.set")] == [{"provider": "google"}]


def test_a_blank_secret_stays_and_a_missing_one_is_asked_for(sqlite_scene: Scene):
    robin = sqlite_scene.staff_ctx("robin")
    for wrong in ({}, {"client_id": "a b", "client_secret": "x"}, {"client_id": "a", "client_secret": "x" * 501}):
        assert sqlite_scene.database.write(provider_keys.save, robin, "x", wrong).problems
    sqlite_scene.database.write(provider_keys.save, robin, "x", FORM)
    assert not sqlite_scene.database.write(provider_keys.save, robin, "x", FORM | {"client_secret": ""}).changed
    other = {"client_id": "another", "client_secret": ""}
    assert sqlite_scene.database.write(provider_keys.save, robin, "x", other).changed
    client = sqlite_scene.database.read(keys.client, sqlite_scene.cedar.clinic_id, Provider.X)
    assert client is not None
    assert (client.client_id, client.client_secret) == ("another", "a-quiet-secret")


def test_only_the_owner_sees_and_sets_keys(sqlite_scene: Scene):
    for who in ("dana", "sam"):
        ctx = sqlite_scene.staff_ctx(who)
        for act in (
            lambda tx, ctx=ctx: provider_keys.facts(tx, ctx),
            lambda tx, ctx=ctx: provider_keys.client_id(tx, ctx, "x"),
            lambda tx, ctx=ctx: provider_keys.save(tx, ctx, "x", FORM),
        ):
            with pytest.raises(NotAllowed):
                sqlite_scene.database.write(act)
    with pytest.raises(NotFound):
        sqlite_scene.database.write(provider_keys.save, sqlite_scene.staff_ctx("robin"), "myspace", FORM)


def test_the_deployments_keys_serve_an_only_clinic(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MYACCOUNT_OAUTH_X_CLIENT_ID", "of-all")
    monkeypatch.setenv("MYACCOUNT_OAUTH_X_CLIENT_SECRET", "secret-of-all")
    configuration.config.cache_clear()
    assert sqlite_scene.database.read(keys.client, sqlite_scene.cedar.clinic_id, Provider.X) is None
    monkeypatch.setattr("myaccount.store.clinics.only", lambda tx: tx.get(Clinic, sqlite_scene.cedar.clinic_id))
    client = sqlite_scene.database.read(keys.client, sqlite_scene.cedar.clinic_id, Provider.X)
    assert client is not None
    assert client.client_id == "of-all"
    sqlite_scene.set("social_x", True)
    facts = sqlite_scene.database.read(clinics.facts, sqlite_scene.cedar.clinic_id)
    assert facts.sign_in_providers == ("x",)


def test_a_key_alone_stops_the_start():
    with pytest.raises(configuration.BadConfiguration, match="come together"):
        configuration.read({"MYACCOUNT_OAUTH_X_CLIENT_ID": "of-all"})
