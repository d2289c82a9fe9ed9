"""A forgotten password, in both databases."""

from datetime import timedelta

import pytest

from myaccount.domain.refusals import LinkExpired
from myaccount.models import Account, LoginSession, OneTimeLink, OutboxMessage, Person
from myaccount.services.context import ClinicContext
from myaccount.services.identity import reset, sign_ins
from myaccount.services.identity.devices import Device
from tests.scenes import FAMILY_EMAIL, NOW, Scene

HALF_AN_HOUR = timedelta(minutes=30)
TICK = timedelta(microseconds=1)
MOBILE = "+14165550111"


@pytest.fixture
def verified(scene: Scene) -> Scene:
    """Everybody has verified their e-mail address; Alice and Bob share a mobile number too."""
    with scene.database.writing() as tx:
        for person_id in scene.people.values():
            tx.get_one(Person, person_id).email_verified_at = NOW
        for who in ("alice", "bob"):
            person = tx.get_one(Person, scene.people[who])
            person.mobile, person.mobile_verified_at = MOBILE, NOW
    return scene


def ask(scene: Scene, contact: str, ctx: ClinicContext | None = None) -> list[OutboxMessage]:
    scene.database.write(reset.ask, ctx or scene.clinic_ctx(), contact)
    return scene.rows(OutboxMessage, kind="reset")


def mail_to(scene: Scene, who: str) -> dict[str, str]:
    return scene.rows(OutboxMessage, kind="reset", person_id=scene.people[who])[-1].facts


def token_for(scene: Scene, who: str) -> str:
    ask(scene, FAMILY_EMAIL)
    return mail_to(scene, who)["link"].rpartition("/")[2]


def accept(scene: Scene, token: str, ctx: ClinicContext | None = None) -> sign_ins.NewSession:
    return scene.database.write(reset.accept, ctx or scene.clinic_ctx(), token, "a new hash", Device())


def check(scene: Scene, code: str, contact: str = FAMILY_EMAIL, ctx: ClinicContext | None = None) -> str | None:
    return scene.database.write(reset.check_code, ctx or scene.clinic_ctx(), contact, code)


def wrong(*codes: str) -> str:
    return next(f"{n:08}" for n in range(10) if f"{n:08}" not in codes)


@pytest.mark.parametrize("contact", [FAMILY_EMAIL, FAMILY_EMAIL.upper(), " 416-555-0111 ", MOBILE])
def test_each_of_a_family_gets_a_mail_that_names_whose_account_it_is(verified: Scene, contact: str):
    mails = ask(verified, contact)
    assert {mail.facts["first_name"] for mail in mails} == {"Alice", "Bob"}
    assert {mail.recipient for mail in mails} == {FAMILY_EMAIL}
    assert len({mail.facts["code"] for mail in mails} | {mail.facts["link"] for mail in mails}) == 4


@pytest.mark.parametrize(
    "contact", ["nobody@mail.test", "604-555-0199", "", "a\0@b", "@", "\ud800@x", "x" * 5000, "1" * 5000]
)
def test_an_unknown_contact_gets_no_mail_and_no_other_answer(verified: Scene, contact: str):
    assert ask(verified, contact) == []
    assert [entry.person_id for entry in verified.audit("reset.asked")] == [None]


def test_an_address_that_nobody_verified_serves_no_recovery(scene: Scene):
    scene.unverify("alice", "bob")
    assert ask(scene, FAMILY_EMAIL) == []


def test_disabled_accounts_and_people_without_one_get_no_mail(verified: Scene):
    with verified.database.writing() as tx:
        rows = {who: verified.rows(Account, person_id=verified.people[who])[0] for who in ("alice", "bob")}
        tx.get_one(Account, rows["alice"].id).disabled_at = NOW
        tx.delete(rows["bob"])
    assert ask(verified, FAMILY_EMAIL) == []


def test_the_other_clinic_is_not_asked(verified: Scene):
    assert ask(verified, "charlie@mail.test") == []
    assert len(ask(verified, "charlie@mail.test", verified.clinic_ctx("birch"))) == 1


def test_links_come_from_the_clinics_own_domain(verified: Scene):
    ask(verified, FAMILY_EMAIL)
    assert mail_to(verified, "alice")["link"].startswith("http://cedar.test:3000/reset/")


def test_a_link_sets_the_password_and_ends_every_other_session(verified: Scene):
    account = verified.rows(Account, person_id=verified.alice)[0]
    old = verified.database.write(sign_ins.start, verified.clinic_ctx(), account, "password", True, Device())
    new = accept(verified, token_for(verified, "alice"))
    rows = {row.id: row for row in verified.rows(LoginSession)}
    assert rows[old.session_id].end_reason == "password_change"
    assert rows[new.session_id].ended_at is None
    after = verified.rows(Account, person_id=verified.alice)[0]
    assert (after.password_hash, after.password_changed_at) == ("a new hash", NOW)
    assert [mail.person_id for mail in verified.rows(OutboxMessage, kind="password_changed")] == [verified.alice]
    assert [entry.person_id for entry in verified.audit("password.reset")] == [verified.alice]


def test_bobs_account_stays_as_it_was(verified: Scene):
    before = verified.rows(Account, person_id=verified.people["bob"])[0]
    accept(verified, token_for(verified, "alice"))
    assert verified.rows(Account, person_id=verified.people["bob"])[0] == before


def test_a_link_works_once(verified: Scene):
    token = token_for(verified, "alice")
    accept(verified, token)
    with pytest.raises(LinkExpired):
        accept(verified, token)


@pytest.mark.parametrize(("after", "opens"), [(HALF_AN_HOUR - TICK, True), (HALF_AN_HOUR, False)])
def test_a_link_lasts_half_an_hour_and_not_an_instant_more(verified: Scene, after: timedelta, opens: bool):
    token, later = token_for(verified, "alice"), verified.clinic_ctx(now=NOW + after)
    if opens:
        assert accept(verified, token, later)
    else:
        with pytest.raises(LinkExpired):
            accept(verified, token, later)


def test_another_clinics_link_opens_nothing(verified: Scene):
    with pytest.raises(LinkExpired):
        accept(verified, token_for(verified, "alice"), verified.clinic_ctx("birch"))


def test_a_welcome_link_resets_nothing(verified: Scene):
    from myaccount.services.identity.one_time_links import Kind, make

    token = verified.database.write(make, verified.clinic_ctx(), Kind.WELCOME, verified.alice, FAMILY_EMAIL)
    with pytest.raises(LinkExpired):
        accept(verified, token)


def test_a_second_question_voids_the_first_link(verified: Scene):
    first, second = token_for(verified, "alice"), token_for(verified, "alice")
    live = verified.rows(OneTimeLink, person_id=verified.alice)
    assert len([link for link in live if link.expires_at > NOW]) == 1
    assert first != second


def test_a_link_dies_when_the_email_it_went_to_is_no_longer_theirs(verified: Scene):
    token = token_for(verified, "alice")
    with verified.database.writing() as tx:
        row = tx.get_one(Person, verified.alice)
        row.email = row.email_key = "new@mail.test"
    with pytest.raises(LinkExpired):
        accept(verified, token)


def test_a_code_opens_the_account_that_it_was_mailed_for(verified: Scene):
    ask(verified, FAMILY_EMAIL)
    code = mail_to(verified, "bob")["code"]
    token = check(verified, f" {code[:4]} {code[4:]} ")
    assert token is not None
    assert accept(verified, token).person_id == verified.people["bob"]
    assert check(verified, code) is None


def test_a_code_needs_its_contact_and_its_clinic(verified: Scene):
    ask(verified, FAMILY_EMAIL)
    code = mail_to(verified, "alice")["code"]
    assert check(verified, code, "dana@clinic.test") is None
    assert check(verified, code, ctx=verified.clinic_ctx("birch")) is None
    assert check(verified, code, "416-555-0111") is not None


def test_a_code_expires_with_its_link(verified: Scene):
    ask(verified, FAMILY_EMAIL)
    assert check(verified, mail_to(verified, "alice")["code"], ctx=verified.clinic_ctx(now=NOW + HALF_AN_HOUR)) is None


def test_after_five_wrong_codes_the_right_one_opens_nothing(verified: Scene):
    ask(verified, FAMILY_EMAIL)
    codes = [mail_to(verified, who)["code"] for who in ("alice", "bob")]
    for _ in range(5):
        assert check(verified, wrong(*codes)) is None
    assert check(verified, codes[0]) is None
    assert len(verified.audit("link.refused")) == 11  # two people were meant five times, then nobody


@pytest.mark.parametrize("code", ["", "x", "\0", "\ud800", "9" * 5000, "٠١٢٣٤٥٦٧"])
def test_a_monstrous_code_is_simply_wrong(verified: Scene, code: str):
    ask(verified, FAMILY_EMAIL)
    assert check(verified, code) is None


def test_neither_token_nor_code_lies_readable_beside_the_link(verified: Scene):
    token = token_for(verified, "alice")
    links = "".join(link.model_dump_json() for link in verified.rows(OneTimeLink))
    assert token not in links
    assert mail_to(verified, "alice")["code"] not in links
