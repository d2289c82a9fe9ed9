"""What is offered, and which times are free."""

from datetime import UTC, datetime, time, timedelta

import pytest

from myaccount.domain.booking import BookingOff, LimitReached, SignInRequired
from myaccount.domain.refusals import NotFound
from myaccount.models import Location, Shift, Staff, StaffTreatment, Treatment, TreatmentLocation
from myaccount.services.booking import search
from myaccount.services.booking.offer import offer
from myaccount.views.booking import DayChoice
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import (
    DAY,
    HOUR,
    MONDAY,
    a_sitting,
    add,
    another_location,
    another_practitioner,
    booked,
    change,
    criteria,
    hold,
    labels,
    open_all_week,
    slot,
    times,
)


def days(scene: Scene, what) -> list[DayChoice]:
    return list(scene.database.read(search.days, scene.alice_ctx(), what))


def nearest(scene: Scene, what, at: datetime) -> list[str]:
    found = scene.database.read(search.nearest, scene.alice_ctx(), what, slot(scene, at).at)
    return [f"{one.day[-2:]} {one.label}" for one in found]


class TestOffer:
    def test_it_shows_what_has_hours_or_sittings(self, week: Scene):
        shown = week.database.read(offer, week.alice_ctx())
        assert [one.name for one in shown.treatments] == ["Physiotherapy", "Video follow-up"]
        assert [one.name for one in shown.practitioners] == ["Sam Field"]
        assert [one.name for one in shown.locations] == ["Main Street"]
        a_sitting(week)
        classes = [one for one in week.database.read(offer, week.clinic_ctx()).treatments if one.is_class]
        assert [one.name for one in classes] == ["Gentle yoga"]

    def test_a_practitioner_is_known_by_what_they_offer_until_that_is_chosen(self, week: Scene):
        another_practitioner(week)
        video = week.cedar.treatments["video-45"]
        change(week, Treatment, video, discipline="Counselling")
        assert [(one.name, one.line) for one in week.database.read(offer, week.alice_ctx()).practitioners] == [
            ("Ada Abbott", "Physiotherapy"),
            ("Sam Field", "Counselling, Physiotherapy"),
        ]
        assert week.database.read(offer, week.alice_ctx(), video).practitioners[0].line == ""

    def test_a_choice_narrows_down_the_others(self, week: Scene):
        ada = another_practitioner(week)
        video = week.cedar.treatments["video-45"]
        assert len(week.database.read(offer, week.alice_ctx()).practitioners) == 2
        shown = week.database.read(offer, week.alice_ctx(), video)
        assert [one.id for one in shown.practitioners] == [week.cedar.staff_id]
        assert (shown.treatment_id, shown.unknown, len(shown.treatments)) == (video, False, 2)
        assert [one.name for one in week.database.read(offer, week.alice_ctx(), "", ada).treatments] == [
            "Physiotherapy"
        ]

    def test_a_link_names_the_ids_of_the_clinic_file(self, week: Scene):
        for table, row, name in (
            (Treatment, week.cedar.treatments["physio-60"], "physio"),
            (Staff, week.cedar.staff_id, "sam"),
            (Location, week.cedar.location_id, "main"),
        ):
            change(week, table, row, external_id=name)
        shown = week.database.read(offer, week.alice_ctx(), "physio", "sam", "main")
        assert (shown.treatment_id, shown.staff_id) == (week.cedar.treatments["physio-60"], week.cedar.staff_id)

    @pytest.mark.parametrize("name", ["nothing", "x\0", "é", "x" * 5000])
    def test_a_link_to_nothing_shows_the_whole_list_and_says_so(self, week: Scene, name: str):
        for link in ((name,), ("", name), ("", "", name), (week.birch.treatments["physio-60"],)):
            shown = week.database.read(offer, week.alice_ctx(), *link)
            assert (shown.unknown, shown.treatment_id, len(shown.treatments)) == (True, "", 2)

    def test_what_is_archived_or_switched_off_is_not_there(self, week: Scene):
        change(week, Treatment, week.cedar.treatments["video-45"], book_online=False)
        assert [one.name for one in week.database.read(offer, week.alice_ctx()).treatments] == ["Physiotherapy"]
        change(week, Staff, week.cedar.staff_id, archived_at=NOW)
        assert week.database.read(offer, week.alice_ctx()).treatments == ()

    def test_who_may_not_book_is_told(self, week: Scene):
        week.set("online_booking", "sign_in_required")
        with pytest.raises(SignInRequired):
            week.database.read(offer, week.clinic_ctx())
        week.set("upcoming_limit", 1)
        week.book("alice", MONDAY)
        with pytest.raises(LimitReached):
            week.database.read(offer, week.alice_ctx())
        week.set("online_booking", "off")
        with pytest.raises(BookingOff):
            week.database.read(offer, week.alice_ctx())

    def test_it_says_nothing_of_another_clinic(self, week: Scene):
        assert week.database.read(offer, week.charlie_ctx()).treatments == ()


class TestDaysAndTimes:
    def test_every_quarter_of_an_hour_of_a_shift_that_leaves_time_for_the_visit(self, week: Scene):
        found = labels(week, criteria(week))
        assert (found[0], found[1], found[-1], len(found)) == ("9:00 a.m.", "9:15 a.m.", "4:00 p.m.", 29)

    def test_days_reach_to_the_horizon(self, week: Scene):
        week.set("horizon_days", 3)
        found = days(week, criteria(week))
        assert [(one.day, one.contact_only) for one in found] == [(f"2026-11-{day}", False) for day in (20, 21, 22, 23)]
        assert (found[-1].label, found[-1].free) == ("Monday 23 November", 29)

    def test_a_day_that_is_all_booked_is_not_there(self, week: Scene):
        for hour in range(8):
            week.book("bob", MONDAY + hour * HOUR)
        assert "2026-11-23" not in {one.day for one in days(week, criteria(week))}

    def test_the_interval_is_the_practitioners(self, week: Scene):
        change(week, Staff, week.cedar.staff_id, start_interval_minutes=45)
        assert labels(week, criteria(week))[:3] == ["9:00 a.m.", "9:45 a.m.", "10:30 a.m."]

    def test_what_is_too_soon_is_hidden_or_asked_for(self, week: Scene):
        today = times(week, criteria(week), NOW)
        assert (today[0].label, any(one.contact for one in today)) == ("12:00 p.m.", False)
        week.set("too_soon", "contact_to_book")
        today = times(week, criteria(week), NOW)
        assert next(one.label for one in today if one.contact) == "10:15 a.m."
        assert next(one.label for one in today if not one.contact) == "12:00 p.m."

    def test_hours_to_contact_the_clinic_for(self, week: Scene):
        for shift in week.rows(Shift):
            change(week, Shift, shift.id, mode="contact_to_book")
        assert {one.contact for one in times(week, criteria(week))} == {True}
        assert {one.contact_only for one in days(week, criteria(week))} == {True}

    def test_first_available_is_whoever_is_free(self, week: Scene):
        another_practitioner(week)
        week.book("bob", MONDAY)
        anybody = criteria(week, staff_id="")
        assert [one.practitioner for one in times(week, anybody)][:1] == ["Ada Abbott"]
        assert len(times(week, anybody)) == 29
        hold(week, staff_id=times(week, anybody)[0].staff_id)
        assert "9:00 a.m." not in labels(week, anybody, ctx=week.bob_ctx())

    def test_a_location_has_its_own_hours_and_its_own_clock(self, week: Scene):
        west = another_location(week)
        assert labels(week, criteria(week, location_id=west)) == []
        open_all_week(week, location_id=west, opens=time(18), closes=time(20))
        found = times(week, criteria(week, location_id=west))
        assert [one.label for one in found][:1] == ["6:00 p.m."]
        assert found[0].at == slot(week, MONDAY + 11 * HOUR).at

    def test_a_video_visit_is_told_in_the_patients_time(self, week: Scene):
        ctx = week.alice_ctx(time_zone="America/Vancouver")
        assert labels(week, criteria(week, "video-45"), ctx=ctx)[0] == "7:00 a.m. (9:00 a.m., Toronto time)"
        assert labels(week, criteria(week), ctx=ctx)[0] == "9:00 a.m."

    def test_where_that_is_another_day_than_at_the_clinic_the_day_is_named(self, week: Scene):
        found = labels(week, criteria(week, "video-45"), ctx=week.alice_ctx(time_zone="Asia/Tokyo"))
        assert {"11:00 p.m. (9:00 a.m., Toronto time)", "Tue 24 November, 12:00 a.m. (10:00 a.m., Toronto time)"} <= {
            *found
        }

    def test_a_class_has_seats(self, week: Scene):
        sitting = a_sitting(week)
        change(week, Treatment, week.cedar.treatments["yoga"], capacity=2)
        yoga = {"at": MONDAY + 9 * HOUR, "treatment": "yoga", "class_id": sitting}
        [one] = times(week, criteria(week, "yoga"))
        assert (one.label, one.seats_left, one.class_id, one.practitioner) == ("6:00 p.m.", 2, sitting, "Sam Field")
        booked(week, who="bob", **yoga)
        hold(week, **yoga)
        assert [one.seats_left for one in times(week, criteria(week, "yoga"))] == [1]
        assert times(week, criteria(week, "yoga"), ctx=week.bob_ctx()) == []
        later = week.bob_ctx(now=NOW + timedelta(minutes=5))
        assert [one.seats_left for one in times(week, criteria(week, "yoga"), ctx=later)] == [1]
        assert [(one.day, one.free) for one in days(week, criteria(week, "yoga"))] == [("2026-11-23", 1)]

    def test_a_class_takes_its_practitioners_time(self, week: Scene):
        a_sitting(week, MONDAY)
        assert labels(week, criteria(week))[0] == "10:00 a.m."

    def test_french(self, week: Scene):
        ctx = week.alice_ctx(lang="fr")
        assert labels(week, criteria(week), ctx=ctx)[0] == "9 h 00"

    def test_a_time_that_comes_twice_is_told_apart(self, week: Scene):
        open_all_week(week, opens=time(0), closes=time(9))
        ctx, sunday = week.alice_ctx(now=datetime(2026, 10, 30, 15, tzinfo=UTC)), datetime(2026, 11, 1, tzinfo=UTC)
        twice = [label for label in labels(week, criteria(week), sunday, ctx) if label.startswith("1:15 a.m.")]
        assert twice == ["1:15 a.m., before the clocks go back", "1:15 a.m., after the clocks go back"]
        assert "2:15 a.m." in labels(week, criteria(week), sunday, ctx)

    def test_what_is_not_offered_is_not_found(self, week: Scene):
        for forged in ({"treatment_id": "x"}, {"location_id": week.birch.location_id}, {"moving": "x" * 22}):
            with pytest.raises(NotFound):
                times(week, criteria(week, **forged))
        assert times(week, criteria(week, staff_id=week.birch.staff_id)) == []
        assert times(week, criteria(week), NOW - 3 * DAY) == []

    def test_a_treatment_that_names_locations_is_offered_there_alone(self, week: Scene):
        west = another_location(week)
        open_all_week(week, location_id=west)
        add(week, TreatmentLocation(treatment_id=week.cedar.treatments["physio-60"], location_id=west))
        with pytest.raises(NotFound):
            times(week, criteria(week))
        assert times(week, criteria(week, location_id=west))

    def test_who_does_not_give_a_treatment_is_not_free_for_it(self, week: Scene):
        open_all_week(week, week.staff["robin"])
        assert times(week, criteria(week, staff_id=week.staff["robin"])) == []
        add(week, StaffTreatment(staff_id=week.staff["robin"], treatment_id=week.cedar.treatments["physio-60"]))
        assert times(week, criteria(week, staff_id=week.staff["robin"]))


class TestNearest:
    def test_the_nearest_five_in_order_of_time(self, week: Scene):
        booked(week, MONDAY + 2 * HOUR, "bob")
        assert nearest(week, criteria(week), MONDAY + 2 * HOUR) == [
            "23 9:30 a.m.", "23 9:45 a.m.", "23 10:00 a.m.", "23 12:00 p.m.", "23 12:15 p.m.",
        ]  # fmt: skip

    def test_on_another_day_when_this_one_is_full(self, week: Scene):
        for hour in range(8):
            week.book("bob", MONDAY + hour * HOUR)
        assert nearest(week, criteria(week), MONDAY)[-1] == "22 4:00 p.m."
