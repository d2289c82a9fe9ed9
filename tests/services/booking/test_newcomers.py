"""Booking for the first time: saying who one is, proving it, becoming a patient."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from myaccount.domain.booking import BookingOff, NoGuest, NotProven
from myaccount.domain.refusals import AlreadyDone, LinkExpired, NotAllowed, TooManyTries
from myaccount.models import Newcomer, OutboxMessage, PatientWord, Person
from myaccount.services.booking import newcomers
from myaccount.services.context import ClinicContext
from myaccount.services.operation import sweeps
from myaccount.services.outgoing import letters
from tests.scenes import FAMILY_EMAIL, NOW, Scene

FORM = {
    "first_name": "Noor", "last_name": "Haddad", "email": "noor@mail.test", "mobile": "416-555-0188",
    "date_of_birth": "1991-05-06",
}  # fmt: skip
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)


def guest(scene: Scene, name: str = "guest-1", *, slug: str = "cedar", now=NOW, address="192.0.2.7") -> ClinicContext:
    return replace(scene.clinic_ctx(slug, now=now), guest_id=name, address=address)


def introduce(scene: Scene, ctx: ClinicContext, **other: str):
    return scene.database.write(newcomers.introduce, ctx, FORM | other)


def code_of(scene: Scene, number: int = -1) -> str:
    return str(scene.rows(OutboxMessage, kind="newcomer_code")[number].facts["code"])


def prove(scene: Scene, ctx: ClinicContext, code: str) -> bool:
    return scene.database.write(newcomers.prove, ctx, code)


def become(scene: Scene, ctx: ClinicContext) -> Person:
    return scene.database.write(newcomers.become_patient, ctx)


def test_with_the_mailed_code_somebody_becomes_a_patient_with_a_verified_address(scene: Scene):
    ctx = guest(scene)
    assert introduce(scene, ctx).code_sent
    code = code_of(scene)
    assert prove(scene, ctx, f"{code[:4]} {code[4:]}")
    person = become(scene, ctx)
    assert (person.first_name, person.mobile, person.date_of_birth) == ("Noor", "+14165550188", date(1991, 5, 6))
    assert person.email_verified_at == NOW
    assert [entry.person_id for entry in scene.audit("patient.registered")] == [person.id]
    assert {"noor", "haddad"} <= {row.word for row in scene.rows(PatientWord, person_id=person.id)}


def test_the_mail_with_the_code_does_not_say_that_they_have_a_profile(sqlite_scene: Scene):
    introduce(sqlite_scene, guest(sqlite_scene))
    [message] = sqlite_scene.rows(OutboxMessage, kind="newcomer_code")
    letter = sqlite_scene.database.read(letters.letter, message, NOW)
    assert letter.footer[-1] == "Cedar Physio sends you this because somebody is booking with this address."


def test_without_it_nobody_does(scene: Scene):
    ctx = guest(scene)
    introduce(scene, ctx)
    assert not prove(scene, ctx, "00000000")
    with pytest.raises(NotProven):
        become(scene, ctx)


def test_a_clinic_that_does_not_verify_asks_for_no_code_and_the_address_stays_unverified(scene: Scene):
    scene.set("verify_new_patients", False)
    ctx = guest(scene)
    assert not introduce(scene, ctx).code_sent
    assert scene.rows(OutboxMessage) == []
    assert become(scene, ctx).email_verified_at is None


def test_a_shared_address_makes_a_profile_of_its_own(scene: Scene):
    scene.set("verify_new_patients", False)
    introduce(scene, guest(scene), email=FAMILY_EMAIL, first_name="Alice", last_name="Moreau")
    assert become(scene, guest(scene)).id not in scene.people.values()


def test_who_books_again_has_their_profile(scene: Scene):
    scene.set("verify_new_patients", False)
    introduce(scene, guest(scene))
    assert become(scene, guest(scene)).id == become(scene, guest(scene)).id


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("first_name", "  ", "Enter your first name."),
        ("last_name", "", "Enter your last name."),
        ("email", "", "Enter your email."),
        ("email", "noor", "Enter an email like"),
        ("mobile", "12", "Enter a phone number"),
        ("date_of_birth", "", "Enter your date of birth."),
        ("date_of_birth", "2026-11-21", "Enter a date of birth in the past"),
        ("date_of_birth", "yesterday", "Enter a date like"),
        ("last_name", "x" * 5000, "Shorten this"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field_and_nothing_is_kept(scene: Scene, field, typed, sentence):
    found = introduce(scene, guest(scene), **{field: typed})
    assert list(found.problems) == [field]
    assert found.problems[field].startswith(sentence)
    assert scene.rows(Newcomer) == []


def test_a_mobile_is_not_required(scene: Scene):
    assert introduce(scene, guest(scene), mobile="").problems == {}


def test_a_program_that_fills_in_everything_is_turned_away(scene: Scene):
    for forged in ({"website": "https://spam.test"}, {"person_id": scene.alice}, {"verified_at": "now"}):
        with pytest.raises(NotAllowed):
            introduce(scene, guest(scene), **forged)


def test_a_browser_that_keeps_no_cookies_holds_nothing(scene: Scene):
    with pytest.raises(NoGuest):
        introduce(scene, guest(scene, ""))
    assert scene.database.read(newcomers.show, guest(scene, "")).email == ""


@pytest.mark.parametrize("what", ["introduce", "send_again", "prove"])
def test_where_booking_is_off_nobody_introduces_themselves_and_no_mail_goes(scene: Scene, what: str):
    ctx = guest(scene)
    introduce(scene, ctx)
    scene.set("online_booking", "off")
    said = {"introduce": (FORM,), "send_again": (), "prove": (code_of(scene),)}[what]
    with pytest.raises(BookingOff):
        scene.database.write(getattr(newcomers, what), guest(scene), *said)
    assert len(scene.rows(OutboxMessage, kind="newcomer_code")) == 1


def test_where_codes_are_asked_for_meanwhile_they_say_it_again_and_get_one(scene: Scene):
    scene.set("verify_new_patients", False)
    introduce(scene, guest(scene))
    scene.set("verify_new_patients", True)
    shown = scene.database.read(newcomers.show, guest(scene))
    assert (shown.first_name, shown.is_known, shown.waits_for_code) == ("Noor", False, False)
    assert introduce(scene, guest(scene)).code_sent
    assert scene.database.read(newcomers.show, guest(scene)).waits_for_code


def test_what_was_said_is_there_again_after_a_restart_and_nobody_else_sees_it(scene: Scene):
    introduce(scene, guest(scene))
    shown = scene.database.read(newcomers.show, guest(scene, now=NOW + MINUTE))
    assert (shown.first_name, shown.mobile, shown.date_of_birth) == ("Noor", "416-555-0188", "1991-05-06")
    assert (shown.is_known, shown.waits_for_code) == (False, True)
    for other in (guest(scene, "guest-2"), guest(scene, slug="birch")):
        assert scene.database.read(newcomers.show, other).email == ""
        with pytest.raises(LinkExpired):
            prove(scene, other, code_of(scene))


class TestCode:
    def test_it_works_for_thirty_minutes_and_not_a_moment_longer(self, scene: Scene):
        introduce(scene, guest(scene))
        assert not prove(scene, guest(scene, now=NOW + 30 * MINUTE), code_of(scene))
        assert prove(scene, guest(scene, now=NOW + 30 * MINUTE - TICK), code_of(scene))

    def test_after_five_wrong_ones_the_right_one_opens_nothing(self, scene: Scene):
        introduce(scene, guest(scene))
        for _ in range(5):
            assert not prove(scene, guest(scene), "1")
        assert not prove(scene, guest(scene), code_of(scene))
        assert len(scene.audit("link.refused")) == 6

    def test_a_new_one_voids_the_one_before(self, scene: Scene):
        introduce(scene, guest(scene))
        assert scene.database.write(newcomers.send_again, guest(scene)) == "noor@mail.test"
        assert not prove(scene, guest(scene), code_of(scene, 0)) or code_of(scene, 0) == code_of(scene, 1)
        assert prove(scene, guest(scene), code_of(scene, 1))

    def test_said_again_with_the_same_address_no_other_is_mailed(self, scene: Scene):
        introduce(scene, guest(scene))
        assert introduce(scene, guest(scene), first_name="Nour").code_sent
        assert len(scene.rows(OutboxMessage)) == 1
        assert prove(scene, guest(scene), code_of(scene))

    def test_another_address_has_to_be_proven_anew(self, scene: Scene):
        introduce(scene, guest(scene))
        prove(scene, guest(scene), code_of(scene))
        assert introduce(scene, guest(scene)).code_sent is False
        assert introduce(scene, guest(scene), email="other@mail.test").code_sent
        with pytest.raises(NotProven):
            become(scene, guest(scene))

    def test_once_proven_no_other_is_mailed(self, scene: Scene):
        introduce(scene, guest(scene))
        prove(scene, guest(scene), code_of(scene))
        with pytest.raises(AlreadyDone):
            scene.database.write(newcomers.send_again, guest(scene))

    def test_a_mailbox_gets_five_an_hour_whoever_asks(self, scene: Scene):
        for number in range(5):
            introduce(scene, guest(scene, f"guest-{number}", address=f"192.0.2.{number}"))
        with pytest.raises(TooManyTries):
            introduce(scene, guest(scene, "guest-6", address="192.0.2.6"))
        assert introduce(scene, guest(scene, "guest-7", now=NOW + timedelta(hours=1))).code_sent

    def test_who_says_other_addresses_in_between_sends_it_no_more(self, scene: Scene):
        for number in range(5):
            introduce(scene, guest(scene, f"guest-{number}"))
            introduce(scene, guest(scene, f"guest-{number}"), email=f"other{number}@mail.test")
        for name in ("guest-0", "guest-6"):
            with pytest.raises(TooManyTries):
                introduce(scene, guest(scene, name))
        assert [mail.recipient for mail in scene.rows(OutboxMessage)].count("noor@mail.test") == 5

    def test_changing_addresses_over_and_over_counts_as_coming_anew(self, scene: Scene):
        for number in range(20):
            introduce(scene, guest(scene), email=f"other{number}@mail.test")
        with pytest.raises(TooManyTries):
            introduce(scene, guest(scene), email="other20@mail.test")
        shown = scene.database.read(newcomers.show, guest(scene))
        assert shown.email == "other19@mail.test"


def test_an_address_brings_twenty_newcomers_an_hour(scene: Scene):
    scene.set("verify_new_patients", False)
    for number in range(20):
        introduce(scene, guest(scene, f"guest-{number}"))
    with pytest.raises(TooManyTries):
        introduce(scene, guest(scene, "guest-20"))
    introduce(scene, guest(scene, "guest-20", address="198.51.100.4"))
    introduce(scene, guest(scene, "guest-0"))


def test_after_two_hours_nothing_of_it_is_left(scene: Scene):
    introduce(scene, guest(scene))
    scene.database.write(sweeps.delete_old, NOW + timedelta(hours=2))
    assert scene.rows(Newcomer) == []
