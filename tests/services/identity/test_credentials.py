"""Username/Password: their owner changes either."""

from dataclasses import replace

import pytest

from myaccount.domain.identity_refusals import WrongPassword
from myaccount.domain.refusals import NotAcceptable
from myaccount.models import Account, LoginSession, OneTimeLink, OutboxMessage, Person
from myaccount.services.context import PatientContext
from myaccount.services.identity import credentials, passwords, reauthentication, reset
from myaccount.services.identity.reauthentication import StoredPassword
from tests.scenes import PASSWORD, Scene
from tests.services.identity.test_own_sessions import at, reasons, sign_in

NEW = passwords.hash_password("eleven calm herons wade")


def alice(scene: Scene) -> PatientContext:
    return at(scene, sign_in(scene))


def proof(scene: Scene, ctx: PatientContext) -> StoredPassword:
    return reauthentication.verify(scene.database.read(reauthentication.stored_password, ctx), PASSWORD)


def account(scene: Scene, who: str = "alice") -> Account:
    return scene.rows(Account, person_id=scene.people[who])[0]


class TestPassword:
    def test_a_new_one_ends_every_other_sign_in_and_is_told_by_mail(self, scene: Scene):
        ctx, there, bobs = alice(scene), sign_in(scene), sign_in(scene, "bob")
        session = scene.database.write(credentials.change_password, ctx, proof(scene, ctx), NEW)
        assert session.session_id == ctx.session_id
        assert reasons(scene) == {ctx.session_id: None, there: "password_change", bobs: None}
        assert passwords.verify("eleven calm herons wade", account(scene).password_hash)[0]
        [mail] = scene.rows(OutboxMessage)
        assert (mail.kind, mail.person_id) == ("password_changed", scene.alice)
        assert scene.audit("password.changed")[0].actor_id == scene.alice

    def test_a_link_on_its_way_opens_nothing_any_more(self, scene: Scene):
        ctx = alice(scene)
        with scene.database.writing() as tx:
            reset.send(tx, ctx, account(scene), tx.get_one(Person, scene.alice))
        scene.database.write(credentials.change_password, ctx, proof(scene, ctx), NEW)
        assert all(link.used_at or link.expires_at <= ctx.now for link in scene.rows(OneTimeLink))

    def test_a_password_that_was_proven_before_it_changed_proves_nothing(self, scene: Scene):
        ctx = alice(scene)
        old = proof(scene, ctx)
        scene.database.write(credentials.change_password, ctx, old, NEW)
        with pytest.raises(WrongPassword):
            scene.database.write(credentials.change_password, ctx, old, NEW)

    def test_nobody_changes_anybody_elses_with_their_own(self, scene: Scene):
        bob = at(scene, sign_in(scene, "bob"), "bob")
        bobs = replace(proof(scene, bob), password_hash="x")
        with pytest.raises(WrongPassword):
            scene.database.write(credentials.change_password, replace(bob, person_id=scene.alice), bobs, NEW)
        assert account(scene).password_hash != NEW


class TestUsername:
    def test_a_new_one_signs_in_from_now_on_and_is_told_by_mail(self, scene: Scene):
        ctx, there = alice(scene), sign_in(scene)
        scene.database.write(credentials.change_username, ctx, proof(scene, ctx), "  Alice.M ")
        assert (account(scene).username, account(scene).username_key) == ("Alice.M", "alice.m")
        assert reasons(scene) == {ctx.session_id: None, there: None}
        [mail] = scene.rows(OutboxMessage)
        assert (mail.kind, mail.facts["username"]) == ("username_changed", "Alice.M")

    def test_the_very_same_one_changes_nothing(self, sqlite_scene: Scene):
        ctx = alice(sqlite_scene)
        sqlite_scene.database.write(credentials.change_username, ctx, proof(sqlite_scene, ctx), "alice")
        assert not sqlite_scene.rows(OutboxMessage)
        assert not sqlite_scene.audit("username.changed")

    def test_the_same_one_in_other_letters_is_a_change(self, sqlite_scene: Scene):
        ctx = alice(sqlite_scene)
        sqlite_scene.database.write(credentials.change_username, ctx, proof(sqlite_scene, ctx), "ALICE")
        assert account(sqlite_scene).username == "ALICE"

    @pytest.mark.parametrize("chosen", ["", "al", "BOB", "x" * 65, "two words", "bob@mail.test", "\u202eecila", "a\0b"])
    def test_one_that_cannot_be_taken_says_why_and_changes_nothing(self, scene: Scene, chosen: str):
        ctx = alice(scene)
        cookie = scene.rows(LoginSession)[0].cookie_hash
        with pytest.raises(NotAcceptable) as refused:
            scene.database.write(credentials.change_username, ctx, proof(scene, ctx), chosen)
        assert refused.value.facts["field"] == "username"
        assert account(scene).username == "alice"
        assert scene.rows(LoginSession)[0].cookie_hash == cookie

    def test_one_of_another_clinic_is_free(self, scene: Scene):
        ctx = alice(scene)
        scene.database.write(credentials.change_username, ctx, proof(scene, ctx), "charlie")
        assert account(scene).username == "charlie"
