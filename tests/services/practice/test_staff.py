"""The people who work at the clinic, in both databases."""

from datetime import timedelta

import pytest

from myaccount.domain.people import Role
from myaccount.domain.refusals import AlreadyDone, JustSent, NotAcceptable, NotAllowed, NotFound
from myaccount.models import ContactChange, LoginSession, OneTimeLink, OutboxMessage, Person, Staff, StaffTreatment
from myaccount.services.identity import sessions
from myaccount.services.identity.sessions import ActiveSession
from myaccount.services.practice import staff, staff_list
from myaccount.views.practice import Outcome
from tests.scenes import NOW, Scene

NEW = {"first_name": "Noor", "last_name": "Vale", "email": "noor@mail.test", "role": "front_desk"}


def save(scene: Scene, staff_id: str, who: str = "robin", **typed: str) -> Outcome:
    return scene.database.write(staff.save, scene.staff_ctx(who), staff_id, typed)


def member(scene: Scene, staff_id: str) -> Staff:
    [found] = scene.rows(Staff, id=staff_id)
    return found


def resolved(scene: Scene, who: str) -> ActiveSession:
    with scene.database.writing() as tx:
        [account] = [row for row in _accounts(scene) if row.person_id == scene.people[who]]
        row = LoginSession(
            clinic_id=account.clinic_id, account_id=account.id, person_id=account.person_id, cookie_hash=f"{who}",
            created_at=NOW, last_used_at=NOW, proven_at=NOW, two_step_at=NOW,
        )  # fmt: skip
        tx.add(row)
    found = scene.database.read(sessions.resolve, scene.cedar.clinic_id, row.id, NOW)
    assert isinstance(found, ActiveSession)
    return found


def _accounts(scene: Scene):
    from myaccount.models import Account

    return scene.rows(Account)


def test_the_owner_adds_somebody_who_is_a_person_and_staff_without_an_account(scene: Scene):
    saved = save(scene, "", **NEW)
    made = member(scene, saved.id)
    [person] = scene.rows(Person, id=made.person_id)
    assert (made.role, person.first_name, person.email_key) == ("front_desk", "Noor", "noor@mail.test")
    assert person.email_verified_at is None
    [entry] = scene.audit("staff.added")
    assert (entry.subject_id, entry.person_id, entry.facts["role"]) == (made.id, person.id, "front_desk")
    assert "Noor" not in str(entry.facts)


def test_the_welcome_email_goes_out_once_there_is_an_address_and_no_account(scene: Scene):
    saved, robin = save(scene, "", **NEW), scene.staff_ctx("robin")
    assert scene.database.write(staff.invite, robin, saved.id) == "noor@mail.test"
    assert [(mail.kind, mail.recipient) for mail in scene.rows(OutboxMessage)] == [("welcome", "noor@mail.test")]
    assert len(scene.rows(OneTimeLink)) == 1
    [entry] = scene.audit("welcome.sent")
    assert entry.actor_id == scene.people["robin"]
    with pytest.raises(JustSent):
        scene.database.write(staff.invite, robin, saved.id)
    with pytest.raises(AlreadyDone):
        scene.database.write(staff.invite, robin, scene.staff["sam"])
    without = save(scene, "", **NEW | {"email": ""})
    with pytest.raises(NotFound):
        scene.database.write(staff.invite, robin, without.id)


def test_an_invitation_to_an_address_that_was_put_right_since_opens_nothing(scene: Scene):
    saved, robin = save(scene, "", **NEW), scene.staff_ctx("robin")
    scene.database.write(staff.invite, robin, saved.id)
    save(scene, saved.id, email="noor.vale@mail.test")
    assert [link.expires_at for link in scene.rows(OneTimeLink)] == [NOW]


def test_a_new_address_is_unverified_and_told_to_the_old_one(scene: Scene):
    save(scene, scene.staff["sam"], email="sam@new.test")
    [person] = scene.rows(Person, id=scene.people["sam"])
    assert (person.email, person.email_key, person.email_verified_at) == ("sam@new.test", "sam@new.test", None)
    [kept] = scene.rows(ContactChange)
    assert (kept.field, kept.before, kept.after, kept.actor_id) == (
        "email", "sam@clinic.test", "sam@new.test", scene.people["robin"],
    )  # fmt: skip
    assert [mail.recipient for mail in scene.rows(OutboxMessage)] == ["sam@clinic.test"]
    [entry] = scene.audit("contact.changed")
    assert (entry.person_id, entry.facts) == (scene.people["sam"], {"fields": "email"})


def test_a_change_is_written_with_before_and_after_of_numbers_and_codes(scene: Scene):
    yoga = scene.cedar.treatments["yoga"]
    sam = scene.staff["sam"]
    save(scene, sam, role="front_desk", buffer_minutes="10", npi="1234567893", **{f"treatment.{yoga}": "no"})
    [entry] = scene.audit("staff.changed")
    assert entry.facts == {
        "fields": "buffer_minutes,npi,role", "role_before": "practitioner", "role_after": "front_desk",
        "buffer_minutes_before": 0, "buffer_minutes_after": 10, "treatments_removed": yoga,
    }  # fmt: skip
    assert not scene.rows(StaffTreatment, staff_id=sam, treatment_id=yoga)


@pytest.mark.parametrize(
    ("box", "typed"), [("npi", "1234567890"), ("role", "king"), ("email", ""), ("start_interval_minutes", "7")]
)
def test_what_cannot_be_is_said_at_its_box(scene: Scene, box: str, typed: str):
    assert list(save(scene, scene.staff["sam"], **{box: typed}).problems) == [box]


def test_the_last_owner_is_neither_demoted_nor_archived(scene: Scene):
    robin = scene.staff["robin"]
    assert "owner" in save(scene, robin, role="front_desk").problems["role"]
    save(scene, scene.staff["dana"], role="owner")
    dana = scene.staff_ctx("robin")
    scene.database.write(staff.archive, dana, scene.staff["dana"])
    assert save(scene, robin, role="practitioner").problems.keys() == {"role"}
    assert member(scene, robin).role == "owner"


def test_nobody_archives_themselves(scene: Scene):
    with pytest.raises(NotAcceptable) as refused:
        scene.database.write(staff.archive, scene.staff_ctx("robin"), scene.staff["robin"])
    assert "yourself" in str(refused.value.facts["reason"])


def test_who_is_archived_is_a_patient_and_no_staff_from_the_next_event_on(scene: Scene):
    scene.book("alice", NOW + timedelta(days=2))
    before = resolved(scene, "sam")
    assert before.staff is not None
    stays = scene.database.write(staff.archive, scene.staff_ctx("robin"), scene.staff["sam"])
    assert stays == "1 upcoming visit stays as it is."
    after = scene.database.read(sessions.resolve, scene.cedar.clinic_id, before.ctx.session_id, NOW)
    assert isinstance(after, ActiveSession)
    assert (after.staff, after.ctx.role, after.ctx.person_id) == (None, None, scene.people["sam"])
    scene.database.write(staff.restore, scene.staff_ctx("robin"), scene.staff["sam"])
    again = scene.database.read(sessions.resolve, scene.cedar.clinic_id, before.ctx.session_id, NOW)
    assert isinstance(again, ActiveSession)
    assert again.ctx.role is Role.PRACTITIONER


@pytest.mark.parametrize("who", ["dana", "sam"])
def test_only_the_owner_changes_profiles(scene: Scene, who: str):
    with pytest.raises(NotAllowed):
        save(scene, scene.staff["sam"], who, role="owner")
    for act in (staff.form, staff.archive, staff.restore, staff.invite):
        with pytest.raises(NotAllowed):
            scene.database.write(act, scene.staff_ctx(who), scene.staff["sam"])


def test_another_clinics_people_and_nobody_are_one_answer(scene: Scene):
    for staff_id in (scene.staff["kim"], scene.people["alice"], "A" * 22, "a\0b"):
        for act in (staff.form, staff.archive, staff.restore, staff.invite):
            with pytest.raises(NotFound):
                scene.database.write(act, scene.staff_ctx("robin"), staff_id)
        with pytest.raises(NotFound):
            save(scene, staff_id, role="owner")


def test_a_practitioner_finds_only_themselves_in_the_list(scene: Scene):
    names = {
        who: [one.name for one in scene.database.read(staff_list.rows, scene.staff_ctx(who))] for who in ("dana", "sam")
    }
    assert names == {"dana": ["Dana Oduya", "Robin Hart", "Sam Field"], "sam": ["Sam Field"]}
