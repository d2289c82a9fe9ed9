"""Upcoming Appointments and Appointment History, as a patient sees them."""

import re

from playwright.sync_api import expect

from tests.portal import Clinic, patient
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import cancel, heading, sign_in, visit, visits

CALL = "https://video.test/room-7"


def test_a_patient_cancels_a_visit_booked_just_now(clinic: Clinic, opened: Opened) -> None:
    clinic.book("fresh", "now+5h", booked_at="now")
    page = sign_in(opened(), clinic)
    cancel(page, visits(page).first)
    expect(page.get_by_role("status").filter(has_text="Cancelled. Nothing was charged.")).to_be_visible()
    expect(visits(page)).to_have_count(0)
    expect(page.get_by_text("You have no visits coming up")).to_be_visible()


def test_a_cancelled_visit_folds_away_at_its_place(clinic: Clinic, opened: Opened) -> None:
    for days in (5, 6, 7):
        clinic.book(f"in{days}", f"today+{days}d 14:00")
    page = sign_in(opened(), clinic)
    places = page.get_by_role("list", name="Upcoming Appointments").get_by_role("listitem")
    expect(places).to_have_count(3)
    cancel(page, visits(page).nth(1))
    expect(places.nth(1)).to_contain_text("Cancelled. Nothing was charged.")
    expect(places.nth(1)).to_be_focused()
    expect(visits(page)).to_have_count(2)
    expect(places.nth(2).get_by_role("article")).to_be_visible()
    again = places.nth(1).get_by_role("link", name="Book again")
    expect(again).to_have_attribute("href", re.compile(r"^/book\?treatment=.+&staff=.+"))
    page.reload()
    expect(places).to_have_count(2)


def test_without_visits_one_books_or_while_that_is_off_asks_the_clinic(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    book = page.get_by_role("main").get_by_role("link", name="Book an Appointment")
    expect(book).to_be_visible()
    expect(page.get_by_text("Contact the clinic to book one.")).to_have_count(0)
    clinic.update(settings={"online_booking": "off"})
    expect(page.get_by_text("Contact the clinic to book one.")).to_be_visible()
    expect(book).to_have_count(0)


def test_keeping_a_visit_changes_nothing_and_gives_the_focus_back(clinic: Clinic, opened: Opened) -> None:
    clinic.book("later", "today+5d 14:00")
    page = sign_in(opened(), clinic)
    button = visits(page).first.get_by_role("button", name="Cancel")
    button.click()
    page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()
    expect(visits(page)).to_have_count(1)


def test_tomorrows_visit_says_contact_to_cancel_with_phone_and_email(clinic: Clinic, opened: Opened) -> None:
    clinic.book("soon", "now+20h")
    card = visits(sign_in(opened(), clinic)).first
    expect(card.get_by_text("Contact to Cancel")).to_be_visible()
    expect(card.get_by_role("link", name="416-555-0100")).to_have_attribute("href", "tel:416-555-0100")
    expect(card.get_by_role("link", name="desk@cedar.test")).to_be_visible()
    expect(card.get_by_role("button", name="Cancel")).to_have_count(0)


def test_the_deadline_is_printed_in_words(clinic: Clinic, opened: Opened) -> None:
    clinic.book("later", "today+5d 14:00")
    card = visits(sign_in(opened(), clinic)).first
    expect(
        card.get_by_text(re.compile(r"Free to cancel until \w{3} \d+ \w+, 2:00 p\.m\., Toronto time"))
    ).to_be_visible()


def test_the_grace_runs_out_before_ones_eyes(clinic: Clinic, opened: Opened) -> None:
    clinic.book("fresh", "now+5h", booked_at="now-173s")
    page = sign_in(opened(), clinic)
    expect(visits(page).first.get_by_role("button", name="Cancel")).to_be_visible()
    expect(visits(page).first.get_by_text("Contact to Cancel")).to_be_visible(timeout=12_000)
    expect(visits(page).first.get_by_role("button", name="Cancel")).to_have_count(0)


def test_what_one_browser_cancels_disappears_from_the_other(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    clinic.book("b", "today+6d 14:00")
    one, other = sign_in(opened(), clinic), sign_in(opened(viewport=LAPTOP), clinic)
    expect(visits(other)).to_have_count(2)
    cancel(one, visits(one).first)
    expect(visits(other)).to_have_count(1, timeout=1500)


def test_what_another_process_changes_is_seen_within_a_second(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    expect(page.get_by_text("You have no visits coming up")).to_be_visible()
    clinic.book("a", "today+5d 14:00")
    expect(visits(page)).to_have_count(1, timeout=1500)


def test_a_setting_flipped_changes_the_open_page(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    page = sign_in(opened(), clinic)
    expect(visits(page).first.get_by_role("button", name="Cancel")).to_be_visible()
    clinic.update(settings={"allow_cancellations": False})
    expect(visits(page).first.get_by_text("Contact the clinic")).to_be_visible(timeout=1500)
    clinic.update(settings={"allow_cancellations": False, "show_phone": False})
    expect(visits(page).first.get_by_role("link", name="416-555-0100")).to_have_count(0)


def test_begin_opens_the_door_and_the_door_leads_to_the_call(clinic: Clinic, opened: Opened) -> None:
    clinic.book("online", "now+40m", treatment="video", call_url=CALL)
    page = sign_in(opened(), clinic)
    page.get_by_role("link", name="Begin").click()
    expect(heading(page)).to_have_text("Video visit")
    expect(page.get_by_role("link", name="Begin")).to_have_attribute("href", CALL)


def test_a_patient_elsewhere_sees_an_online_visit_in_both_zones(clinic: Clinic, opened: Opened) -> None:
    away = patient("wendy", "Wendy", "Lake", "wendy@mail.test", time_zone="America/Vancouver")
    clinic.update(patients=[*clinic.file["patients"], away])
    clinic.book("online", "today+5d 14:00", treatment="video", patient="wendy", call_url=CALL)
    page = sign_in(opened(), clinic, "wendy")
    expect(page.get_by_text(re.compile(r"Vancouver time \(2:00 p\.m\., Toronto time\)"))).to_be_visible()


def test_a_visit_is_added_to_a_calendar_by_a_file(clinic: Clinic, opened: Opened) -> None:
    clinic.book("later", "today+5d 14:00")
    page = sign_in(opened(), clinic)
    with page.expect_download() as downloading:
        visits(page).first.get_by_role("link", name="Add to calendar").click()
    assert "BEGIN:VEVENT" in downloading.value.path().read_text()
    expect(heading(page)).to_have_text("Upcoming Appointments")


def test_history_pages_and_filters(clinic: Clinic, opened: Opened) -> None:
    clinic.update(
        appointments=[
            {**_past(f"h{days}", days), "state": "no_show" if days == 3 else "cancelled" if days == 4 else "arrived"}
            for days in range(1, 28)
        ]
    )
    page = sign_in(opened(), clinic)
    page.get_by_role("button", name="More").click()
    page.get_by_role("link", name="Appointment History").click()
    expect(heading(page)).to_have_text("Appointment History")
    expect(visits(page)).to_have_count(20)
    page.get_by_role("button", name="Older visits").click()
    expect(visits(page)).to_have_count(6)
    page.get_by_role("button", name="Newer visits").click()
    expect(visits(page)).to_have_count(20)
    page.get_by_role("checkbox", name="Show cancelled visits").check()
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()


def test_a_patient_without_visits_is_told_what_to_do_next(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    expect(page.get_by_text("You have no visits coming up")).to_be_visible()
    page.get_by_role("button", name="More").click()
    page.get_by_role("link", name="Appointment History").click()
    expect(page.get_by_text("No past visits")).to_be_visible()


def test_a_visit_of_somebody_else_is_not_found(clinic: Clinic, opened: Opened) -> None:
    clinic.book("online", "now+40m", treatment="video", call_url=CALL)
    alice = sign_in(opened(), clinic)
    address = alice.get_by_role("link", name="Begin").get_attribute("href")
    bob = sign_in(opened(), clinic, "bob", "another river stone")
    bob.goto(f"{clinic.url}{address}")
    expect(bob.get_by_text("We can’t find that visit")).to_be_visible()
    expect(bob.get_by_role("link", name="Begin")).to_have_count(0)
    assert CALL not in bob.content()


def test_the_page_speaks_french_when_the_patient_does(clinic: Clinic, opened: Opened) -> None:
    french = patient("camille", "Camille", "Roy", "camille@mail.test", language="fr")
    clinic.update(patients=[*clinic.file["patients"], french])
    clinic.book("a", "today+5d 14:00", patient="camille")
    page = opened()
    page.goto(f"{clinic.url}/sign-in")
    page.get_by_role("textbox", name="Username or email").fill("camille")
    page.get_by_role("textbox", name="Password").fill("a quiet river stone")
    page.get_by_role("button", name="Sign in").click()
    expect(heading(page)).to_have_text("Rendez-vous à venir")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(visit(page, "Physiotherapy").get_by_text("14 h 00 à 15 h 00")).to_be_visible()


def _past(visit_id: str, days: int) -> dict[str, object]:
    return {
        "id": visit_id, "patient": "alice", "staff": "sam", "treatment": "physio", "location": "main",
        "start": f"today-{days}d 10:00", "booked_at": f"now-{days + 10}d", "state": "arrived", "class": None,
        "call_url": None,
    }  # fmt: skip
