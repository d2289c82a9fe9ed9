"""Holding a time for five minutes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from myaccount.domain.booking import (
    BookingOff,
    ClassFull,
    HoldExpired,
    LimitReached,
    NotOffered,
    SignInRequired,
    SlotTaken,
    TooFarAhead,
    TooSoon,
)
from myaccount.domain.refusals import NotFound
from myaccount.models import BookingHold, Claim, Location, Person, Shift, Staff, TimeOff, Treatment, TreatmentLocation
from myaccount.services.booking import holds
from myaccount.services.operation import sweeps
from myaccount.store.engine import Database
from tests.scenes import NOW, ZONE, Scene
from tests.services.booking.clinic_week import (
    DAY,
    GUEST,
    HOUR,
    MONDAY,
    TICK,
    a_sitting,
    add,
    another_location,
    change,
    confirm,
    criteria,
    hold,
    hold_as_guest,
    labels,
    slot,
)

FIVE = timedelta(minutes=5)


class TestHold:
    def test_it_takes_the_time_and_writes_no_appointment(self, week: Scene):
        held = hold(week)
        assert (held.seconds_left, week.claims_of(held.id)) == (300, 12)
        [row] = week.rows(BookingHold)
        assert (row.holder, row.expires_at) == (f"person:{week.alice}", NOW + FIVE)
        assert week.audit("appointment.booked") == []

    def test_a_guest_holds_by_the_hash_of_a_cookie(self, week: Scene):
        held = hold_as_guest(week)
        [row] = week.rows(BookingHold)
        assert row.holder.startswith("guest:") and GUEST not in row.holder
        assert week.claims_of(held.id) == 12

    def test_nobody_holds_without_a_name(self, week: Scene):
        with pytest.raises(HoldExpired):
            hold_as_guest(week, guest="")

    def test_others_neither_see_nor_get_it_and_the_holder_still_does(self, week: Scene):
        hold(week)
        assert "9:00 a.m." not in labels(week, criteria(week), ctx=week.bob_ctx())
        assert "9:00 a.m." in labels(week, criteria(week))
        with pytest.raises(SlotTaken):
            hold(week, MONDAY + HOUR / 2, "bob")

    def test_a_new_one_frees_the_old(self, week: Scene):
        first, second = hold(week), hold(week, MONDAY + 2 * HOUR)
        assert (week.claims_of(first.id), week.claims_of(second.id)) == (0, 12)
        assert len(week.rows(BookingHold)) == 1

    def test_who_wants_a_taken_time_keeps_what_they_held(self, week: Scene):
        mine = hold(week)
        hold(week, MONDAY + 2 * HOUR, "bob")
        with pytest.raises(SlotTaken):
            hold(week, MONDAY + 2 * HOUR)
        assert week.claims_of(mine.id) == 12

    def test_it_is_free_for_others_at_the_very_end_of_five_minutes(self, week: Scene):
        held = hold(week)
        with pytest.raises(SlotTaken):
            hold(week, who="bob", now=NOW + FIVE - TICK)
        assert "9:00 a.m." in labels(week, criteria(week), ctx=week.bob_ctx(now=NOW + FIVE))
        other = hold(week, who="bob", now=NOW + FIVE)
        assert (week.claims_of(held.id), week.claims_of(other.id)) == (0, 12)

    def test_a_time_that_overlaps_two_that_ran_out_is_free(self, week: Scene):
        hold(week)
        hold(week, MONDAY + HOUR, "bob")
        assert week.claims_of(hold(week, MONDAY + HOUR / 2, "dana", NOW + FIVE).id) == 12
        assert len(week.rows(BookingHold)) == 1

    def test_released_it_is_free(self, week: Scene):
        hold(week)
        week.database.write(holds.release, week.alice_ctx())
        assert week.rows(Claim) == [] and week.rows(BookingHold) == []
        week.database.write(holds.release, week.alice_ctx())

    def test_housekeeping_gives_back_what_ran_out(self, week: Scene):
        hold(week)
        assert week.database.write(sweeps.free_expired_holds, NOW + FIVE - TICK) == 0
        assert week.database.write(sweeps.free_expired_holds, NOW + FIVE) == 1
        assert week.rows(Claim) == [] and week.rows(BookingHold) == []

    def test_it_survives_a_restart(self, week: Scene):
        held = hold(week)
        again = Database(week.database.url)
        week.database.reader.dispose()
        scene = Scene(again, week.cedar, week.birch, week.people, week.staff)
        assert confirm(scene, held.id) == held.id
        again.close()


class TestGuests:
    def test_what_a_guest_held_is_theirs_once_they_have_signed_in(self, week: Scene):
        held = hold_as_guest(week)
        own = hold(week, MONDAY + 3 * HOUR)
        week.database.write(holds.adopt, week.alice_ctx(now=NOW + FIVE - TICK), GUEST)
        assert week.claims_of(own.id) == 0
        assert confirm(week, held.id) == held.id

    def test_what_ran_out_is_not_passed_on(self, week: Scene):
        held = hold_as_guest(week)
        week.database.write(holds.adopt, week.alice_ctx(now=NOW + FIVE), GUEST)
        with pytest.raises(HoldExpired):
            confirm(week, held.id)

    def test_another_cookie_is_another_guest(self, week: Scene):
        held = hold_as_guest(week)
        week.database.write(holds.adopt, week.alice_ctx(), "another")
        week.database.write(holds.release, week.clinic_ctx(), "another")
        assert week.claims_of(held.id) == 12

    def test_where_signing_in_is_required_they_are_asked_to(self, week: Scene):
        week.set("online_booking", "sign_in_required")
        with pytest.raises(SignInRequired):
            hold_as_guest(week)
        hold(week)


class TestRules:
    def test_the_notice_to_the_microsecond(self, week: Scene):
        at = MONDAY + HOUR
        hold(week, at, now=at - 2 * HOUR)
        with pytest.raises(TooSoon):
            hold(week, at, now=at - 2 * HOUR + TICK)

    def test_the_past(self, week: Scene):
        week.set("min_notice_hours", 0)
        for at in (NOW, NOW - HOUR, NOW - DAY):
            with pytest.raises(TooSoon):
                hold(week, at)
        hold(week, NOW + HOUR / 2)

    def test_today_where_same_day_booking_is_off(self, week: Scene):
        week.set("same_day_booking", False)
        with pytest.raises(TooSoon):
            hold(week, NOW + 4 * HOUR)
        hold(week, NOW + DAY)

    def test_the_last_day_of_the_horizon_is_in_it(self, week: Scene):
        week.set("horizon_days", 3)
        hold(week, MONDAY)
        with pytest.raises(TooFarAhead):
            hold(week, MONDAY + DAY)

    @pytest.mark.parametrize("at", [MONDAY - HOUR, MONDAY + 7 * HOUR + HOUR / 2, MONDAY + 8 * HOUR, MONDAY + 12 * HOUR])
    def test_outside_of_the_shift(self, week: Scene, at):
        with pytest.raises(NotOffered):
            hold(week, at)

    @pytest.mark.parametrize("minutes", [5, 10, 25])
    def test_off_the_grid(self, week: Scene, minutes: int):
        with pytest.raises(NotOffered):
            hold(week, MONDAY + timedelta(minutes=minutes))

    @pytest.mark.parametrize("mode", ["contact_to_book", "not_bookable"])
    def test_a_shift_that_is_not_booked_online(self, week: Scene, mode: str):
        for shift in week.rows(Shift):
            change(week, Shift, shift.id, mode=mode)
        with pytest.raises(NotOffered):
            hold(week)

    def test_time_off(self, week: Scene):
        off = {"starts_local": MONDAY.replace(tzinfo=None), "ends_local": (MONDAY + HOUR).replace(tzinfo=None)}
        add(week, TimeOff(
            clinic_id=week.cedar.clinic_id, staff_id=week.cedar.staff_id, zone=ZONE, zone_data="test",
            starts_at=MONDAY, ends_at=MONDAY + HOUR, **off,
        ))  # fmt: skip
        for at in (MONDAY, MONDAY + HOUR / 2):
            with pytest.raises(NotOffered):
                hold(week, at)
        hold(week, MONDAY + HOUR)

    def test_the_larger_buffer_is_kept_free(self, week: Scene):
        change(week, Staff, week.cedar.staff_id, buffer_minutes=10)
        change(week, Treatment, week.cedar.treatments["physio-60"], buffer_minutes=15)
        hold(week)
        assert len(week.rows(Claim)) == 15
        with pytest.raises(SlotTaken):
            hold(week, MONDAY + HOUR, "bob")
        hold(week, MONDAY + HOUR + HOUR / 4, "bob")

    def test_a_visit_before_another_needs_its_buffer_free(self, week: Scene):
        change(week, Staff, week.cedar.staff_id, buffer_minutes=15)
        week.book("bob", MONDAY + HOUR)
        assert "9:00 a.m." not in labels(week, criteria(week))
        with pytest.raises(SlotTaken):
            hold(week)

    def test_online_booking_off(self, week: Scene):
        week.set("online_booking", "off")
        for attempt in (hold, hold_as_guest):
            with pytest.raises(BookingOff):
                attempt(week)

    def test_what_is_set_for_the_patient_counts_first(self, week: Scene):
        change(week, Person, week.alice, online_booking="off")
        with pytest.raises(BookingOff):
            hold(week)
        week.set("online_booking", "off")
        change(week, Person, week.alice, online_booking="allowed")
        hold(week)

    def test_the_limit_of_upcoming_visits(self, week: Scene):
        week.set("upcoming_limit", 2)
        week.book("alice", MONDAY + 2 * DAY)
        week.book("alice", NOW - 3 * DAY)
        hold(week)
        week.book("alice", MONDAY + 3 * DAY)
        with pytest.raises(LimitReached):
            hold(week)
        hold(week, who="bob", at=MONDAY + HOUR * 2)


class TestForged:
    @pytest.mark.parametrize("name", ["treatment_id", "location_id", "staff_id"])
    @pytest.mark.parametrize("forged", ["", "x" * 22, "x\0y", "é" * 4, "x" * 5000])
    def test_ids_that_nothing_has(self, week: Scene, name: str, forged: str):
        with pytest.raises(NotFound):
            hold(week, **{name: forged})
        assert week.rows(Claim) == []

    def test_the_ids_of_another_clinic(self, week: Scene):
        other = week.birch
        ids = {
            "treatment_id": other.treatments["physio-60"],
            "location_id": other.location_id,
            "staff_id": other.staff_id,
        }
        for forged in ({name: value} for name, value in ids.items()):
            with pytest.raises(NotFound):
                hold(week, **forged)
        with pytest.raises(NotFound):
            hold(week, **ids)

    def test_a_treatment_that_is_not_booked_online_or_archived(self, week: Scene):
        kind = week.cedar.treatments["physio-60"]
        for values in ({"book_online": False}, {"book_online": True, "archived_at": NOW}):
            change(week, Treatment, kind, **values)
            with pytest.raises(NotFound):
                hold(week)

    def test_an_archived_practitioner_or_location(self, week: Scene):
        change(week, Staff, week.cedar.staff_id, archived_at=NOW)
        with pytest.raises(NotFound):
            hold(week)
        change(week, Staff, week.cedar.staff_id, archived_at=None)
        change(week, Location, week.cedar.location_id, archived_at=NOW)
        with pytest.raises(NotFound):
            hold(week)

    def test_a_location_that_the_treatment_is_not_offered_at(self, week: Scene):
        west = another_location(week)
        add(week, TreatmentLocation(treatment_id=week.cedar.treatments["physio-60"], location_id=west))
        with pytest.raises(NotFound):
            hold(week)

    @pytest.mark.parametrize("at", [-1, 0, 10**18, 800_000_000])
    def test_a_time_from_beyond(self, week: Scene, at: int):
        with pytest.raises((NotFound, TooSoon, TooFarAhead)):
            week.database.write(holds.hold, week.alice_ctx(), replace(slot(week), at=at))

    def test_a_class_by_another_time_or_another_classs_id(self, week: Scene):
        sitting = a_sitting(week)
        for forged in ({"at": MONDAY}, {"class_id": "x" * 22}, {"class_id": ""}):
            with pytest.raises((NotFound, NotOffered)):
                hold(week, **({"at": MONDAY + 9 * HOUR, "treatment": "yoga", "class_id": sitting} | forged))
        with pytest.raises(NotOffered):
            hold(week, staff_id=week.staff["dana"], at=MONDAY + 9 * HOUR, treatment="yoga", class_id=sitting)


class TestSeats:
    def test_held_seats_run_out_and_expired_ones_are_free_again(self, week: Scene):
        change(week, Treatment, week.cedar.treatments["yoga"], capacity=1)
        yoga = {"at": MONDAY + 9 * HOUR, "treatment": "yoga", "class_id": a_sitting(week)}
        hold(week, **yoga)
        with pytest.raises(ClassFull):
            hold(week, who="bob", **yoga)
        held = hold(week, who="bob", now=NOW + FIVE, **yoga)
        assert confirm(week, held.id, "bob", NOW + FIVE) == held.id
        assert [claim.cell for claim in week.rows(Claim)] == [0]
