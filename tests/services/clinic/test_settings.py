"""The clinic's settings, in both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.origins import Origins
from myaccount.domain.refusals import NotAcceptable, NotAllowed, NotFound, Refused
from myaccount.domain.settings import REGISTRY, Setting, Value
from myaccount.models import AuditEntry, Change, Clinic, ClinicSetting
from myaccount.services.clinic import settings
from myaccount.services.context import StaffContext
from tests import jitsi_server, social, stripe_cards
from tests.scenes import NOW, Scene

every_setting = pytest.mark.parametrize("setting", REGISTRY.values(), ids=REGISTRY)
NOT_A_KEY = ["", "nothing", "__class__", "cancellation", "a\0b", "x" * 5000, "' OR 1=1 --"]


def other_value(setting: Setting) -> Value:
    """Choose a value that a setting takes and does not have by default."""
    if setting.kind is Origins:
        return "https://www.cedar.test"
    if setting.kind is str:
        return "What brings you in?"
    if setting.choices:
        return next(choice for choice in setting.choices if choice != setting.default)
    return not setting.default if setting.kind is bool else int(setting.default) + 1


def kept(setting: Setting, value: Value) -> Value:
    """Tell what a value is kept as: a list is typed as a text."""
    return Origins(str(value).split()) if setting.kind is Origins else value


def written(value: Value) -> object:
    """Tell how a value stands in the trail."""
    return " ".join(value) if isinstance(value, Origins) else value


def change(scene: Scene, key: str, value: Value | None, who: str = "robin") -> None:
    scene.database.write(settings.change, scene.staff_ctx(who), key, value)


def value_of(scene: Scene, key: str, slug: str = "cedar") -> Value:
    return getattr(scene.clinic_ctx(slug).settings, key)


def version_of(scene: Scene) -> int:
    [clinic] = scene.rows(Clinic, id=scene.cedar.clinic_id)
    return clinic.settings_version


@every_setting
def test_the_owner_changes_it_with_before_and_after_in_the_trail(scene: Scene, setting: Setting):
    stripe_cards.set_up(scene, payments=False)  # without a processor there is no taking payments
    social.give_keys(scene)
    jitsi_server.give_keys(scene)
    value, version = other_value(setting), version_of(scene)
    change(scene, setting.key, value)
    value = kept(setting, value)
    assert value_of(scene, setting.key) == value
    assert version_of(scene) == version + 1
    [entry] = scene.audit("setting.changed")
    before, after = written(setting.default), written(value)
    assert (entry.subject_id, entry.facts) == (setting.key, {"before": before, "after": after})
    assert (entry.actor_id, entry.person_id) == (scene.people["robin"], None)


@every_setting
@pytest.mark.parametrize("who", ["dana", "sam"])
def test_nobody_else_of_the_clinic_does(scene: Scene, setting: Setting, who: str):
    with pytest.raises(NotAllowed):
        change(scene, setting.key, other_value(setting), who)
    assert value_of(scene, setting.key) == setting.default
    assert not scene.rows(ClinicSetting)


def test_a_patient_neither_sees_nor_changes_them(scene: Scene):
    for use_case in (settings.page, lambda tx, ctx: settings.change(tx, ctx, "allow_cancellations", False)):
        with pytest.raises(NotAllowed):
            scene.database.write(use_case, scene.alice_ctx())  # type: ignore[arg-type]
    assert not scene.rows(ClinicSetting)


@pytest.mark.parametrize("who", ["dana", "sam"])
def test_only_the_owner_sees_them(scene: Scene, who: str):
    with pytest.raises(NotAllowed):
        scene.database.read(settings.page, scene.staff_ctx(who))


def test_the_other_clinic_stays_as_it_is(scene: Scene):
    change(scene, "allow_cancellations", False)
    assert value_of(scene, "allow_cancellations", "birch") is True
    assert {row.clinic_id for row in scene.rows(ClinicSetting)} == {scene.cedar.clinic_id}


@every_setting
def test_an_impossible_value_is_refused_and_nothing_is_written(scene: Scene, setting: Setting):
    version = version_of(scene)
    wrong: list[Any] = [None]
    if setting.kind is Origins:
        wrong += [True, 1, "cedar.test", "https://cedar.test\nhttp://cedar.test", ["https://cedar.test/book"], [1]]
    elif setting.kind is str:
        wrong += [True, 1, ["x"], "x" * ((setting.maximum or 0) + 1), "a\0b"]
    else:
        wrong += (
            [0, 1] if setting.kind is bool else [True, (setting.minimum or 0) - 1, (setting.maximum or 0) + 1, 10**30]
        )
    for value in wrong:
        with pytest.raises(NotAcceptable) as refused:
            change(scene, setting.key, value)
        assert refused.value.facts["field"] == setting.key
    assert value_of(scene, setting.key) == setting.default
    assert version_of(scene) == version
    assert not scene.rows(ClinicSetting) and not scene.audit("setting.changed") and not scene.rows(Change)


@every_setting
def test_both_bounds_are_possible(scene: Scene, setting: Setting):
    stripe_cards.set_up(scene, payments=False)
    social.give_keys(scene)
    jitsi_server.give_keys(scene)
    ends = (False, True) if setting.kind is bool else (setting.minimum, setting.maximum)
    if setting.kind is Origins:
        ends = ("", "\n".join(f"https://w{number}.test" for number in range(20)))
    if setting.kind is str:
        ends = ("x" * (setting.maximum or 0), "")
    for value in setting.choices or ends:
        change(scene, setting.key, value)
        assert value_of(scene, setting.key) == kept(setting, value)


def test_the_refusal_says_what_is_possible_and_what_still_holds(scene: Scene):
    change(scene, "cancellation_period_hours", 48)
    with pytest.raises(NotAcceptable) as refused:
        change(scene, "cancellation_period_hours", 9000)
    assert refused.value.facts["reason"] == "Choose a whole number from 0 to 1440. It is still 48."


@pytest.mark.parametrize("value", ["", "Off", "x" * 5000, "allowed ", True, 0, None])
def test_what_is_none_of_the_choices_is_refused_in_words(scene: Scene, value: Value | None):
    change(scene, "online_booking", "sign_in_required")
    with pytest.raises(NotAcceptable) as refused:
        change(scene, "online_booking", value)
    assert "It is still “Signed-in patients”." in refused.value.facts["reason"]
    assert value_of(scene, "online_booking") == "sign_in_required"


@pytest.mark.parametrize("key", NOT_A_KEY)
def test_what_is_no_setting_is_not_found(scene: Scene, key: str):
    with pytest.raises(NotFound):
        change(scene, key, True)
    assert not scene.rows(ClinicSetting)


def test_the_value_it_has_already_leaves_no_trace(scene: Scene):
    version = version_of(scene)
    change(scene, "allow_cancellations", True)
    assert not scene.audit("setting.changed") and not scene.rows(ClinicSetting)
    assert version_of(scene) == version


def test_there_and_back_is_two_changes(scene: Scene):
    change(scene, "client_pronouns", True)
    change(scene, "client_pronouns", False)
    assert value_of(scene, "client_pronouns") is False
    assert [entry.facts["after"] for entry in scene.audit("setting.changed")] == [True, False]


def test_every_open_page_of_the_clinic_hears_of_it(sqlite_scene: Scene):
    change(sqlite_scene, "allow_cancellations", False)
    [notice] = sqlite_scene.rows(Change)
    assert (notice.clinic_id, notice.person_id) == (sqlite_scene.cedar.clinic_id, None)
    assert notice.topic == "setting.allow_cancellations"


def test_two_people_at_once_overwrite_nothing_of_each_other(scene: Scene):
    wishes: list[tuple[str, bool | int]] = [
        ("allow_cancellations", False),
        ("cancellation_period_hours", 5),
        ("show_phone", False),
        ("client_pronouns", True),
    ]
    version, together = version_of(scene), Barrier(len(wishes))

    def wish(one: tuple[str, bool | int]) -> None:
        together.wait()
        change(scene, *one)

    with ThreadPoolExecutor(len(wishes)) as pool:
        list(pool.map(wish, wishes))
    assert [value_of(scene, key) for key, _ in wishes] == [value for _, value in wishes]
    assert version_of(scene) == version + len(wishes)


def test_two_people_at_once_change_one_setting_in_turn(scene: Scene):
    together = Barrier(6)

    def wish(hours: int) -> None:
        together.wait()
        change(scene, "cancellation_period_hours", hours)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(wish, range(1, 7)))
    trail = [
        (entry.facts["before"], entry.facts["after"]) for entry in sorted(scene.audit("setting.changed"), key=by_id)
    ]
    assert trail[0][0] == 24
    assert [before for before, _ in trail[1:]] == [after for _, after in trail[:-1]]
    assert value_of(scene, "cancellation_period_hours") == trail[-1][1]


def by_id(entry: AuditEntry) -> int:
    return entry.id or 0


def page(scene: Scene, **how: str):
    return scene.database.read(settings.page, scene.staff_ctx("robin", **how))  # type: ignore[arg-type]


def test_the_page_shows_every_setting_once(scene: Scene):
    scene.set("cancellation_period_hours", 5)
    shown = page(scene)
    assert sorted([*shown.switches, *shown.numbers, *shown.choices, *shown.lists, *shown.texts]) == sorted(REGISTRY)
    assert shown.choices["online_booking"] == "allowed"
    assert (shown.switches["client_pronouns"], shown.numbers["cancellation_period_hours"]) == (False, 5)


def test_the_page_shows_a_change_made_since_the_event_began(scene: Scene):
    ctx = scene.staff_ctx("robin")
    scene.database.write(settings.change, ctx, "client_pronouns", True)
    assert scene.database.read(settings.page, ctx).switches["client_pronouns"] is True


def test_it_counts_the_visits_that_the_cancellation_settings_are_about(scene: Scene):
    assert page(scene).touches["allow_cancellations"] == "No upcoming visits now."
    scene.book("alice", NOW + timedelta(days=1))
    assert page(scene).touches["allow_cancellations"] == "1 upcoming visit."
    scene.book("bob", NOW + timedelta(days=2))
    scene.book("bob", NOW + timedelta(days=3), state=AppointmentState.CANCELLED)
    scene.book("bob", NOW - timedelta(days=3))
    scene.book("charlie", NOW + timedelta(days=2))
    assert page(scene).touches["cancellation_period_hours"] == "2 upcoming visits."
    assert page(scene, lang="fr").touches["allow_cancellations"] == "2 rendez-vous à venir."


def test_it_says_which_number_and_address_are_shown(scene: Scene):
    said = page(scene).touches
    assert said["show_phone"] == "On record: 416-555-0100."
    assert said["show_email"] == "On record: desk@cedar.test."
    assert said["show_clinic_time_zone"] == "On record: Toronto time."


def test_a_refusal_is_a_refusal_for_whoever_works_elsewhere(scene: Scene):
    ctx: StaffContext = scene.staff_ctx("kim")
    with pytest.raises(Refused):
        scene.database.write(settings.change, ctx, "allow_cancellations", False)
    assert value_of(scene, "allow_cancellations") is True
