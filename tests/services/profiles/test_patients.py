"""Finding a patient and adding one, in both databases: who is found by what, and by whom."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.refusals import LikelyDuplicate, NotAcceptable, NotAllowed
from myaccount.models import AuditEntry, PatientWord, Person
from myaccount.models.columns import new_id
from myaccount.services import clinic_file
from myaccount.services.context import StaffContext
from myaccount.services.profiles import contact, patients
from myaccount.views.patients import PatientLine, PatientResults
from tests.scenes import FAMILY_EMAIL, NOW, Scene
from tests.services.clinic_file.files import small_file

EVERYBODY = {"Alice Moreau", "Bob Moreau", "Robin Hart", "Dana Oduya", "Sam Field"}


def search(scene: Scene, words: str, ctx: StaffContext | None = None) -> PatientResults:
    return scene.database.read(patients.search, ctx or scene.dana_ctx(), words)


def names(scene: Scene, words: str, ctx: StaffContext | None = None) -> list[str]:
    return [line.name for line in search(scene, words, ctx).lines]


def create(scene: Scene, ctx: StaffContext | None = None, **form: str) -> str:
    return scene.database.write(patients.create, ctx or scene.dana_ctx(), form)


def person(scene: Scene, person_id: str) -> Person:
    return scene.rows(Person, id=person_id)[0]


@pytest.mark.parametrize("words", ["alice", "ALI", "mor ali", "ali mor", "moreau alice", "âlice"])
def test_the_desk_finds_by_the_beginnings_of_names(scene: Scene, words: str):
    assert names(scene, words) == ["Alice Moreau"]


def test_a_family_is_found_by_its_address_by_name(scene: Scene):
    assert names(scene, FAMILY_EMAIL) == names(scene, "moreau") == ["Alice Moreau", "Bob Moreau"]


def test_a_patient_is_found_by_phone_and_birth_date_and_what_they_are_called(scene: Scene):
    born = date(1988, 2, 3)
    with scene.database.writing() as tx:
        alice = tx.get_one(Person, scene.alice)
        alice.mobile, alice.date_of_birth, alice.preferred_name = "+14165550111", born, "Lili"
    for words in ("416-555-0111", "555 0111", "0111", "1988-02-03", "3 Feb 1988", "3 février 1988", "lili", "lil 0111"):
        assert names(scene, words) == ["Alice Moreau"], words
    assert names(scene, "02/03/1988") == []
    line = search(scene, "lili").lines[0]
    assert line == PatientLine(
        id=scene.alice, name="Alice Moreau", detail="3 February 1988 · 416-555-0111", preferred_name="Lili",
        date_of_birth="3 February 1988", phone="416-555-0111", email=FAMILY_EMAIL, next_visit="",
    )  # fmt: skip


def test_nobody_is_found_by_nothing_and_by_what_is_no_word(scene: Scene):
    for words in ("", "   ", "\0", "\ud800", "%", "_", "'; drop table person; --", "x" * 5000):
        assert search(scene, words) == PatientResults()


def test_a_line_says_when_the_next_visit_is(scene: Scene):
    scene.book("alice", NOW - timedelta(days=3))
    scene.book("alice", NOW + timedelta(days=1), state=AppointmentState.CANCELLED)
    scene.book("alice", NOW + timedelta(days=4))
    scene.book("alice", NOW + timedelta(days=9))
    assert search(scene, "alice").lines[0].next_visit == "Tue 24 November, 10:00 a.m."
    assert search(scene, "alice", scene.dana_ctx(lang="fr")).lines[0].next_visit == "mar. 24 novembre, 10 h 00"


def test_at_most_twenty_are_shown_and_it_says_when_there_are_more(scene: Scene):
    for number in range(20):
        create(scene, first_name="Quentin", last_name=f"Number {number}")
    assert (len(search(scene, "quen").lines), search(scene, "quen").has_more) == (20, False)
    create(scene, first_name="Quentin", last_name="Number 20")
    assert (len(search(scene, "quen").lines), search(scene, "quen").has_more) == (20, True)


def test_the_other_clinic_is_as_if_it_did_not_exist(scene: Scene):
    assert names(scene, "charlie") == []
    assert names(scene, "alice", scene.staff_ctx("kim")) == []


def test_a_practitioner_finds_who_has_or_had_an_appointment_with_them(scene: Scene):
    sam = scene.staff_ctx("sam")
    assert names(scene, "moreau", sam) == []
    for state in (AppointmentState.ARCHIVED, AppointmentState.RESERVED):
        scene.book("alice", NOW + timedelta(days=2), state=state, claims=False)
    assert names(scene, "moreau", sam) == []
    scene.book("alice", NOW - timedelta(days=200), state=AppointmentState.CANCELLED)
    assert names(scene, "moreau", sam) == ["Alice Moreau"]
    assert names(scene, "mor bob", sam) == []
    assert names(scene, "moreau", scene.staff_ctx("robin")) == ["Alice Moreau", "Bob Moreau"]


def test_what_a_patient_changes_in_contact_info_is_found_at_once(scene: Scene):
    form = {"last_name": "Ånström", "email": "new@mail.test", "mobile": "604-555-0142"}
    scene.database.write(contact.save, scene.alice_ctx(), form)
    for words in ("anstr", "new@mail", "6045550142"):
        assert names(scene, words) == ["Alice Ånström"]
    assert names(scene, "alice moreau") == []


def test_whoever_is_written_through_a_session_has_words_and_nothing_of_them_stays_behind(scene: Scene):
    with scene.database.writing() as tx:
        made = Person(clinic_id=scene.cedar.clinic_id, first_name="Zed", last_name="", created_at=NOW)
        tx.add(made)
    assert [row.word for row in scene.rows(PatientWord, person_id=made.id)] == ["zed"]
    with scene.database.writing() as tx:
        tx.get_one(Person, made.id).pronouns = "they"
    assert [row.word for row in scene.rows(PatientWord, person_id=made.id)] == ["zed"]
    with scene.database.writing() as tx:
        tx.get_one(Person, made.id).first_name = "Yak"
    assert [row.word for row in scene.rows(PatientWord, person_id=made.id)] == ["yak"]


def test_who_is_imported_is_found_and_found_anew_when_imported_again(scene: Scene):
    file = small_file()
    file["clinic"] |= {"slug": "fern", "domains": []}
    for name in ("Nour", "Zoë"):
        file["patients"][0]["first_name"] = name
        scene.database.write(clinic_file.load, json.dumps(file), NOW)
    [imported] = scene.rows(Person, first_name="Zoë")
    words = {row.word for row in scene.rows(PatientWord, person_id=imported.id)}
    assert "zoe" in words
    assert "nour" not in words
    assert names(scene, "zoe") == []


class TestCreate:
    def test_the_desk_adds_a_patient_who_is_found_at_once(self, scene: Scene):
        born = "1990-05-06"
        made = create(scene, first_name=" Nour ", last_name="Haddad", email="N@mail.test", mobile="416 555 0177",
                      date_of_birth=born)  # fmt: skip
        assert names(scene, "nour") == ["Nour Haddad"]
        row = person(scene, made)
        assert (row.first_name, row.email, row.email_key, row.mobile) == (
            "Nour", "N@mail.test", "n@mail.test", "+14165550177",
        )  # fmt: skip
        assert (row.date_of_birth, row.email_verified_at, row.clinic_id) == (
            date(1990, 5, 6),
            None,
            scene.cedar.clinic_id,
        )
        [entry] = scene.audit("patient.added")
        assert (entry.actor_id, entry.person_id, entry.facts) == (scene.people["dana"], made, {})

    def test_a_first_name_is_enough(self, scene: Scene):
        assert person(scene, create(scene, first_name="🦊")).first_name == "🦊"
        assert names(scene, "🦊") == ["🦊"]

    @pytest.mark.parametrize(
        ("field", "typed", "word"),
        [
            ("first_name", "  ", "first name"),
            ("first_name", "x" * 5000, "at most 200"),
            ("last_name", "a\0b", "can’t be saved"),
            ("email", "nour", "name@example.com"),
            ("mobile", "123", "phone number"),
            ("date_of_birth", "yesterday", "1988-02-03"),
            ("date_of_birth", "2026-11-21", "in the past"),
            ("date_of_birth", "1880-01-01", "in the past"),
            ("date_of_birth", "0001-01-01", "in the past"),
        ],
    )
    def test_what_contact_info_refuses_is_refused_here(self, scene: Scene, field: str, typed: str, word: str):
        form = {"first_name": "Nour", field: typed}
        checked = scene.database.read(patients.check, scene.dana_ctx(), form)
        assert list(checked.problems) == [field]
        assert word in checked.problems[field]
        with pytest.raises(NotAcceptable):
            create(scene, **form)
        assert not scene.audit("patient.added")

    def test_born_today_at_the_clinic_is_possible(self, scene: Scene):
        assert create(scene, first_name="New", date_of_birth="2026-11-20")

    @pytest.mark.parametrize(
        "same",
        [
            {"email": FAMILY_EMAIL.upper()},
            {"date_of_birth": "1988-02-03", "email": "other@mail.test"},
            {"mobile": "(416) 555-0188"},
        ],
    )
    def test_who_may_be_the_same_is_named_and_added_only_anyway(self, scene: Scene, same: dict[str, str]):
        with scene.database.writing() as tx:
            alice = tx.get_one(Person, scene.alice)
            alice.date_of_birth, alice.mobile = date(1988, 2, 3), "+14165550188"
        form = {"first_name": "ALICE", "last_name": "moreau", **same}
        checked = scene.database.read(patients.check, scene.dana_ctx(), form)
        assert [line.id for line in checked.alike] == [scene.alice]
        with pytest.raises(LikelyDuplicate):
            create(scene, **form)
        assert create(scene, **form, others=f"x {scene.alice}") != scene.alice

    def test_the_same_name_alone_and_the_same_address_alone_are_somebody_else(self, scene: Scene):
        assert create(scene, first_name="Alice", last_name="Moreau")
        assert create(scene, first_name="Carl", last_name="Moreau", email=FAMILY_EMAIL)

    @pytest.mark.parametrize("who", ["sam", "kim"])
    def test_practitioners_add_nobody(self, scene: Scene, who: str):
        with pytest.raises(NotAllowed):
            create(scene, scene.staff_ctx(who), first_name="Nour")

    def test_a_field_that_there_is_not_is_refused(self, scene: Scene):
        with pytest.raises(NotAllowed):
            create(scene, first_name="Nour", clinic_id=scene.birch.clinic_id)


class TestRecent:
    def test_it_lists_whose_profiles_one_has_opened_the_last_one_first(self, scene: Scene):
        _opened(scene, "dana", "alice", "bob", "alice")
        _opened(scene, "robin", "sam")
        found = scene.database.read(patients.recent, scene.dana_ctx())
        assert [line.name for line in found.lines] == ["Alice Moreau", "Bob Moreau"]

    def test_a_practitioner_sees_those_again_whom_they_may_see(self, scene: Scene):
        _opened(scene, "sam", "alice", "bob")
        scene.book("bob", NOW)
        found = scene.database.read(patients.recent, scene.staff_ctx("sam"))
        assert [line.name for line in found.lines] == ["Bob Moreau"]


def _opened(scene: Scene, who: str, *whose: str) -> None:
    facts: dict[str, Any] = {"clinic_id": scene.cedar.clinic_id, "action": "profile.opened", "facts": {}}
    with scene.database.writing() as tx:
        for one in whose:
            tx.add(AuditEntry(at=NOW, actor_id=scene.people[who], person_id=scene.people[one], **facts))
            tx.flush()


def test_ids_are_no_words(scene: Scene):
    assert names(scene, scene.alice) == names(scene, new_id()) == []
