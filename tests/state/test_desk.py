"""Today, the schedule and the booking dialog through the gate."""

from datetime import timedelta
from typing import Any

import pytest

from myaccount.clock import now
from myaccount.domain.time import wall_time
from myaccount.models import Appointment
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.clinic.booking import DeskBookingState
from myaccount.state.clinic.desk import DeskState
from myaccount.state.clinic.new_patient import NewPatientState
from myaccount.state.clinic.schedule import ScheduleState
from myaccount.state.clinic.today import TodayState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.store.bus import Notice
from myaccount.store.presence import presence
from tests.scenes import FAMILY_EMAIL, ZONE, Scene
from tests.state.conftest import Visitors
from tests.state.tab import Tab
from tests.state.world import a_sitting

TODAY, SCHEDULE = "/clinic", "/clinic/schedule"
STAFF = ["robin", "dana", "sam"]
OUTSIDERS = ["alice", "charlie", None]


def noon(days: int = 0) -> Any:
    local = wall_time(now(), ZONE).local
    return now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days, hours=12 - local.hour)


async def desk(visitors: Visitors, who: str = "dana", path: str = TODAY) -> Tab:
    tab = await visitors.tab(who, path=path)
    await tab.call(TodayState.load if path == TODAY else ScheduleState.load)
    return tab


def filled(scene: Scene, day: str, **more: str) -> dict[str, str]:
    place = scene.cedar
    return {
        "person_id": scene.alice, "staff_id": place.staff_id, "treatment_id": place.treatments["physio-60"],
        "location_id": place.location_id, "day": day, "time": "12:00", **more,
    }  # fmt: skip


async def begin(tab: Tab, scene: Scene, day: str) -> None:
    """Open the dialog and choose with whom and for what."""
    await tab.call(DeskBookingState.start, day=day)
    for field in ("staff_id", "treatment_id"):
        await tab.call(DeskBookingState.choose, field=field, value=filled(scene, day)[field])


@pytest.mark.parametrize("who", STAFF)
async def test_everybody_of_the_clinic_opens_both_pages(visitors: Visitors, who: str):
    visitors.scene.book("alice", noon())
    here = await desk(visitors, who)
    assert [row.who for row in here.var(TodayState, "rows")] == ["Alice Moreau"]
    there = await desk(visitors, who, SCHEDULE)
    assert len(there.var(ScheduleState, "columns")[0].blocks) == 1


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_nobody_else_is_told_anything(visitors: Visitors, who: str | None):
    visit = visitors.scene.book("alice", noon())
    tab = await visitors.tab(who, path=TODAY, at="alice" if who is None else None)
    for handler, arguments in (
        (TodayState.load, {}), (ScheduleState.load, {}), (DeskState.open_visit, {"appointment_id": visit}),
        (DeskState.arrive, {"appointment_id": visit}), (DeskBookingState.find, {"words": "alice"}),
        (DeskBookingState.start_move, {"appointment_id": visit}), (LiveState.refresh, {}),
    ):  # fmt: skip
        await tab.call(handler, **arguments)
    assert "Physiotherapy" not in str(tab.sent)
    assert visitors.scene.appointment(visit).state == "booked"


async def test_kim_of_another_clinic_finds_nothing_of_it(visitors: Visitors):
    visit = visitors.scene.book("alice", noon())
    kim = await desk(visitors, "kim")
    for handler in (DeskState.open_visit, DeskState.arrive, DeskState.ask, DeskBookingState.start_move):
        await kim.call(handler, appointment_id=visit)
        assert kim.var(NoticeState, "problem").startswith("We can’t find that.")
    assert visitors.scene.appointment(visit).state == "booked"


async def test_arriving_shows_in_the_row_and_is_undone_there(visitors: Visitors):
    visit = visitors.scene.book("alice", noon())
    dana = await desk(visitors)
    await dana.call(DeskState.arrive, appointment_id=visit)
    assert dana.var(NoticeState, "notice") == "Marked as arrived."
    assert dana.var(TodayState, "counts") == "1 visit, 1 arrived"
    await dana.call(DeskState.undo, appointment_id=visit)
    assert dana.var(TodayState, "rows")[0].arrive is True


async def test_who_is_second_reads_why_and_sees_what_is(visitors: Visitors):
    visit = visitors.scene.book("alice", noon())
    one, other = await desk(visitors), await desk(visitors, "robin")
    await one.call(DeskState.arrive, appointment_id=visit)
    await other.call(DeskState.arrive, appointment_id=visit)
    assert other.var(NoticeState, "problem").startswith("Somebody has changed this visit")
    await other.call(LiveState.refresh)
    assert other.var(TodayState, "rows")[0].state == "arrived"


async def test_a_booking_reaches_the_other_desk_and_the_patients_open_page(visitors: Visitors):
    scene, tomorrow = visitors.scene, wall_time(now() + timedelta(days=1), ZONE).local.date().isoformat()
    dana, robin = await desk(visitors, path=SCHEDULE), await desk(visitors, "robin", SCHEDULE)
    alice, bob = await visitors.tab("alice"), await visitors.tab("bob")
    await begin(dana, scene, tomorrow)
    await dana.call(DeskBookingState.save, form=filled(scene, tomorrow))
    assert dana.var(DeskBookingState, "mode") == ""
    concerned = {tab.token for tab in presence.concerned([Notice(scene.cedar.clinic_id, "visit", scene.alice)])}
    assert {dana.token, robin.token, alice.token} <= concerned
    assert bob.token not in concerned
    await alice.call(LiveState.refresh)
    assert [card.title for card in alice.var(AppointmentsState, "cards")] == ["Physiotherapy"]


async def test_what_was_chosen_counts_though_the_box_still_shows_what_was_before(visitors: Visitors):
    scene, tomorrow = visitors.scene, wall_time(noon(1), ZONE).local.date().isoformat()
    dana = await desk(visitors, path=SCHEDULE)
    await begin(dana, scene, tomorrow)
    await dana.call(DeskBookingState.save, form=filled(scene, tomorrow, staff_id="", treatment_id=""))
    assert [visit.treatment_id for visit in scene.rows(Appointment)] == [scene.cedar.treatments["physio-60"]]


async def test_without_a_treatment_the_dialog_says_what_to_choose(visitors: Visitors):
    scene, tomorrow = visitors.scene, wall_time(noon(1), ZONE).local.date().isoformat()
    dana = await desk(visitors, path=SCHEDULE)
    await dana.call(DeskBookingState.start, day=tomorrow)
    await dana.call(DeskBookingState.save, form=filled(scene, tomorrow))
    assert dana.var(DeskBookingState, "error") == "Choose a practitioner and a treatment."
    assert scene.rows(Appointment) == []


async def test_a_taken_time_is_said_in_the_dialog_which_keeps_what_was_chosen(visitors: Visitors):
    scene = visitors.scene
    scene.book("bob", noon(1))
    tomorrow = wall_time(noon(1), ZONE).local.date().isoformat()
    dana = await desk(visitors, path=SCHEDULE)
    await dana.call(DeskBookingState.start_at, staff_id=scene.cedar.staff_id, day=tomorrow, minute=720)
    assert (dana.var(DeskBookingState, "time"), dana.var(DeskBookingState, "staff_id")) == (
        "12:00",
        scene.cedar.staff_id,
    )
    await dana.call(DeskBookingState.choose, field="treatment_id", value=scene.cedar.treatments["physio-60"])
    await dana.call(DeskBookingState.save, form=filled(scene, tomorrow))
    assert dana.var(DeskBookingState, "error").startswith("That time has just been taken")
    assert (dana.var(DeskBookingState, "mode"), dana.var(DeskBookingState, "time")) == ("book", "12:00")
    assert len(scene.rows(Appointment)) == 1


async def test_a_visit_is_moved_and_the_panel_follows_it(visitors: Visitors):
    scene = visitors.scene
    visit, tomorrow = scene.book("alice", noon(1)), wall_time(noon(1), ZONE).local.date().isoformat()
    dana = await desk(visitors, path=SCHEDULE)
    await dana.call(DeskBookingState.start_move, appointment_id=visit)
    assert (dana.var(DeskBookingState, "day"), dana.var(DeskBookingState, "time")) == (tomorrow, "12:00")
    form = filled(scene, tomorrow, time="15:00")
    sent = {name: form[name] for name in ("staff_id", "location_id", "day", "time")}
    await dana.call(DeskBookingState.save, form={**sent, "treatment_id": None, "second": None})
    assert dana.var(DeskState, "visit").time == "3:00–4:00 p.m."
    assert scene.appointment(visit).state == "archived"


async def test_a_visit_is_cancelled_with_a_reason_and_undone(visitors: Visitors):
    visit = visitors.scene.book("alice", noon(1))
    dana = await desk(visitors, path=SCHEDULE)
    await dana.call(DeskState.ask, appointment_id=visit)
    assert dana.var(DeskState, "asking") is True
    await dana.call(DeskState.cancel, form={"reason": "", "tell": "on"})
    assert dana.var(DeskState, "error") == "Choose a reason from the list."
    await dana.call(DeskState.cancel, form={"reason": "other", "note": "n", "tell": "on"})
    assert (dana.var(DeskState, "asking"), dana.var(DeskState, "visit").undo) == (False, True)
    await dana.call(DeskState.undo, appointment_id=visit)
    assert visitors.scene.appointment(visit).state == "booked"


async def test_patients_are_found_by_what_is_typed(visitors: Visitors):
    dana = await desk(visitors, path=SCHEDULE)
    await dana.call(DeskBookingState.find, words="nobody at all")
    assert (dana.var(DeskBookingState, "found"), dana.var(DeskBookingState, "said")) == ([], "nobody at all")


async def test_a_new_patient_is_added_while_booking_and_one_who_is_like_another_is_pointed_out(visitors: Visitors):
    scene, tomorrow = visitors.scene, wall_time(noon(1), ZONE).local.date().isoformat()
    dana = await desk(visitors, path=SCHEDULE)
    await begin(dana, scene, tomorrow)
    await dana.call(NewPatientState.begin, words="Alice  Moreau")
    assert dana.var(NewPatientState, "begun") == {"first_name": "Alice", "last_name": "Moreau"}
    typed = filled(scene, tomorrow, first_name="", person_id=None)
    await dana.call(DeskBookingState.save, form=typed)
    assert dana.var(NewPatientState, "problems") == {"first_name": "Enter a first name."}
    await dana.call(
        DeskBookingState.save, form={**typed, "first_name": "Alice", "last_name": "Moreau", "email": FAMILY_EMAIL}
    )
    assert [one.name for one in dana.var(NewPatientState, "alike")] == ["Alice Moreau"]
    await dana.call(DeskBookingState.take, person_id=scene.people["bob"])
    assert dana.var(DeskBookingState, "patient").id == ""
    await dana.call(NewPatientState.begin, words="x")
    await dana.call(DeskBookingState.save, form={**typed, "first_name": "Noor", "email": "noor@mail.test"})
    assert dana.var(DeskBookingState, "mode") == ""
    assert dana.var(DeskState, "visit").who == "Noor"


async def test_who_is_there_already_is_taken_instead(visitors: Visitors):
    scene, tomorrow = visitors.scene, wall_time(noon(1), ZONE).local.date().isoformat()
    dana = await desk(visitors, path=SCHEDULE)
    await begin(dana, scene, tomorrow)
    await dana.call(NewPatientState.begin, words="alice@mail.test")
    assert dana.var(NewPatientState, "begun") == {"email": "alice@mail.test"}
    await dana.call(
        DeskBookingState.save, form=filled(scene, tomorrow, first_name="Alice", last_name="Moreau", email=FAMILY_EMAIL)
    )
    await dana.call(DeskBookingState.take, person_id=scene.alice)
    assert (dana.var(DeskBookingState, "patient").name, dana.var(NewPatientState, "is_open")) == ("Alice Moreau", False)
    await dana.call(DeskBookingState.save, form=filled(scene, tomorrow))
    assert len(scene.rows(Appointment, person_id=scene.alice)) == 1


async def test_a_seat_is_moved_to_another_time_of_its_class(visitors: Visitors):
    scene = visitors.scene
    here, there = (a_sitting(scene, noon(days)) for days in (1, 2))
    with scene.database.writing() as tx:
        tx.add_all([here, there])
    dana = await desk(visitors, path=SCHEDULE)
    await dana.call(DeskBookingState.start_seat, class_id=here.id)
    await dana.call(DeskBookingState.save, form={"person_id": scene.alice})
    [seat] = scene.rows(Appointment, class_id=here.id)
    assert dana.var(DeskState, "visit").move is True
    await dana.call(DeskBookingState.start_move, appointment_id=seat.id)
    assert [one.id for one in dana.var(DeskBookingState, "form").sittings] == [there.id]
    await dana.call(DeskBookingState.save, form={"class_id": ""})
    assert dana.var(DeskBookingState, "error") == "Choose a class time from the list."
    await dana.call(DeskBookingState.save, form={"class_id": there.id})
    assert (dana.var(NoticeState, "notice"), dana.var(DeskState, "visit").class_id) == ("Moved.", there.id)


@pytest.mark.parametrize(
    "asked",
    [
        {"day": "x"}, {"day": "9999-12-31"}, {"day": "0001-01-01"}, {"day": "2026-02-30"}, {"view": "year"},
        {"view": "week", "staff": "nobody"}, {"view": "week", "staff": "\0"}, {"location": "é"}, {"day": "٢026-11-22"},
    ],
)  # fmt: skip
async def test_an_odd_address_shows_something_sensible(visitors: Visitors, asked: dict[str, str]):
    visitors.scene.book("alice", noon())
    tab = await visitors.tab("dana", path=SCHEDULE)
    tab.query = asked
    await tab.call(ScheduleState.load)
    assert tab.var(ScheduleState, "loaded") is True
    assert tab.var(NoticeState, "problem") == ""


async def test_the_address_carries_the_view(visitors: Visitors):
    dana = await desk(visitors, path=SCHEDULE)
    await dana.call(ScheduleState.go, day="2026-12-01")
    await dana.call(ScheduleState.go, day="0202-12-01")
    await dana.call(ScheduleState.choose_staff, staff_id=visitors.scene.staff["sam"])
    assert dana.redirects[0] == "/clinic/schedule?day=2026-12-01"
    assert f"view=week&staff={visitors.scene.staff['sam']}" in dana.redirects[1]
    assert len(dana.redirects) == 2


@pytest.mark.parametrize("minute", [-5, 100_000])
async def test_a_minute_that_no_day_has_is_the_nearest(visitors: Visitors, minute: int):
    dana = await desk(visitors, path=SCHEDULE)
    await dana.call(DeskBookingState.start_at, staff_id=visitors.scene.cedar.staff_id, day="2026-12-01", minute=minute)
    assert dana.var(DeskBookingState, "time") in ("00:00", "23:59")
