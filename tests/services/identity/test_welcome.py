"""The Welcome e-mail and what is done with its link, in both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from myaccount.domain.refusals import AlreadyDone, LinkExpired, NotAcceptable, NotFound, Refused
from myaccount.models import Account, LoginSession, OneTimeLink, OutboxMessage, Person
from myaccount.services.context import ClinicContext
from myaccount.services.identity import welcome
from myaccount.services.identity.devices import Device
from myaccount.services.identity.sign_ins import NewSession
from tests.scenes import FAMILY_EMAIL, NOW, Scene

WEEK = timedelta(days=7)
TICK = timedelta(microseconds=1)
BAD_NAMES = [
    "",
    "al",
    "x" * 65,
    "x" * 5000,
    "two words",
    "a\0b",
    "a\r\nb",
    "\u202eecila",
    "<b>alice</b>",
    "dana@clinic.test",
]


@pytest.fixture
def newcomer(scene: Scene) -> Scene:
    """Alice is a patient without an account, whose address the clinic wrote down."""
    without_account(scene, "alice")
    scene.unverify("alice")
    return scene


def without_account(scene: Scene, who: str) -> None:
    with scene.database.writing() as tx:
        for account in scene.rows(Account, person_id=scene.people[who]):
            tx.delete(account)


def invite(scene: Scene, who: str = "alice", **later: float) -> str:
    ctx = scene.clinic_ctx()
    link = scene.database.write(welcome.invite, ctx.clinic, scene.people[who], NOW + timedelta(**later))
    return link.rpartition("/")[2]


def accept(scene: Scene, token: str, username: str = "alice", ctx: ClinicContext | None = None) -> NewSession:
    return scene.database.write(welcome.accept, ctx or scene.clinic_ctx(), token, username, "a hash", Device())


def person(scene: Scene, who: str = "alice") -> Person:
    return scene.rows(Person, id=scene.people[who])[0]


def test_a_patient_chooses_a_username_and_is_signed_in(newcomer: Scene):
    session = accept(newcomer, invite(newcomer), " Alice.M ")
    account = newcomer.rows(Account, person_id=newcomer.alice)[0]
    assert (account.username, account.username_key, account.password_hash) == ("Alice.M", "alice.m", "a hash")
    assert newcomer.rows(LoginSession)[0].id == session.session_id
    assert [entry.person_id for entry in newcomer.audit("welcome.accepted")] == [newcomer.alice]


def test_the_mail_carries_the_link_and_the_database_keeps_no_token(newcomer: Scene):
    token = invite(newcomer)
    mail = newcomer.rows(OutboxMessage)[0]
    assert (mail.kind, mail.recipient) == ("welcome", FAMILY_EMAIL)
    assert mail.facts["link"] == f"http://cedar.test:3000/welcome/{token}"
    assert token not in newcomer.rows(OneTimeLink)[0].model_dump_json()


def test_looking_at_a_link_does_not_use_it_up(newcomer: Scene):
    token = invite(newcomer)
    for _ in range(3):
        form = newcomer.database.read(welcome.open_link, newcomer.clinic_ctx(), token)
    assert (form.first_name, form.username) == ("Alice", FAMILY_EMAIL)
    assert accept(newcomer, token)


def test_the_email_that_the_link_was_sent_to_counts_as_verified(newcomer: Scene):
    accept(newcomer, invite(newcomer))
    assert person(newcomer).email_verified_at == NOW


def test_an_email_changed_since_is_not_verified_by_the_link(newcomer: Scene):
    token = invite(newcomer)
    with newcomer.database.writing() as tx:
        row = tx.get_one(Person, newcomer.alice)
        row.email = row.email_key = "new@mail.test"
    accept(newcomer, token)
    assert person(newcomer).email_verified_at is None


@pytest.mark.parametrize(("after", "opens"), [(WEEK - TICK, True), (WEEK, False), (WEEK + TICK, False)])
def test_a_link_lasts_seven_days_and_not_an_instant_more(newcomer: Scene, after: timedelta, opens: bool):
    token, later = invite(newcomer), newcomer.clinic_ctx(now=NOW + after)
    if opens:
        assert accept(newcomer, token, ctx=later)
    else:
        with pytest.raises(LinkExpired):
            accept(newcomer, token, ctx=later)


def test_a_link_works_once(newcomer: Scene):
    token = invite(newcomer)
    accept(newcomer, token)
    with pytest.raises(LinkExpired):
        accept(newcomer, token, "somebody-else")


def test_a_second_mail_voids_the_first(newcomer: Scene):
    first, second = invite(newcomer), invite(newcomer, minutes=5)
    later = newcomer.clinic_ctx(now=NOW + timedelta(minutes=6))
    with pytest.raises(LinkExpired):
        accept(newcomer, first, ctx=later)
    assert accept(newcomer, second, ctx=later)


@pytest.mark.parametrize("token", ["", "nothing", "a\0b", "\ud800", "x" * 5000, "' OR 1=1 --"])
def test_an_unknown_link_opens_nothing(newcomer: Scene, token: str):
    with pytest.raises(LinkExpired):
        newcomer.database.read(welcome.open_link, newcomer.clinic_ctx(), token)


def test_another_clinics_link_opens_nothing(newcomer: Scene):
    token, there = invite(newcomer), newcomer.clinic_ctx("birch")
    with pytest.raises(LinkExpired):
        newcomer.database.read(welcome.open_link, there, token)
    with pytest.raises(LinkExpired):
        accept(newcomer, token, ctx=there)


@pytest.mark.parametrize("username", BAD_NAMES)
def test_a_username_that_cannot_be_taken_says_so_and_the_link_stays(newcomer: Scene, username: str):
    token = invite(newcomer)
    with pytest.raises(NotAcceptable) as refused:
        accept(newcomer, token, username)
    assert refused.value.facts["field"] == "username"
    assert accept(newcomer, token, "alice")


@pytest.mark.parametrize("username", ["bob", "BOB", " bob "])
def test_a_taken_username_says_so_and_the_link_stays(newcomer: Scene, username: str):
    token = invite(newcomer)
    with pytest.raises(NotAcceptable) as refused:
        accept(newcomer, token, username)
    assert refused.value.facts["reason"] == "That username is taken. Choose another one."
    assert accept(newcomer, token, "alice")


def test_a_username_of_another_clinic_is_free_here(newcomer: Scene):
    assert accept(newcomer, invite(newcomer), "charlie")


def test_two_people_at_once_do_not_get_one_username(scene: Scene):
    for who in ("alice", "bob"):
        without_account(scene, who)
    tokens, start = [invite(scene, who) for who in ("alice", "bob")], Barrier(2)

    def take(token: str) -> str:
        start.wait()
        try:
            return accept(scene, token, "moreau").person_id
        except NotAcceptable:
            return ""

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take, tokens)).count("") == 1
    assert len(scene.rows(Account, username_key="moreau")) == 1


def test_one_link_used_twice_at_once_makes_one_account(newcomer: Scene):
    token, start = invite(newcomer), Barrier(2)

    def take(username: str) -> bool:
        start.wait()
        try:
            return bool(accept(newcomer, token, username))
        except Refused:
            return False

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take, ["alice-1", "alice-2"])) == [False, True]
    assert len(newcomer.rows(Account, person_id=newcomer.alice)) == 1


def test_somebody_with_an_account_gets_no_welcome(scene: Scene):
    with pytest.raises(AlreadyDone):
        invite(scene)


def test_a_patient_of_another_clinic_gets_no_welcome(scene: Scene):
    clinic = scene.clinic_ctx().clinic
    for person_id in (scene.people["charlie"], "nobody"):
        with pytest.raises(NotFound):
            scene.database.write(welcome.invite, clinic, person_id, NOW)
    assert not scene.rows(OutboxMessage)


def test_without_an_address_there_is_a_link_and_no_mail(newcomer: Scene):
    with newcomer.database.writing() as tx:
        row = tx.get_one(Person, newcomer.alice)
        row.email = row.email_key = None
    session = accept(newcomer, invite(newcomer))
    assert session.person_id == newcomer.alice
    assert not newcomer.rows(OutboxMessage)
    assert person(newcomer).email_verified_at is None


def test_the_refusal_speaks_the_persons_language(newcomer: Scene):
    french = replace(newcomer.clinic_ctx(), lang="fr")
    with pytest.raises(NotAcceptable) as refused:
        accept(newcomer, invite(newcomer), "bob", french)
    assert "déjà pris" in str(refused.value.facts["reason"])
