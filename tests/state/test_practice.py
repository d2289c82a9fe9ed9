"""Treatments, staff and places through the gate, and what becomes of a page whose role was taken away."""

import pytest

from myaccount.models import Shift, Staff, TimeOff, Treatment
from myaccount.services.practice import staff
from myaccount.state.clinic.hours import HoursState
from myaccount.state.clinic.places import ClinicInfoState, LocationsState
from myaccount.state.clinic.settings import SettingsState
from myaccount.state.clinic.staff import StaffState
from myaccount.state.clinic.time_off import TimeOffState
from myaccount.state.clinic.treatments import TreatmentsState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.shell import ShellState
from myaccount.store.bus import Notice
from myaccount.store.presence import presence
from tests.state.conftest import Visitors

TREATMENTS, STAFF, SETTINGS = "/clinic/treatments", "/clinic/staff", "/clinic/settings"


async def test_the_owner_saves_a_treatment_and_another_open_list_follows(visitors: Visitors):
    robin, sam = await visitors.tab("robin", path=TREATMENTS), await visitors.tab("sam", path=TREATMENTS)
    for tab in (robin, sam):
        await tab.call(TreatmentsState.load)
    physio = visitors.scene.cedar.treatments["physio-60"]
    await robin.call(TreatmentsState.edit, treatment_id=physio)
    assert robin.var(TreatmentsState, "fields")["price_cents"] == "$120.00"
    await robin.call(TreatmentsState.save, form={"price_cents": "130", "price_cents_was": "$120.00"})
    assert (robin.var(TreatmentsState, "is_open"), robin.var(NoticeState, "notice")) == (False, "Saved.")
    await sam.call(LiveState.refresh)
    shown = {row.id: row.price for row in sam.var(TreatmentsState, "rows")}
    assert shown[physio] == "$130.00"
    assert sam.var(TreatmentsState, "may_edit") is False


async def test_a_form_that_is_turned_back_stays_open_with_its_reasons(visitors: Visitors):
    robin = await visitors.tab("robin", path=TREATMENTS)
    await robin.call(TreatmentsState.edit, treatment_id="")
    await robin.call(TreatmentsState.save, form={"name": "", "minutes": "62"})
    assert robin.var(TreatmentsState, "is_open") is True
    assert robin.var(TreatmentsState, "problems").keys() == {"name", "minutes"}
    assert robin.var(TreatmentsState, "attempt") == 1


async def test_an_open_form_shows_what_somebody_else_changes(visitors: Visitors):
    robin = await visitors.tab("robin", path=TREATMENTS)
    physio = visitors.scene.cedar.treatments["physio-60"]
    await robin.call(TreatmentsState.edit, treatment_id=physio)
    with visitors.scene.database.writing() as tx:
        tx.get_one(Treatment, physio).minutes = 45
    await robin.call(LiveState.refresh)
    assert robin.var(TreatmentsState, "fields")["minutes"] == "45"


async def test_a_push_that_changes_nothing_sends_nothing(visitors: Visitors):
    for state, path in ((TreatmentsState, TREATMENTS), (StaffState, STAFF), (SettingsState, SETTINGS)):
        robin = await visitors.tab("robin", path=path)
        await robin.call(state.load)
        robin.sent.clear()
        await robin.call(LiveState.refresh)
        assert robin.sent == []


async def test_the_front_desk_is_given_the_week_of_everybody_and_nobodys_profile(visitors: Visitors):
    dana = await visitors.tab("dana", path=STAFF)
    await dana.call(StaffState.load)
    await dana.call(StaffState.show, staff_id=visitors.scene.staff["sam"])
    assert dana.var(StaffState, "week").name == "Sam Field"
    assert (dana.var(StaffState, "fields"), "sam@clinic.test" in str(dana.sent)) == ({}, False)
    await dana.call(HoursState.edit, shift_id="")
    await dana.call(HoursState.save, form={"day.0": "yes"})
    assert [row.day for row in dana.var(StaffState, "week").hours] == ["Monday"]
    [shift] = dana.var(StaffState, "week").hours
    await dana.call(HoursState.remove, shift_id=shift.id)
    assert dana.var(StaffState, "week").hours == ()
    await dana.call(HoursState.undo)
    assert [row.day for row in dana.var(StaffState, "week").hours] == ["Monday"]


async def test_a_practitioner_notes_their_own_time_off_and_opens_nobody_else(visitors: Visitors):
    sam = await visitors.tab("sam", path=STAFF)
    await sam.call(StaffState.load)
    await sam.call(StaffState.show, staff_id=visitors.scene.staff["dana"])
    assert (sam.var(StaffState, "is_open"), sam.var(NoticeState, "problem") != "") == (False, True)
    await sam.call(StaffState.show, staff_id=visitors.scene.staff["sam"])
    await sam.call(TimeOffState.begin)
    await sam.call(TimeOffState.save, form={"from_day": "2030-12-24"})
    [off] = sam.var(StaffState, "week").off
    await sam.call(TimeOffState.remove, off_id=off.id)
    await sam.call(TimeOffState.undo)
    assert len(sam.var(StaffState, "week").off) == 1
    assert len(visitors.scene.audit("time_off.added")) == 2


async def test_a_new_name_of_the_clinic_shows_in_a_patients_open_page(visitors: Visitors):
    robin, alice = await visitors.tab("robin", path=SETTINGS), await visitors.tab("alice")
    await alice.call(ShellState.load)
    await robin.call(ClinicInfoState.edit)
    await robin.call(ClinicInfoState.try_colour, colour="#ffee00")
    assert robin.var(ClinicInfoState, "light")["on"] == "#ffffff"
    await robin.call(ClinicInfoState.save, form={"name": "Cedar Health", "name_was": "Cedar Physio"})
    notice = Notice(visitors.scene.cedar.clinic_id, "practice")
    assert {robin.token, alice.token} <= {tab.token for tab in presence.concerned([notice])}
    await alice.call(LiveState.refresh)
    assert alice.var(ShellState, "clinic_name") == "Cedar Health"


async def test_the_owner_adds_a_location(visitors: Visitors):
    robin = await visitors.tab("robin", path=SETTINGS)
    await robin.call(SettingsState.load)
    await robin.call(LocationsState.edit, location_id="")
    await robin.call(LocationsState.save, form={"name": "West", "time_zone": "America/Vancouver"})
    assert [row.name for row in robin.var(LocationsState, "rows")] == ["Main Street", "West"]


async def test_who_is_archived_is_led_to_my_account_with_nothing_of_the_clinic_left(visitors: Visitors):
    scene = visitors.scene
    dana = await visitors.tab("dana", path=STAFF)
    await dana.call(StaffState.load)
    await dana.call(StaffState.show, staff_id=scene.staff["sam"])
    scene.database.write(staff.archive, scene.staff_ctx("robin"), scene.staff["dana"])
    await dana.call(LiveState.refresh)
    assert dana.redirects == ["/account"]
    assert (dana.var(StaffState, "rows"), dana.var(StaffState, "week").name) == ([], "")
    assert (dana.var(ShellState, "role"), dana.var(ShellState, "clinic_home")) == ("", "")
    assert dana.var(ShellState, "person_name") == "Dana Oduya"
    await dana.call(StaffState.load)
    assert dana.var(StaffState, "rows") == []
    [refused] = scene.audit("refused")
    assert refused.actor_id == scene.people["dana"]


async def test_who_has_another_role_is_led_to_where_that_role_lands(visitors: Visitors):
    scene = visitors.scene
    robin = await visitors.tab("robin", path=SETTINGS)
    await robin.call(SettingsState.load)
    with scene.database.writing() as tx:
        tx.get_one(Staff, scene.staff["robin"]).role = "front_desk"
    await robin.call(LiveState.refresh)
    assert robin.redirects == [robin.var(ShellState, "clinic_home")]
    assert robin.redirects[0].startswith("/clinic")
    assert (robin.var(SettingsState, "switches"), robin.var(LocationsState, "rows")) == ({}, [])


async def test_a_page_that_the_role_may_still_open_stays(visitors: Visitors):
    sam = await visitors.tab("sam", path=TREATMENTS)
    await sam.call(TreatmentsState.load)
    await sam.call(LiveState.refresh)
    assert sam.redirects == []
    assert len(sam.var(TreatmentsState, "rows")) == 3


async def test_an_owner_who_becomes_a_practitioner_keeps_no_open_form(visitors: Visitors):
    scene = visitors.scene
    robin = await visitors.tab("robin", path=TREATMENTS)
    await robin.call(TreatmentsState.load)
    await robin.call(TreatmentsState.edit, treatment_id=scene.cedar.treatments["yoga"])
    with scene.database.writing() as tx:
        tx.get_one(Staff, scene.staff["robin"]).role = "practitioner"
    await robin.call(LiveState.refresh)
    assert (robin.var(TreatmentsState, "is_open"), robin.var(TreatmentsState, "fields")) == (False, {})
    assert robin.var(TreatmentsState, "may_edit") is False


@pytest.mark.parametrize("who", ["kim", "charlie"])
async def test_people_of_another_clinic_get_nothing_of_this_one(visitors: Visitors, who: str):
    scene = visitors.scene
    tab = await visitors.tab(who, path=STAFF)
    await tab.call(StaffState.show, staff_id=scene.staff["sam"])
    await tab.call(TreatmentsState.edit, treatment_id=scene.cedar.treatments["yoga"])
    await tab.call(HoursState.edit, shift_id="A" * 22)
    assert "Sam" not in str(tab.sent)
    assert "Gentle yoga" not in str(tab.sent)


@pytest.mark.parametrize("what", [HoursState, TimeOffState])
async def test_what_was_taken_away_is_not_undone_into_the_week_of_somebody_else(visitors: Visitors, what: type):
    scene = visitors.scene
    dana = await visitors.tab("dana", path=STAFF)
    await dana.call(StaffState.load)
    await dana.call(StaffState.show, staff_id=scene.staff["sam"])
    if what is HoursState:
        await dana.call(HoursState.edit, shift_id="")
        await dana.call(HoursState.save, form={"day.0": "yes"})
        await dana.call(HoursState.remove, shift_id=dana.var(StaffState, "week").hours[0].id)
    else:
        await dana.call(TimeOffState.begin)
        await dana.call(TimeOffState.save, form={"from_day": "2030-12-24"})
        await dana.call(TimeOffState.remove, off_id=dana.var(StaffState, "week").off[0].id)
    await dana.call(StaffState.show, staff_id=scene.staff["robin"])
    await dana.call(what.undo)  # type: ignore[attr-defined]
    assert (scene.rows(Shift), scene.rows(TimeOff)) == ([], [])
