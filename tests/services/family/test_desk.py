"""Family at the desk: for a patient who has no account the clinic says who may act, and for nobody else."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import col

from myaccount.domain.family import DecidesThemselves, FamilyOff, Permission
from myaccount.domain.grants import WHO, box
from myaccount.domain.refusals import NotAllowed, NotFound
from myaccount.messages import say
from myaccount.models import Account, OutboxMessage
from myaccount.services.family import desk as desk_family
from myaccount.services.family.page import page
from myaccount.services.profiles import profiles
from myaccount.views.family import DeskFamily
from myaccount.views.practice import Outcome
from tests.scenes import NOW, Scene
from tests.services.family.people import granted, rows

TODAY = NOW.date()
BOOKS = {box(Permission.BOOKINGS): "yes"}


@pytest.fixture
def desk(scene: Scene) -> Scene:
    """The scene with Family turned on, where Alice and Bob have no accounts."""
    scene.set("family_profiles", True)
    with scene.database.writing() as tx:
        tx.execute(delete(Account).where(col(Account.person_id).in_([scene.alice, scene.people["bob"]])))
    return scene


def save(
    scene: Scene, typed: dict[str, str], relationship_id: str = "", who: str = "dana", now: datetime = NOW
) -> Outcome:
    said = {WHO: scene.people["bob"], "label": "child", **BOOKS} if not relationship_id else {}
    return scene.database.write(
        desk_family.save, scene.staff_ctx(who, now=now), scene.alice, relationship_id, said | typed
    )


def shown(scene: Scene, whose: str = "alice", who: str = "dana") -> DeskFamily:
    return scene.database.read(desk_family.of_patient, scene.staff_ctx(who), scene.people[whose])


def give_account(scene: Scene) -> None:
    with scene.database.writing() as tx:
        tx.add(
            Account(
                clinic_id=scene.cedar.clinic_id,
                person_id=scene.alice,
                username="alice",
                username_key="alice",
                password_hash="x",
                password_changed_at=NOW,
            )
        )


def mailed(scene: Scene) -> list[str]:
    return sorted(one.kind for one in scene.rows(OutboxMessage) if one.kind.startswith("family"))


def test_a_parent_may_act_for_a_child_who_has_no_account(desk: Scene):
    assert save(desk, {"until": "2027-06-30"}).changed
    [row] = rows(desk)
    assert (row.from_id, row.to_id, row.label) == (desk.alice, desk.people["bob"], "child")
    assert (row.permissions, row.expires_on) == ("bookings", date(2027, 6, 30))
    assert mailed(desk) == ["family_granted", "family_received"]
    assert [one.name for one in desk.database.read(page, desk.bob_ctx()).received] == ["Alice Moreau"]


def test_both_profiles_show_it_and_who_the_patient_is(desk: Scene):
    save(desk, {})
    [theirs], [mine] = shown(desk).granted, shown(desk, "bob").received
    assert (theirs.name, theirs.about) == ("Bob Moreau", "The patient is their child")
    assert (mine.name, mine.about) == ("Alice Moreau", "The patient’s child")
    assert [one.key for one in theirs.may if one.is_granted] == ["bookings"]


def test_the_trail_says_who_recorded_it(desk: Scene):
    save(desk, {})
    [entry] = desk.audit("family.recorded")
    assert (entry.actor_id, entry.person_id) == (desk.people["dana"], desk.alice)


def test_every_mistake_is_told_at_once_and_nothing_is_written(desk: Scene):
    typed = {WHO: "", "label": "uncle", box(Permission.BOOKINGS): "no", "until": "2026-11-19"}
    problems = save(desk, typed).problems
    assert problems == {
        WHO: say("desk_family.nobody", "en"),
        "label": say("typed.choose", "en"),
        "may": say("refused.nothing_granted", "en"),
        "until": say("refused.past_expiry", "en"),
    }
    assert (rows(desk), mailed(desk)) == ([], [])


@pytest.mark.parametrize("until", ["2026-11-19", "2026-02-30", "soon"])
def test_the_last_day_is_today_at_the_earliest(desk: Scene, until: str):
    assert "until" in save(desk, {"until": until}).problems
    assert not save(desk, {"until": TODAY.isoformat()}).problems


def test_nobody_acts_for_themselves_nor_twice(desk: Scene):
    assert save(desk, {WHO: desk.alice}).problems == {WHO: say("desk_family.oneself", "en")}
    save(desk, {})
    assert save(desk, {}).problems == {WHO: say("desk_family.already", "en")}
    assert len(rows(desk)) == 1


def test_somebody_of_another_clinic_is_nobody(desk: Scene):
    assert save(desk, {WHO: desk.people["charlie"]}).problems == {WHO: say("desk_family.nobody", "en")}


def test_it_is_changed_and_only_more_is_told_by_mail(desk: Scene):
    of = save(desk, {}).id
    before = mailed(desk)
    assert not save(desk, {}, of).changed
    assert save(desk, {"label": "relative"}, of).changed
    assert mailed(desk) == before
    assert save(desk, {box(Permission.FORMS): "yes"}, of, now=NOW + timedelta(minutes=1)).changed
    assert len(mailed(desk)) == len(before) + 2
    assert (rows(desk)[0].permissions, rows(desk)[0].label) == ("bookings forms", "relative")


def test_what_a_clinic_file_calls_them_stays_a_choice(desk: Scene):
    of = granted(desk, label="godchild")
    form = desk.database.read(desk_family.form, desk.dana_ctx(), desk.alice, of)
    assert ("godchild", "godchild") in [(one.box, one.name) for one in form.labels]
    assert not save(desk, {box(Permission.PAYMENTS): "no"}, of).problems


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(desk: Scene):
    of = save(desk, {}).id
    save(desk, {"label": "relative"}, of)
    assert save(desk, {"label": "friend", "label_was": "child"}, of).clashed
    assert rows(desk)[0].label == "relative"


def test_who_has_an_account_decides_themselves(desk: Scene):
    of = save(desk, {}).id
    assert shown(desk).decides
    give_account(desk)
    assert not shown(desk).decides
    for act in (
        lambda: save(desk, {}),
        lambda: save(desk, {"label": "friend"}, of),
        lambda: desk.database.read(desk_family.form, desk.dana_ctx(), desk.alice, of),
        lambda: desk.database.write(desk_family.end, desk.dana_ctx(), desk.alice, of),
    ):
        with pytest.raises(DecidesThemselves):
            act()
    assert rows(desk)[0].ended_at is None
    assert [one.id for one in desk.database.read(page, desk.alice_ctx()).granted] == [of]


def test_the_desk_ends_what_it_recorded_also_while_family_is_off(desk: Scene):
    of = save(desk, {}).id
    desk.set("family_profiles", False)
    assert shown(desk) == DeskFamily()
    desk.database.write(desk_family.end, desk.dana_ctx(), desk.alice, of)
    assert rows(desk)[0].ended_at == NOW
    assert "family_ended" in mailed(desk)


def test_it_is_ended_from_the_side_of_the_one_whose_data_it_is(desk: Scene):
    of = save(desk, {}).id
    with pytest.raises(NotFound):
        desk.database.write(desk_family.end, desk.dana_ctx(), desk.people["bob"], of)


@pytest.mark.parametrize("who", ["dana", "robin"])
def test_the_desk_and_the_owner_record_it(desk: Scene, who: str):
    assert save(desk, {}, who=who).changed


def test_a_practitioner_does_not(desk: Scene):
    with pytest.raises(NotAllowed):
        save(desk, {}, who="sam")
    assert rows(desk) == []


def test_a_practitioner_does_not_learn_of_people_who_are_no_patients_of_theirs(desk: Scene):
    desk.book("alice", NOW)
    save(desk, {})
    assert shown(desk, who="sam") == DeskFamily()
    assert not desk.database.read(profiles.show, desk.staff_ctx("sam"), desk.alice)[0].has_family


def test_the_desk_of_another_clinic_finds_nobody(desk: Scene):
    at_birch = replace(desk.dana_ctx(), clinic=desk.ctx("kim").clinic)
    with pytest.raises(FamilyOff):
        desk.database.write(desk_family.save, at_birch, desk.alice, "", {WHO: desk.people["bob"], **BOOKS})
    desk.set("family_profiles", True, "birch")
    at_birch = replace(desk.dana_ctx(), clinic=desk.ctx("kim").clinic)
    with pytest.raises(NotFound):
        desk.database.write(desk_family.save, at_birch, desk.alice, "", {WHO: desk.people["bob"], **BOOKS})


def test_nothing_is_recorded_while_family_is_off(desk: Scene):
    desk.set("family_profiles", False)
    with pytest.raises(FamilyOff):
        save(desk, {})
