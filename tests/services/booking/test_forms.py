"""Intake forms that a booking brings: once, due on the day of the visit, told after the grace, taken back with it."""

from datetime import timedelta

import pytest

from myaccount.domain.booking import LimitReached
from myaccount.domain.forms.triggers import Trigger
from myaccount.models import Form, OutboxMessage
from myaccount.services.booking import book
from myaccount.services.desk import bookings as desk_bookings
from myaccount.services.desk import visits as desk_visits
from myaccount.services.intake import filling, own
from myaccount.services.outgoing import judgement
from myaccount.services.visits import appointments
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import DAY, MONDAY, booked, confirm, hold, slot
from tests.services.intake.paper import template

GRACE = timedelta(seconds=180)


def forms(scene: Scene) -> list[Form]:
    return scene.rows(Form)


def first_visit(scene: Scene) -> str:
    return template(scene, trigger=Trigger.FIRST_VISIT.value)


def test_a_first_booking_brings_its_form_once_due_on_the_day_of_the_visit(week: Scene):
    template_id = first_visit(week)
    visit = booked(week)
    [row] = forms(week)
    assert (row.template_id, row.appointment_id, row.due_on) == (template_id, visit, MONDAY.date())
    assert (row.person_id, row.state, row.sent_by) == (week.alice, "assigned", None)
    [mail] = week.rows(OutboxMessage, kind="form_sent")
    assert mail.due_at == NOW + GRACE
    booked(week, MONDAY + DAY)
    assert len(forms(week)) == 1


def test_a_booking_that_is_refused_brings_nothing(week: Scene):
    first_visit(week)
    held = hold(week)
    week.set("upcoming_limit", 1)
    week.book("alice", MONDAY + 2 * DAY)
    with pytest.raises(LimitReached):
        confirm(week, held.id)
    assert forms(week) == []


def test_what_is_taken_back_within_its_grace_takes_its_form_back_and_nothing_is_sent(week: Scene):
    first_visit(week)
    visit = booked(week)
    week.database.write(book.undo, week.alice_ctx(now=NOW + GRACE / 2), visit)
    assert [row.state for row in forms(week)] == ["withdrawn"]
    [mail] = week.rows(OutboxMessage, kind="form_sent")
    assert week.database.read(judgement.judge, mail, NOW + GRACE).reason is judgement.Reason.FORM_CLOSED
    booked(week)
    assert sorted(row.state for row in forms(week)) == ["assigned", "withdrawn"]


def test_a_form_that_somebody_has_begun_stays(week: Scene):
    first_visit(week)
    visit = booked(week)
    [row] = forms(week)
    week.database.write(own.opened, week.alice_ctx(), row.id)
    week.database.write(filling.answer, week.alice_ctx(), row.id, "why", "My knee", 1)
    week.database.write(appointments.cancel, week.alice_ctx(now=NOW + GRACE / 2), visit, "")
    assert [row.state for row in forms(week)] == ["in_progress"]


def test_a_visit_that_the_desk_cancels_and_brings_back_has_its_form_again(week: Scene):
    first_visit(week)
    visit, dana = booked(week), week.dana_ctx(now=NOW + DAY)
    week.database.write(desk_visits.cancel, dana, visit, "patient_asked")
    assert [row.state for row in forms(week)] == ["withdrawn"]
    week.database.write(desk_visits.undo, dana, visit)
    [again] = [row for row in forms(week) if row.state == "assigned"]
    assert (again.appointment_id, again.due_on) == (visit, MONDAY.date())
    assert len(week.rows(OutboxMessage, kind="form_sent")) == 2


def test_what_was_begun_before_the_desk_cancelled_is_not_asked_for_twice(week: Scene):
    first_visit(week)
    visit, dana = booked(week), week.dana_ctx(now=NOW + DAY)
    [row] = forms(week)
    week.database.write(own.opened, week.alice_ctx(), row.id)
    week.database.write(filling.answer, week.alice_ctx(), row.id, "why", "My knee", 1)
    week.database.write(desk_visits.cancel, dana, visit, "patient_asked")
    week.database.write(desk_visits.undo, dana, visit)
    assert [row.state for row in forms(week)] == ["in_progress"]


def test_a_form_follows_its_visit_to_another_day_and_back(week: Scene):
    first_visit(week)
    visit = booked(week)
    later = NOW + timedelta(minutes=1)
    moved = week.database.write(book.reschedule, week.alice_ctx(now=later), visit, slot(week, MONDAY + DAY))
    assert [(row.appointment_id, row.due_on) for row in forms(week)] == [(moved, (MONDAY + DAY).date())]
    week.database.write(book.undo, week.alice_ctx(now=later), moved)
    assert [(row.appointment_id, row.due_on, row.state) for row in forms(week)] == [(visit, MONDAY.date(), "assigned")]


def test_a_treatment_brings_its_form(week: Scene):
    template(week, trigger=Trigger.TREATMENT.value, treatments=[week.cedar.treatments["yoga"]])
    booked(week)
    assert forms(week) == []
    template(week, trigger=Trigger.TREATMENT.value, treatments=[week.cedar.treatments["physio-60"]])
    booked(week, MONDAY + DAY)
    assert len(forms(week)) == 1


def test_an_archived_form_and_another_clinics_are_not_asked_for(week: Scene):
    template(week, trigger=Trigger.FIRST_VISIT.value, archived_at=NOW)
    template(week, slug="birch", trigger=Trigger.FIRST_VISIT.value)
    booked(week)
    assert forms(week) == []


def test_what_the_desk_books_brings_the_form_too(week: Scene):
    first_visit(week)
    place = week.cedar
    wanted = desk_bookings.Wanted(
        place.staff_id, place.treatments["physio-60"], place.location_id, f"{MONDAY:%Y-%m-%d}", "12:00"
    )
    week.database.write(desk_bookings.book, week.dana_ctx(), week.alice, wanted)
    assert len(forms(week)) == 1
