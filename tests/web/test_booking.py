"""After a first booking: on to a username and a password."""

from dataclasses import replace
from datetime import timedelta

from myaccount.clock import now
from myaccount.models import BookingHold, Person
from myaccount.services.booking import handover, holds, newcomers
from myaccount.services.booking.criteria import of_guest
from myaccount.web import guests
from tests.scenes import Scene
from tests.services.booking.clinic_week import open_all_week, slot
from tests.services.booking.test_newcomers import FORM
from tests.web.portal import cookies_of, portal

GUEST = "guest-1"
CHOSEN = {"username": "noor", "password": "three green herons"}


def booked(scene: Scene) -> Person:
    scene.set("verify_new_patients", False)
    ctx = replace(scene.clinic_ctx(now=now()), guest_id=GUEST)
    scene.database.write(newcomers.introduce, ctx, FORM)
    return scene.database.write(newcomers.become_patient, ctx)


def test_whoever_has_booked_chooses_a_password_and_is_signed_in(sqlite_scene: Scene):
    person = booked(sqlite_scene)
    on = portal(sqlite_scene, guest_id=GUEST).post("/book/account")
    assert (on.status_code, on.headers["location"].startswith("/welcome/")) == (303, True)
    landed = portal(sqlite_scene).post(on.headers["location"], data=CHOSEN)
    assert (landed.status_code, landed.headers["location"]) == (303, "/account")
    assert sqlite_scene.rows(Person, id=person.id)[0].email_verified_at is None


def test_nobody_else_gets_there(sqlite_scene: Scene):
    booked(sqlite_scene)
    for guest_id, slug in (("", "cedar"), ("guest-2", "cedar"), (GUEST, "birch")):
        assert portal(sqlite_scene, slug, guest_id=guest_id).post("/book/account").status_code == 410


def test_the_mailed_link_goes_on_working(sqlite_scene: Scene):
    booked(sqlite_scene)
    first, second = (portal(sqlite_scene, guest_id=GUEST).post("/book/account") for _ in range(2))
    assert portal(sqlite_scene).get(first.headers["location"]).status_code == 200
    assert portal(sqlite_scene).post(second.headers["location"], data=CHOSEN).status_code == 303
    assert portal(sqlite_scene).get(first.headers["location"]).status_code == 410


def held_in_a_frame(scene: Scene) -> str:
    open_all_week(scene)
    ctx = replace(scene.clinic_ctx(now=now()), guest_id="in the frame")
    begins = (now() + timedelta(days=3)).replace(hour=16, minute=0, second=0, microsecond=0)
    held = scene.database.write(holds.hold, ctx, slot(scene, begins), ctx.guest_id)
    return handover.ticket(ctx, held.id)


def test_what_is_held_in_a_frame_goes_along_to_signing_in(sqlite_scene: Scene):
    ticket = held_in_a_frame(sqlite_scene)
    answer = portal(sqlite_scene).post("/book/continue", data={"ticket": ticket})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/book")
    cookie = cookies_of(answer)["myaccount-guest"]
    assert (cookie["samesite"], cookie["httponly"]) == ("lax", True)
    [row] = sqlite_scene.rows(BookingHold)
    assert row.holder == of_guest(guests.guest_id(cookie.value))


def test_who_is_signed_in_and_known_as_a_guest_goes_on_booking(sqlite_scene: Scene):
    ticket = held_in_a_frame(sqlite_scene)
    window = portal(sqlite_scene, guest_id="in the window", session_id="alice")
    answer = window.post("/book/continue", data={"ticket": ticket})
    assert (answer.headers["location"], answer.headers.get_list("set-cookie")) == ("/book", [])
    assert [row.holder for row in sqlite_scene.rows(BookingHold)] == [of_guest("in the window")]


def test_a_ticket_that_opens_nothing_leads_on_with_nothing_held(sqlite_scene: Scene):
    for data in ({"ticket": "x"}, {}, {"ticket": "x", "to": "https://evil.test"}):
        answer = portal(sqlite_scene).post("/book/continue", data=data)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/book")
    answer = portal(sqlite_scene).post("/book/continue", data={"ticket": "x", "to": "account"})
    assert answer.status_code == 410
