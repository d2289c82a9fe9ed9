"""Signing in and out, in both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from myaccount.domain.refusals import SharedPassword, WrongCredentials
from myaccount.models import Account, LoginSession
from myaccount.services.context import ClinicContext
from myaccount.services.identity import passwords, sessions
from myaccount.services.identity import signing_in as identity
from myaccount.services.identity.devices import Device, device
from myaccount.services.identity.sessions import ActiveSession, EndedSession
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.identity.signing_in import Candidate
from tests.scenes import FAMILY_EMAIL, NOW, PASSWORD, Scene

BOBS = "seven green umbrellas"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
HERE = Device("Firefox 128", "Windows 10", "192.0.2.7")
NOBODY = ["", " ", "nobody", "a\0b", "x" * 5000, "\ud800", "' OR 1=1 --", "nobody@mail.test", "\r\nBcc: a@b.c"]


@pytest.fixture
def family(scene: Scene) -> Scene:
    """Bob has a password of his own, and Alice's e-mail address."""
    change(scene, "bob", password_hash=passwords.hash_password(BOBS))
    return scene


def change(scene: Scene, who: str, **values: object) -> None:
    with scene.database.writing() as tx:
        account = tx.get_one(Account, account_of(scene, who).id)
        for name, value in values.items():
            setattr(account, name, value)


def account_of(scene: Scene, who: str) -> Account:
    return scene.rows(Account, person_id=scene.people[who])[0]


def candidates(scene: Scene, name: str, ctx: ClinicContext | None = None) -> tuple[Candidate, ...]:
    return scene.database.read(identity.candidates, ctx or scene.clinic_ctx(), name)


def sign_in(scene: Scene, name: str, password: str, ctx: ClinicContext | None = None, kept: bool = False) -> NewSession:
    ctx = ctx or scene.clinic_ctx()
    proof = identity.proven(candidates(scene, name, ctx), password)
    return scene.database.write(identity.sign_in, ctx, proof, kept, HERE)


@pytest.mark.parametrize("name", ["alice", "ALICE", "  Alice "])
def test_a_username_signs_in_however_it_is_capitalised(scene: Scene, name: str):
    assert sign_in(scene, name, PASSWORD).person_id == scene.alice


@pytest.mark.parametrize(("password", "who"), [(PASSWORD, "alice"), (BOBS, "bob")])
def test_a_shared_email_signs_in_whoever_has_the_password(family: Scene, password: str, who: str):
    assert sign_in(family, FAMILY_EMAIL.upper(), password).person_id == family.people[who]


def test_a_shared_email_with_a_shared_password_asks_for_the_username(scene: Scene):
    with pytest.raises(SharedPassword):
        sign_in(scene, FAMILY_EMAIL, PASSWORD)


def test_a_username_that_is_the_family_email_means_its_owner(scene: Scene):
    change(scene, "bob", username=FAMILY_EMAIL, username_key=FAMILY_EMAIL)
    assert sign_in(scene, FAMILY_EMAIL, PASSWORD).person_id == scene.people["bob"]


@pytest.mark.parametrize("password", ["wrong", "", "x" * 5000, "\0", PASSWORD + " "])
def test_a_wrong_password_is_refused(scene: Scene, password: str):
    with pytest.raises(WrongCredentials):
        sign_in(scene, "alice", password)


@pytest.mark.parametrize("name", NOBODY)
def test_an_unknown_name_is_refused_like_a_wrong_password(scene: Scene, name: str):
    with pytest.raises(WrongCredentials):
        sign_in(scene, name, PASSWORD)


def test_a_disabled_account_is_refused_like_a_wrong_password(scene: Scene):
    change(scene, "alice", disabled_at=NOW)
    with pytest.raises(WrongCredentials):
        sign_in(scene, "alice", PASSWORD)


def test_an_unknown_name_costs_a_comparison_too(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    compared: list[str] = []
    monkeypatch.setattr(passwords, "verify", lambda plain, kept: compared.append(kept) or (False, None))
    for name in ("alice", "nobody"):
        with pytest.raises(WrongCredentials):
            sign_in(scene, name, "wrong")
    assert len(compared) == 2


def test_charlie_has_no_account_at_the_other_clinic(scene: Scene):
    with pytest.raises(WrongCredentials):
        sign_in(scene, "charlie", PASSWORD)
    assert sign_in(scene, "charlie", PASSWORD, scene.clinic_ctx("birch")).person_id == scene.people["charlie"]


def test_a_proof_of_another_clinic_opens_nothing(scene: Scene):
    proof = identity.proven(candidates(scene, "charlie", scene.clinic_ctx("birch")), PASSWORD)
    with pytest.raises(WrongCredentials):
        scene.database.write(identity.sign_in, scene.clinic_ctx(), proof, False, HERE)


def test_a_password_changed_meanwhile_opens_nothing(scene: Scene):
    proof = identity.proven(candidates(scene, "alice"), PASSWORD)
    change(scene, "alice", password_hash=passwords.hash_password(BOBS))
    with pytest.raises(WrongCredentials):
        scene.database.write(identity.sign_in, scene.clinic_ctx(), proof, False, HERE)


def test_a_session_keeps_the_cookie_as_a_hash_and_says_which_device(scene: Scene):
    new = sign_in(scene, "alice", PASSWORD, kept=True)
    row = scene.rows(LoginSession)[0]
    assert new.cookie not in repr(new)
    assert new.cookie not in row.model_dump_json()
    assert row.cookie_hash == sessions.hash_of(new.cookie)
    assert (row.browser, row.operating_system, row.address, row.kept) == (
        "Firefox 128",
        "Windows 10",
        "192.0.2.7",
        True,
    )
    assert row.created_at == row.last_used_at == row.proven_at == NOW


def test_two_sign_ins_are_two_sessions(scene: Scene):
    assert sign_in(scene, "alice", PASSWORD).cookie != sign_in(scene, "alice", PASSWORD).cookie
    assert len(scene.rows(LoginSession)) == 2


def test_the_cookie_finds_the_session_at_its_own_clinic_only(scene: Scene):
    new = sign_in(scene, "alice", PASSWORD)
    by_cookie = sessions.by_cookie
    found = scene.database.read(by_cookie, scene.cedar.clinic_id, new.cookie, NOW)
    assert isinstance(found, ActiveSession)
    assert found.ctx.session_id == new.session_id
    assert scene.database.read(by_cookie, scene.birch.clinic_id, new.cookie, NOW) == EndedSession()


def test_signing_in_again_in_the_same_browser_ends_the_session_before(scene: Scene):
    first = sign_in(scene, "alice", PASSWORD)
    proof = identity.proven(candidates(scene, "bob"), PASSWORD)
    scene.database.write(identity.sign_in, scene.clinic_ctx(), proof, False, HERE, first.session_id)
    assert scene.rows(LoginSession, id=first.session_id)[0].end_reason == "self"


def test_signing_out_ends_the_session_once(scene: Scene):
    new = sign_in(scene, "alice", PASSWORD)
    for later in (1, 2):
        ctx = scene.clinic_ctx(now=NOW + timedelta(minutes=later))
        scene.database.write(identity.sign_out, ctx, new.session_id)
    row = scene.rows(LoginSession)[0]
    assert (row.ended_at, row.end_reason) == (NOW + timedelta(minutes=1), "self")
    assert len(scene.audit("session.ended")) == 1
    resolved = scene.database.read(sessions.resolve, scene.cedar.clinic_id, new.session_id, NOW)
    assert not isinstance(resolved, ActiveSession)


def test_another_clinic_cannot_sign_alice_out(scene: Scene):
    new = sign_in(scene, "alice", PASSWORD)
    scene.database.write(identity.sign_out, scene.clinic_ctx("birch"), new.session_id)
    assert scene.rows(LoginSession)[0].ended_at is None


def test_a_weak_hash_becomes_a_strong_one_at_sign_in(scene: Scene):
    sign_in(scene, "alice", PASSWORD)
    assert "m=19456" in account_of(scene, "alice").password_hash
    assert sign_in(scene, "alice", PASSWORD)


def test_sign_ins_and_refusals_are_in_the_trail_without_names(scene: Scene):
    sign_in(scene, "alice", PASSWORD)
    ctx = scene.clinic_ctx()
    scene.database.write(identity.refuse, ctx, candidates(scene, "alice"), "wrong_credentials")
    scene.database.write(identity.refuse, ctx, candidates(scene, "nobody"), "wrong_credentials")
    assert [entry.person_id for entry in scene.audit("signed_in")] == [scene.alice]
    refused = scene.audit("sign_in.refused")
    assert [entry.person_id for entry in refused] == [scene.alice, None]
    assert all(entry.facts == {"reason": "wrong_credentials"} for entry in refused)


@pytest.mark.parametrize("told", ["", "x" * 100_000, "\0\r\n", "<script>alert(1)</script>"])
def test_a_browser_that_lies_about_itself_is_nothing_special(told: str):
    assert len(device(told, "a" * 5000).address) <= 60


def test_a_browser_is_read_by_its_name():
    assert device(FIREFOX, "192.0.2.7") == replace(HERE)


def test_an_address_that_nobody_verified_signs_nobody_in(scene: Scene):
    scene.unverify("bob")
    found = scene.database.read(identity.candidates, scene.clinic_ctx(), FAMILY_EMAIL)
    assert [candidate.person_id for candidate in found] == [scene.alice]
