"""Booking what is held, taking it back, and moving a visit."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlmodel import col, delete

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.booking import (
    BookingOff,
    CannotPutBack,
    GraceOver,
    HoldExpired,
    LimitReached,
    NotOffered,
    SameTime,
    SlotTaken,
    TooFarAhead,
    TooSoon,
)
from myaccount.domain.refusals import AlreadyDone, CannotMove, NotFound
from myaccount.models import (
    Appointment,
    BookingHold,
    Change,
    Claim,
    ClassSession,
    OutboxMessage,
    Person,
    Shift,
    Staff,
    StaffTreatment,
    Treatment,
)
from myaccount.services.booking import book, holds, review, search
from myaccount.services.booking.page import page as booking_page
from myaccount.services.visits import appointments
from myaccount.views.appointments import VisitCard
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import (
    DAY,
    GUEST,
    HOUR,
    MONDAY,
    TICK,
    a_sitting,
    another_practitioner,
    booked,
    change,
    confirm,
    criteria,
    hold,
    hold_as_guest,
    labels,
    slot,
)

FIVE, GRACE = timedelta(minutes=5), timedelta(seconds=180)


def undo(scene: Scene, visit: str, who: str = "alice", now=NOW) -> None:
    scene.database.write(book.undo, scene.ctx(who, now=now), visit)


def card_of(scene: Scene, visit: str) -> VisitCard:
    return scene.database.read(appointments.one, scene.alice_ctx(), visit)


def move(scene: Scene, visit: str, at=MONDAY + DAY, who: str = "alice", now=NOW, **other) -> str:
    return scene.database.write(book.reschedule, scene.ctx(who, now=now), visit, slot(scene, at, **other))


class TestConfirm:
    def test_it_becomes_an_appointment_with_the_cells_that_were_held(self, week: Scene):
        change(week, Staff, week.cedar.staff_id, buffer_minutes=10)
        held = hold(week)
        cells = {claim.cell for claim in week.rows(Claim)}
        visit = week.appointment(confirm(week, held.id, now=NOW + HOUR / 60))
        assert (visit.person_id, visit.starts_at, visit.state) == (week.alice, MONDAY, AppointmentState.BOOKED)
        assert (visit.buffer_minutes, visit.booked_at) == (10, NOW + HOUR / 60)
        assert {claim.cell for claim in week.rows(Claim)} == cells
        assert (week.claims_of(visit.id), len(cells), week.rows(BookingHold)) == (12, 14, [])

    def test_it_is_written_down_and_announced(self, week: Scene):
        visit = booked(week)
        [entry] = week.audit("appointment.booked")
        assert (entry.actor_id, entry.person_id, entry.subject_id) == (week.alice, week.alice, visit)
        if week.database.is_sqlite:
            told = [(row.topic, row.person_id) for row in week.rows(Change)]
            assert told == [("slot", f"person:{week.alice}"), ("visit", week.alice)]

    def test_it_shows_under_upcoming(self, week: Scene):
        visit = booked(week)
        assert [card.id for card in week.database.read(appointments.upcoming, week.alice_ctx()).cards] == [visit]

    def test_a_second_time_gives_the_same_appointment(self, week: Scene):
        held = hold(week)
        assert confirm(week, held.id) == confirm(week, held.id, now=NOW + DAY)
        assert len(week.rows(Appointment)) == 1 and len(week.audit("appointment.booked")) == 1

    def test_the_hold_lasts_five_minutes_to_the_microsecond(self, week: Scene):
        held = hold(week)
        with pytest.raises(HoldExpired):
            confirm(week, held.id, now=NOW + FIVE)
        confirm(week, held.id, now=NOW + FIVE - TICK)

    def test_one_that_ran_out_and_went_to_another_is_theirs(self, week: Scene):
        mine = hold(week)
        theirs = hold(week, who="bob", now=NOW + FIVE)
        with pytest.raises(HoldExpired):
            confirm(week, mine.id, now=NOW + FIVE)
        confirm(week, theirs.id, "bob", NOW + FIVE)

    @pytest.mark.parametrize("who", ["bob", "charlie", "dana"])
    def test_somebody_elses_hold_is_unknown_to_all_others(self, week: Scene, who: str):
        held = hold(week)
        with pytest.raises(HoldExpired) as refused:
            confirm(week, held.id, who)
        with pytest.raises(HoldExpired) as unknown:
            confirm(week, "x" * 22, who)
        assert refused.value.facts == unknown.value.facts
        visit = confirm(week, held.id)
        with pytest.raises(HoldExpired):
            confirm(week, visit, who)

    def test_a_guests_hold_is_not_confirmed_by_its_id_alone(self, week: Scene):
        with pytest.raises(HoldExpired):
            confirm(week, hold_as_guest(week).id)

    @pytest.mark.parametrize(
        ("table", "row", "values"),
        [
            (Treatment, "treatment", {"book_online": False}),
            (Treatment, "treatment", {"archived_at": NOW}),
            (Staff, "staff", {"archived_at": NOW}),
        ],
    )
    def test_what_was_switched_off_meanwhile_is_not_booked(self, week: Scene, table, row: str, values):
        held = hold(week)
        change(
            week, table, {"treatment": week.cedar.treatments["physio-60"], "staff": week.cedar.staff_id}[row], **values
        )
        with pytest.raises(NotOffered):
            confirm(week, held.id)
        assert week.rows(Appointment) == []

    def test_a_shift_that_was_taken_away_meanwhile(self, week: Scene):
        held = hold(week)
        for shift in week.rows(Shift):
            change(week, Shift, shift.id, mode="contact_to_book")
        with pytest.raises(NotOffered):
            confirm(week, held.id)

    def test_settings_are_judged_again(self, week: Scene):
        held = hold(week)
        for key, value, back, refusal in (
            ("online_booking", "off", "allowed", BookingOff),
            ("min_notice_hours", 96, 2, TooSoon),
            ("horizon_days", 1, 90, TooFarAhead),
        ):
            week.set(key, value)
            with pytest.raises(refusal):
                confirm(week, held.id)
            week.set(key, back)
        confirm(week, held.id)

    def test_so_are_the_limit_and_what_is_set_for_the_patient(self, week: Scene):
        held = hold(week)
        week.set("upcoming_limit", 1)
        visit = week.book("alice", MONDAY + 2 * DAY)
        with pytest.raises(LimitReached):
            confirm(week, held.id)
        change(week, Appointment, visit, state="cancelled")
        change(week, Person, week.alice, online_booking="off")
        with pytest.raises(BookingOff):
            confirm(week, held.id)

    def test_a_notice_that_passes_while_it_is_held(self, week: Scene):
        at = MONDAY + HOUR
        held = hold(week, at, now=at - 2 * HOUR)
        with pytest.raises(TooSoon):
            confirm(week, held.id, now=at - 2 * HOUR + TICK)

    def test_a_treatment_that_grew_longer_meanwhile_takes_what_is_free(self, week: Scene):
        held = hold(week)
        change(week, Treatment, week.cedar.treatments["physio-60"], minutes=75)
        assert week.claims_of(confirm(week, held.id)) == 15
        other = hold(week, MONDAY + 2 * HOUR, "bob")
        week.book("alice", MONDAY + 3.25 * HOUR)
        change(week, Treatment, week.cedar.treatments["physio-60"], minutes=90)
        with pytest.raises(SlotTaken):
            confirm(week, other.id, "bob")

    def test_a_seat_in_a_class(self, week: Scene):
        yoga = {"at": MONDAY + 9 * HOUR, "treatment": "yoga", "class_id": a_sitting(week)}
        visit = week.appointment(booked(week, **yoga))
        assert (visit.class_id, week.claims_of(visit.id), visit.buffer_minutes) == (yoga["class_id"], 1, 0)
        held = hold(week, who="bob", **yoga)
        change(week, ClassSession, yoga["class_id"], starts_at=MONDAY + 10 * HOUR, ends_at=MONDAY + 11 * HOUR)
        with pytest.raises(NotOffered):
            confirm(week, held.id, "bob")


class TestUndo:
    def test_within_the_grace_it_is_as_if_it_had_never_been(self, week: Scene):
        visit = booked(week)
        undo(week, visit, now=NOW + GRACE - TICK)
        assert week.appointment(visit).state == AppointmentState.ARCHIVED
        assert week.rows(Claim) == []
        assert [entry.subject_id for entry in week.audit("appointment.taken_back")] == [visit]
        assert week.audit("appointment.cancelled") == []
        booked(week, who="bob", now=NOW + GRACE)

    def test_at_the_end_of_the_grace_it_is_too_late(self, week: Scene):
        visit = booked(week)
        with pytest.raises(GraceOver):
            undo(week, visit, now=NOW + GRACE)
        assert week.claims_of(visit) == 12

    def test_twice_it_is_done_already(self, week: Scene):
        visit = booked(week)
        undo(week, visit)
        with pytest.raises(AlreadyDone):
            undo(week, visit)

    @pytest.mark.parametrize("who", ["bob", "charlie", "dana"])
    def test_nobody_else_does(self, week: Scene, who: str):
        visit = booked(week)
        with pytest.raises(NotFound):
            undo(week, visit, who)
        assert week.claims_of(visit) == 12


class TestReview:
    def test_until_when_it_can_be_taken_back_is_told_by_the_clock_that_tells_the_visit(self, week: Scene):
        ctx = week.alice_ctx(time_zone="America/Vancouver")
        here, there = booked(week), booked(week, MONDAY + DAY, treatment="video-45")
        told = [week.database.read(review.booked, ctx, visit).undo_until for visit in (here, there)]
        assert told == ["10:03 a.m.", "8:03 a.m."]

    def test_whose_time_it_is_goes_with_a_visit_in_person_only_where_the_clinic_shows_it(self, week: Scene):
        week.set("show_clinic_time_zone", False)
        here, there = booked(week), booked(week, MONDAY + DAY, treatment="video-45")
        told = [week.database.read(review.booked, week.alice_ctx(), one).review.time_line for one in (here, there)]
        assert told == ["9:00–10:00 a.m.", "9:00–9:45 a.m. · Toronto time"]


class TestPutBack:
    def test_the_visit_has_its_old_time_again_as_if_it_had_never_moved(self, week: Scene):
        before = booked(week)
        moved = move(week, before)
        undo(week, moved, now=NOW + GRACE - TICK)
        assert [week.appointment(one).state for one in (before, moved)] == ["booked", "archived"]
        assert (week.claims_of(before), week.claims_of(moved)) == (12, 0)
        assert {(row.kind, row.visit_id) for row in week.rows(OutboxMessage) if row.state == "unsent"} == {
            ("visit_booked", before),
            ("visit_reminder", before),
        }
        assert [entry.subject_id for entry in week.audit("appointment.moved")] == [moved, before]

    def test_one_that_had_been_announced_is_not_announced_again(self, week: Scene):
        before = booked(week, now=NOW - HOUR)
        undo(week, move(week, before))
        unsent = [row for row in week.rows(OutboxMessage) if row.state == "unsent"]
        assert [(row.kind, row.visit_id) for row in unsent] == [("visit_reminder", before)]

    def test_a_move_that_overlaps_its_old_time(self, week: Scene):
        before = booked(week)
        moved = move(week, before, MONDAY + HOUR / 2)
        undo(week, moved)
        assert (week.claims_of(before), week.claims_of(moved), len(week.rows(Claim))) == (12, 0, 12)

    def test_an_old_time_that_somebody_has_by_now_leaves_it_where_it_is(self, week: Scene):
        before = booked(week)
        moved = move(week, before)
        hold(week, who="bob")
        with pytest.raises(CannotPutBack):
            undo(week, moved)
        assert [week.appointment(one).state for one in (before, moved)] == ["archived", "booked"]
        assert (week.claims_of(before), week.claims_of(moved)) == (0, 12)

    def test_nor_to_a_time_that_the_clinic_does_not_offer_any_more(self, week: Scene):
        moved = move(week, booked(week))
        for shift in week.rows(Shift):
            change(week, Shift, shift.id, mode="not_bookable")
        with pytest.raises(CannotPutBack):
            undo(week, moved)

    def test_not_at_the_end_of_its_grace_and_by_nobody_else(self, week: Scene):
        moved = move(week, booked(week))
        with pytest.raises(GraceOver):
            undo(week, moved, now=NOW + GRACE)
        for who in ("bob", "charlie"):
            with pytest.raises(NotFound):
                undo(week, moved, who)
        undo(week, moved)
        with pytest.raises(AlreadyDone):
            undo(week, moved)


class TestReschedule:
    def test_the_visit_moves_and_its_time_is_free_at_once(self, week: Scene):
        before = booked(week)
        after = week.appointment(move(week, before, now=NOW + HOUR))
        assert (after.moved_from_id, after.starts_at, after.booked_at) == (before, MONDAY + DAY, NOW + HOUR)
        assert week.appointment(before).state == AppointmentState.ARCHIVED
        assert (week.claims_of(before), week.claims_of(after.id)) == (0, 12)
        [entry] = week.audit("appointment.moved")
        assert (entry.subject_id, entry.facts) == (after.id, {"before": before})

    def test_it_may_overlap_itself_and_is_offered_so(self, week: Scene):
        before = booked(week)
        assert "9:30 a.m." not in labels(week, criteria(week))
        assert "9:30 a.m." in labels(week, criteria(week, moving=before))
        move(week, before, MONDAY + HOUR / 2)

    def test_the_very_time_that_it_has_is_no_other_one(self, week: Scene):
        before, ada = booked(week), another_practitioner(week)
        assert "9:00 a.m." not in labels(week, criteria(week, moving=before))
        with pytest.raises(SameTime):
            move(week, before, MONDAY)
        assert "9:00 a.m." in labels(week, criteria(week, staff_id=ada, moving=before))
        assert week.appointment(move(week, before, MONDAY, staff_id=ada)).starts_at == MONDAY

    def test_a_seat_moves_to_another_sitting_and_not_to_its_own(self, week: Scene):
        evening = MONDAY + 9 * HOUR
        sitting, next_day = a_sitting(week, evening), a_sitting(week, evening + DAY)
        yoga = {"treatment": "yoga", "class_id": sitting}
        before = booked(week, evening, **yoga)
        days = week.database.read(search.days, week.alice_ctx(), criteria(week, "yoga", moving=before))
        assert [one.day for one in days] == [(evening + DAY).date().isoformat()]
        with pytest.raises(SameTime):
            move(week, before, evening, **yoga)
        move(week, before, evening + DAY, **yoga | {"class_id": next_day})

    def test_exactly_at_the_deadline_it_still_moves_and_after_it_not(self, week: Scene):
        before = booked(week)
        with pytest.raises(CannotMove):
            move(week, before, now=MONDAY - DAY + TICK)
        move(week, before, now=MONDAY - DAY)

    def test_the_grace_alone_does_not_let_it_move(self, week: Scene):
        soon = NOW + 4 * HOUR
        visit = booked(week, soon)
        with pytest.raises(CannotMove):
            move(week, visit)
        undo(week, visit)

    def test_where_cancelling_is_off_so_is_moving(self, week: Scene):
        visit = booked(week)
        week.set("allow_cancellations", False)
        with pytest.raises(CannotMove):
            move(week, visit)

    def test_the_new_time_is_judged_like_a_new_booking(self, week: Scene):
        visit = booked(week, MONDAY + DAY)
        week.set("horizon_days", 4)
        for at, refusal in (
            (NOW + HOUR, TooSoon),
            (MONDAY + 2 * DAY, TooFarAhead),
            (MONDAY - HOUR, NotOffered),
            (MONDAY + timedelta(minutes=5), NotOffered),
        ):
            with pytest.raises(refusal):
                move(week, visit, at)
        week.set("online_booking", "off")
        with pytest.raises(BookingOff):
            move(week, visit, MONDAY)
        assert week.claims_of(visit) == 12

    def test_the_limit_does_not_count_for_it(self, week: Scene):
        visit = booked(week)
        week.set("upcoming_limit", 1)
        assert week.claims_of(move(week, visit)) == 12

    def test_onto_a_taken_time_it_stays(self, week: Scene):
        visit = booked(week)
        booked(week, MONDAY + DAY, "bob")
        with pytest.raises(SlotTaken):
            move(week, visit)
        assert week.claims_of(visit) == 12

    def test_onto_the_time_of_a_hold_that_ran_out_it_moves(self, week: Scene):
        visit = booked(week)
        hold(week, MONDAY + DAY, "bob")
        assert week.claims_of(move(week, visit, now=NOW + FIVE)) == 12

    def test_overlapping_itself_and_a_hold_that_ran_out(self, week: Scene):
        visit = booked(week)
        hold(week, MONDAY + HOUR, "bob")
        after = move(week, visit, MONDAY + HOUR / 2, now=NOW + FIVE)
        assert (week.claims_of(after), len(week.rows(Claim))) == (12, 12)

    def test_what_they_hold_themselves_gives_way(self, week: Scene):
        visit = booked(week)
        hold(week, MONDAY + DAY)
        move(week, visit)
        assert week.rows(BookingHold) == []

    def test_the_page_that_moves_it_is_open_to_who_has_as_many_visits_as_may_be_booked(self, week: Scene):
        week.set("upcoming_limit", 1)
        visit = booked(week)
        shown = week.database.read(booking_page, week.alice_ctx(), "", "", "", visit)
        assert (shown.step, shown.moving, shown.treatment.name) == ("when", visit, "Physiotherapy")
        with pytest.raises(LimitReached):
            week.database.read(booking_page, week.alice_ctx(), "", "", "")

    @pytest.mark.parametrize("gone", [{"book_online": False}, {"archived_at": NOW}])
    def test_what_is_not_offered_online_any_more_has_no_button_and_no_page_that_asks_for_ever(self, week: Scene, gone):
        visit = booked(week)
        assert card_of(week, visit).move_url
        again = dict(parse_qsl(urlsplit(card_of(week, visit).again_url).query))
        shown = week.database.read(booking_page, week.alice_ctx(), again["treatment"], again["staff"], "")
        assert (shown.step, shown.practitioner.id) == ("when", week.cedar.staff_id)
        change(week, Treatment, week.cedar.treatments["physio-60"], **gone)
        assert (card_of(week, visit).move_url, card_of(week, visit).can_cancel) == ("", True)
        assert card_of(week, visit).again_url == "/book"
        with pytest.raises(CannotMove):
            week.database.read(booking_page, week.alice_ctx(), "", "", "", visit)

    def test_where_its_practitioner_does_not_give_it_any_more_anybody_who_does_is_offered(self, week: Scene):
        visit, ada = booked(week), another_practitioner(week)
        with week.database.writing() as tx:
            tx.execute(delete(StaffTreatment).where(col(StaffTreatment.staff_id) == week.cedar.staff_id))
        shown = week.database.read(booking_page, week.alice_ctx(), "", "", "", visit)
        assert (shown.step, shown.practitioner.id) == ("when", ada)

    def test_to_another_treatment_it_does_not_move(self, week: Scene):
        visit = booked(week)
        with pytest.raises(NotFound):
            move(week, visit, treatment="video-45")

    @pytest.mark.parametrize("who", ["bob", "charlie", "dana"])
    def test_nobody_else_moves_it(self, week: Scene, who: str):
        visit = booked(week)
        with pytest.raises(NotFound):
            move(week, visit, who=who)

    def test_moved_or_cancelled_before_it_is_done_already(self, week: Scene):
        visit = booked(week)
        move(week, visit)
        with pytest.raises(AlreadyDone):
            move(week, visit, MONDAY + 2 * DAY)

    def test_a_seat_moves_to_another_sitting(self, week: Scene):
        first, second = a_sitting(week), a_sitting(week, MONDAY + DAY + 9 * HOUR)
        visit = booked(week, MONDAY + 9 * HOUR, treatment="yoga", class_id=first)
        after = move(week, visit, MONDAY + DAY + 9 * HOUR, treatment="yoga", class_id=second)
        assert (week.claims_of(visit), week.claims_of(after)) == (0, 1)


def test_the_cookie_of_a_guest_is_nowhere_in_the_database(week: Scene):
    hold_as_guest(week)
    week.database.write(holds.adopt, week.alice_ctx(), GUEST)
    assert GUEST not in str(week.rows(BookingHold))
