"""Family on a patient's profile, over the real event pipeline: live on both sides, and the desk's alone."""

import pytest
from sqlalchemy import delete
from sqlmodel import col

from myaccount.domain.family import Permission
from myaccount.domain.grants import WHO, box
from myaccount.messages import say
from myaccount.models import Account
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.acting import ActingState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.profile.family import ProfileFamilyState
from myaccount.state.profile.profile import ProfileState
from tests.scenes import Scene
from tests.services.family.people import rows
from tests.state.conftest import Visitors
from tests.state.tab import Tab
from tests.state.test_patients import at_profile


@pytest.fixture
def child(sqlite_scene: Scene) -> Scene:
    """The scene with Family turned on, where Alice has no account."""
    sqlite_scene.set("family_profiles", True)
    with sqlite_scene.database.writing() as tx:
        tx.execute(delete(Account).where(col(Account.person_id) == sqlite_scene.alice))
    return sqlite_scene


def grant(scene: Scene) -> dict[str, str]:
    return {WHO: scene.people["bob"], "label": "child", box(Permission.BOOKINGS): "yes"}


async def at_family(visitors: Visitors, who: str = "dana") -> Tab:
    tab = await at_profile(visitors, who)
    await tab.call(ProfileState.turn, part="family")
    return tab


async def test_who_may_act_sees_it_at_once_and_sees_it_go(visitors: Visitors, child: Scene):
    dana, bob = await at_family(visitors), await visitors.tab("bob")
    await dana.call(ProfileFamilyState.edit, relationship_id="")
    await dana.call(ProfileFamilyState.save, form=grant(child))
    assert [one.name for one in dana.var(ProfileFamilyState, "granted")] == ["Bob Moreau"]
    assert not dana.var(ProfileFamilyState, "is_open")
    await bob.call(LiveState.refresh, frame_only=True)
    [choice] = bob.var(ActingState, "choices")
    await dana.call(ProfileFamilyState.end, relationship_id=choice.id)
    assert dana.var(ProfileFamilyState, "granted") == []
    await bob.call(LiveState.refresh, frame_only=True)
    assert bob.var(ActingState, "choices") == []


async def test_a_last_day_that_is_the_last_there_is_holds_nobody_up(visitors: Visitors, child: Scene):
    dana = await at_family(visitors)
    await dana.call(ProfileFamilyState.edit, relationship_id="")
    await dana.call(ProfileFamilyState.save, form=grant(child) | {"until": "9999-12-31"})
    bob = await visitors.tab("bob")
    await bob.call(ActingState.act_for, relationship_id=rows(child)[0].id)
    await bob.call(AppointmentsState.load)
    assert bob.var(ActingState, "line") == "You are acting for Alice Moreau (child)"
    await bob.call(ActingState.back)
    await bob.call(AppointmentsState.load)
    assert bob.var(ActingState, "line") == ""


async def test_a_double_click_records_one_permission(visitors: Visitors, child: Scene):
    dana = await at_family(visitors)
    await dana.call(ProfileFamilyState.edit, relationship_id="")
    for _ in range(2):
        await dana.call(ProfileFamilyState.save, form=grant(child))
    assert len(rows(child)) == 1


async def test_a_form_that_is_turned_back_keeps_open_and_says_everything(visitors: Visitors, child: Scene):
    dana = await at_family(visitors)
    await dana.call(ProfileFamilyState.edit, relationship_id="")
    await dana.call(ProfileFamilyState.save, form={WHO: "", "until": "2020-01-01"})
    assert dana.var(ProfileFamilyState, "is_open")
    assert set(dana.var(ProfileFamilyState, "problems")) == {WHO, "may", "until"}


async def test_the_part_goes_from_open_profiles_with_the_setting(visitors: Visitors, child: Scene):
    dana = await at_family(visitors)
    await dana.call(ProfileFamilyState.edit, relationship_id="")
    child.set("family_profiles", False)
    await dana.call(LiveState.refresh)
    assert (dana.var(ProfileState, "part"), dana.var(ProfileState, "head").has_family) == ("contact", False)
    assert not dana.var(ProfileFamilyState, "is_open")
    await dana.call(ProfileFamilyState.save, form=grant(child))
    assert rows(child) == []


async def test_of_who_has_an_account_it_is_only_shown(visitors: Visitors, sqlite_scene: Scene):
    sqlite_scene.set("family_profiles", True)
    dana = await at_family(visitors)
    assert not dana.var(ProfileFamilyState, "decides")
    await dana.call(ProfileFamilyState.edit, relationship_id="")
    assert dana.var(NoticeState, "problem") == say("refused.decides_themselves", "en", name="Alice Moreau")
    assert not dana.var(ProfileFamilyState, "is_open")


@pytest.mark.parametrize("who", ["sam", "bob", "charlie", "kim"])
async def test_nobody_else_records_anything(visitors: Visitors, child: Scene, who: str):
    tab = await at_profile(visitors, who)
    await tab.call(ProfileFamilyState.edit, relationship_id="")
    await tab.call(ProfileFamilyState.save, form=grant(child))
    await tab.call(ProfileFamilyState.find, words="moreau")
    assert (rows(child), tab.var(ProfileFamilyState, "found")) == ([], [])
