"""From a frame on a clinic's website to a window of its own: once, and for nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from myaccount.domain.booking import HOLD
from myaccount.domain.refusals import LinkExpired
from myaccount.models import BookingHold, Newcomer
from myaccount.services.booking import bookers, handover, holds, newcomers, review
from myaccount.services.booking.criteria import of_guest
from myaccount.services.context import ClinicContext
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import HOUR, MONDAY, TICK, hold_as_guest
from tests.services.booking.test_newcomers import FORM

IN_FRAME, IN_WINDOW = "in the frame", "in the window"


def guest(scene: Scene, name: str, *, slug: str = "cedar", now=NOW) -> ClinicContext:
    return replace(scene.clinic_ctx(slug, now=now), guest_id=name)


def ticket(scene: Scene) -> str:
    return scene.database.read(review.review, guest(scene, IN_FRAME), IN_FRAME).ticket


def redeem(scene: Scene, shown: str, name: str = IN_WINDOW, **more) -> None:
    scene.database.write(handover.redeem, guest(scene, name, **more), shown)


def holders(scene: Scene) -> list[str]:
    return [row.holder for row in scene.rows(BookingHold)]


@pytest.fixture(autouse=True)
def _held(week: Scene) -> None:
    hold_as_guest(week, guest=IN_FRAME)


def test_what_is_held_and_what_was_said_goes_along(week: Scene):
    week.database.write(newcomers.introduce, guest(week, IN_FRAME), FORM)
    [before] = week.rows(BookingHold)
    redeem(week, ticket(week))
    [after] = week.rows(BookingHold)
    assert (after.id, after.expires_at, after.holder) == (before.id, before.expires_at, of_guest(IN_WINDOW))
    assert [row.guest_id for row in week.rows(Newcomer)] == [IN_WINDOW]
    assert week.database.read(newcomers.show, guest(week, IN_FRAME)).email == ""


def test_a_ticket_works_once(week: Scene):
    shown = ticket(week)
    redeem(week, shown)
    for name in (IN_WINDOW, "a thief"):
        with pytest.raises(LinkExpired):
            redeem(week, shown, name)
    assert holders(week) == [of_guest(IN_WINDOW)]
    hold_as_guest(week, MONDAY + HOUR, guest=IN_FRAME)
    with pytest.raises(LinkExpired):
        redeem(week, shown, "a thief")


def test_what_the_window_held_and_said_before_is_given_up(week: Scene):
    for name in (IN_FRAME, IN_WINDOW):
        week.database.write(newcomers.introduce, guest(week, name), FORM | {"first_name": name})
    hold_as_guest(week, MONDAY + HOUR, guest=IN_WINDOW)
    redeem(week, ticket(week))
    assert holders(week) == [of_guest(IN_WINDOW)]
    assert week.database.read(newcomers.show, guest(week, IN_WINDOW)).first_name == IN_FRAME


def test_a_forged_ticket_one_of_another_clinic_and_none_open_nothing(week: Scene):
    shown = ticket(week)
    hold_id = week.rows(BookingHold)[0].id
    forged = ["", ".", "..", shown[:-1], shown.upper(), f"{IN_FRAME}.{hold_id}.", f"other{shown}", "\ud800.x.y"]
    for wrong in forged:
        with pytest.raises(LinkExpired):
            redeem(week, wrong)
    with pytest.raises(LinkExpired):
        redeem(week, shown, slug="birch")
    with pytest.raises(LinkExpired):
        redeem(week, shown, "")
    assert holders(week) == [of_guest(IN_FRAME)]


def test_a_hold_that_has_run_out_is_not_taken_along(week: Scene):
    shown = ticket(week)
    redeem(week, shown, now=NOW + HOLD - TICK)
    hold_as_guest(week, guest=IN_FRAME, at=MONDAY + HOUR)
    late = ticket(week)
    with pytest.raises(LinkExpired):
        redeem(week, late, "another window", now=NOW + HOLD)


def test_who_has_booked_takes_the_booking_along_to_an_account(week: Scene):
    week.set("verify_new_patients", False)
    ctx = guest(week, IN_FRAME)
    week.database.write(newcomers.introduce, ctx, FORM)
    [hold] = week.rows(BookingHold)
    appointment_id = week.database.write(bookers.confirm, ctx, hold.id)
    shown = week.database.read(review.booked, ctx, appointment_id).ticket
    redeem(week, shown, now=NOW + timedelta(hours=1))
    assert week.database.write(newcomers.account_link, guest(week, IN_WINDOW))
    with pytest.raises(LinkExpired):
        week.database.write(newcomers.account_link, ctx)
    with pytest.raises(LinkExpired):
        redeem(week, shown, "a thief")


def test_who_is_signed_in_needs_none(week: Scene):
    week.database.write(holds.adopt, week.alice_ctx(), IN_FRAME)
    assert week.database.read(review.review, week.alice_ctx(), "").ticket == ""
