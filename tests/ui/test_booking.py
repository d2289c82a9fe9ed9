"""Book an Appointment: from what to when to who, signed in and for the first time."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select

from myaccount.messages import dates
from myaccount.models import OutboxMessage, Person
from tests.portal import PASSWORD, Clinic, appointment, treatment
from tests.ui.conftest import LAPTOP, PHONE, SOON, Opened
from tests.ui.journeys import give, go_to, heading, sign_in, visits

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@pytest.fixture
def open_clinic(clinic: Clinic) -> Clinic:
    """A clinic whose practitioner works every day."""
    staff = [dict(one) for one in clinic.file["staff"]]
    staff[-1]["shifts"] = [{"location": "main", "weekdays": WEEK, "from": "09:00", "to": "17:00", "mode": "bookable"}]
    clinic.update(staff=staff)
    return clinic


def start(page: Page, clinic: Clinic, query: str = "") -> Page:
    page.goto(f"{clinic.url}/book{query}")
    expect(heading(page)).to_have_text("Book an Appointment")
    return page


def listed(page: Page, name: str) -> Any:
    return page.get_by_role("list", name=name).get_by_role("button")


def first_time(page: Page) -> Locator:
    """Look at the second day that is offered for physiotherapy, and find its first time."""
    listed(page, "Treatments").filter(has_text="Physiotherapy").click()
    listed(page, "Days").nth(1).click()
    expect(listed(page, "Days").nth(1)).to_have_attribute("aria-pressed", "true")
    return listed(page, "Times").first


def choose_a_time(page: Page) -> str:
    """Choose physiotherapy on the second day that is offered, at its first time; tell when that is."""
    time = first_time(page)
    said = time.inner_text().strip()
    time.click()
    expect(page.get_by_role("heading", name="Your appointment")).to_be_visible()
    return said


def introduce(page: Page, email: str = "noor@mail.test") -> None:
    page.get_by_role("textbox", name="First name").fill("Noor")
    page.get_by_role("textbox", name="Last name").fill("Haddad")
    page.get_by_role("textbox", name="Email").fill(email)
    page.get_by_role("textbox", name="Date of birth").fill("1991-05-06")
    page.get_by_role("button", name="Continue").click()


def mailed_code(clinic: Clinic, email: str = "noor@mail.test") -> str:
    """Read the code in the mail: what has been sent is no longer in the database."""
    with clinic.portal.database.reading() as tx:
        query = select(OutboxMessage).where(OutboxMessage.recipient == email, OutboxMessage.kind == "newcomer_code")
        [latest] = tx.exec(query.order_by(col(OutboxMessage.created_at).desc()).limit(1)).all()
        key = latest.dedupe
    letter = clinic.portal.letter(key).get_body(("plain",))
    [code] = re.findall(r"\b\d{6,8}\b", letter.get_content())
    return str(code)


def test_how_to_reach_the_clinic_stands_below_times_of_which_one_is_booked_with_it(opened: Opened, open_clinic: Clinic):
    staff = [dict(one) for one in open_clinic.file["staff"]]
    parts = (("09:00", "11:00", "bookable"), ("12:00", "13:00", "contact_to_book"), ("14:00", "17:00", "bookable"))
    staff[-1]["shifts"] = [
        {"location": "main", "weekdays": WEEK, "from": opens, "to": closes, "mode": mode}
        for opens, closes, mode in parts
    ]
    open_clinic.update(staff=staff)
    page = start(opened(), open_clinic)
    expect(first_time(page)).to_have_text("9:00 a.m.")
    times = page.get_by_role("list", name="Times")
    expect(times.get_by_text("Contact to Book")).to_have_count(1)
    main = page.get_by_role("main")
    expect(main.get_by_role("link", name="416-555-0100")).to_be_visible()
    expect(main.get_by_role("link", name="desk@cedar.test")).to_be_visible()


def test_a_patient_books_takes_it_back_and_books_again(open_clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), open_clinic)
    page.get_by_role("navigation", name="Shortcuts").get_by_role("link", name="Book").click()
    time = choose_a_time(page)
    page.get_by_role("button", name="Book appointment").click()
    expect(page.get_by_role("heading", name="Thanks for booking")).to_be_visible()
    page.get_by_role("button", name="Whoops, don't book that!").click()
    expect(page.get_by_role("status").filter(has_text="Taken back.").locator(":focus")).to_be_in_viewport()
    listed(page, "Times").filter(has_text=time).first.click()
    page.get_by_role("button", name="Book appointment").click()
    page.get_by_role("link", name="I'm done").click()
    expect(visits(page)).to_have_count(1)
    expect(visits(page).first).to_contain_text("Physiotherapy")


def test_somebody_new_proves_an_address_books_and_ends_with_an_account(open_clinic: Clinic, opened: Opened) -> None:
    page = start(opened(), open_clinic)
    choose_a_time(page)
    introduce(page)
    expect(page.get_by_text("We sent a code to noor@mail.test")).to_be_visible()
    page.get_by_role("textbox", name="Code").fill("1")
    page.get_by_role("button", name="Confirm code").click()
    expect(page.get_by_text("That code doesn’t match")).to_be_visible()
    page.reload()
    page.get_by_role("textbox", name="Code").fill(mailed_code(open_clinic))
    page.get_by_role("button", name="Confirm code").click()
    page.get_by_role("button", name="Book appointment").click()
    expect(page.get_by_role("heading", name="Thanks for booking")).to_be_visible()
    page.get_by_role("button", name="Choose a username and password").click()
    page.get_by_role("textbox", name="Username").fill("noor")
    page.get_by_role("textbox", name="Password").fill("three green herons")
    page.get_by_role("button", name="Create account").click()
    expect(heading(page)).to_have_text("Upcoming Appointments")
    expect(visits(page)).to_have_count(1)


def test_what_is_wrong_with_the_details_is_told_and_nothing_is_lost(open_clinic: Clinic, opened: Opened) -> None:
    page = start(opened(), open_clinic)
    choose_a_time(page)
    introduce(page, "noor")
    expect(page.get_by_role("alert").filter(has_text="Check what is marked")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Enter an email like name@example.com.").click()
    expect(page.get_by_role("textbox", name="Email")).to_be_focused()
    expect(page.get_by_role("textbox", name="First name")).to_have_value("Noor")


def test_a_time_that_somebody_takes_goes_from_the_page(open_clinic: Clinic, opened: Opened) -> None:
    page, other = start(opened(), open_clinic), start(opened(), open_clinic)
    first = first_time(page).inner_text().strip()
    assert choose_a_time(other) == first
    expect(listed(page, "Times").first).not_to_have_text(re.compile(f"^{re.escape(first)}"), timeout=SOON)


def test_a_link_that_names_a_day_opens_it_once_the_rest_is_chosen(open_clinic: Clinic, opened: Opened) -> None:
    tenth = datetime.now(ZoneInfo("America/Toronto")).date() + timedelta(days=10)
    page = start(opened(), open_clinic, f"?date={tenth.isoformat()}")
    listed(page, "Treatments").filter(has_text="Physiotherapy").click()
    expect(listed(page, "Days").and_(page.locator("[aria-pressed=true]"))).to_have_accessible_name(
        dates.long_day(tenth, "en")
    )
    expect(page.get_by_role("heading", name=dates.long_day(tenth, "en"))).to_be_visible()
    listed(page, "Days").nth(1).click()
    expect(listed(page, "Days").nth(1)).to_have_attribute("aria-pressed", "true")
    start(page, open_clinic, "?date=2100-01-04")
    listed(page, "Treatments").filter(has_text="Physiotherapy").click()
    expect(page.get_by_role("status").filter(has_text="Nothing is free on Monday 4 January 2100")).to_be_visible()
    expect(listed(page, "Days").first).to_have_attribute("aria-pressed", "true")


def test_a_hold_is_there_again_after_a_reload_and_can_be_changed(open_clinic: Clinic, opened: Opened) -> None:
    page = start(opened(), open_clinic)
    choose_a_time(page)
    page.reload()
    expect(page.get_by_role("heading", name="Your appointment")).to_be_visible()
    expect(page.get_by_role("timer")).to_be_visible()
    page.get_by_role("button", name="Change the time").click()
    expect(page.get_by_role("heading", name="Your appointment")).to_have_count(0)


def test_who_holds_a_time_and_signs_in_goes_on_with_it(open_clinic: Clinic, opened: Opened) -> None:
    page = start(opened(), open_clinic)
    choose_a_time(page)
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_role("textbox", name="Username or email").fill("alice")
    page.get_by_role("textbox", name="Password").fill("a quiet river stone")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Book appointment").click()
    expect(page.get_by_role("heading", name="Thanks for booking")).to_be_visible()


def test_a_visit_is_moved_to_another_time(open_clinic: Clinic, opened: Opened) -> None:
    open_clinic.book("far", "today+9d 14:00")
    page = sign_in(opened(), open_clinic)
    visits(page).first.get_by_role("link", name="Reschedule").click()
    expect(page.get_by_text("You are moving this visit")).to_be_visible()
    listed(page, "Days").nth(1).click()
    listed(page, "Times").nth(2).click()
    expect(page.get_by_role("button", name="Move appointment")).to_be_visible()
    expect(page.get_by_text("You are moving this visit")).to_be_visible()
    page.get_by_role("button", name="Move appointment").click()
    expect(page.get_by_role("heading", name="Your visit is moved")).to_be_visible()
    expect(page.get_by_role("button", name="Put it back")).to_be_visible()
    page.get_by_role("link", name="I'm done").click()
    expect(visits(page)).to_have_count(1)


def test_a_link_of_the_clinics_website_leads_to_the_days(open_clinic: Clinic, opened: Opened) -> None:
    page = start(opened(), open_clinic, "?treatment=video&staff=sam&location=main")
    expect(page.get_by_role("heading", name="When?")).to_be_visible()
    expect(page.get_by_text("Video visit", exact=True)).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Main St")  # nobody is to go there
    start(page, open_clinic, "?treatment=nothing")
    expect(page.get_by_text("What the link asks for is not offered any more.")).to_be_visible()


def test_the_clinic_turns_booking_off_before_ones_eyes(open_clinic: Clinic, opened: Opened) -> None:
    page = start(opened(), open_clinic)
    first_time(page)
    expect(page.get_by_role("button", name="Change the treatment")).to_be_visible()
    open_clinic.update(settings={"online_booking": "off"})
    expect(page.get_by_text("Online booking is off.")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    open_clinic.update(settings={"online_booking": "sign_in_required"})
    expect(page.get_by_role("main").get_by_role("link", name="Sign in")).to_be_visible(timeout=SOON)


def test_a_shared_address_makes_a_profile_of_its_own(open_clinic: Clinic, opened: Opened) -> None:
    page = start(opened(), open_clinic)
    choose_a_time(page)
    introduce(page, "moreau@mail.test")
    expect(page.get_by_text("We sent a code to moreau@mail.test")).to_be_visible()
    page.get_by_role("textbox", name="Code").fill(mailed_code(open_clinic, "moreau@mail.test"))
    page.get_by_role("button", name="Confirm code").click()
    page.get_by_role("button", name="Book appointment").click()
    expect(page.get_by_role("heading", name="Thanks for booking")).to_be_visible()
    with open_clinic.portal.database.reading() as tx:
        made = tx.exec(select(Person).where(Person.first_name == "Noor", Person.email == "moreau@mail.test")).all()
    assert len(made) >= 1


def test_who_waits_takes_what_the_desk_frees_with_one_tap_in_the_page_that_is_open(
    open_clinic: Clinic, opened: Opened
) -> None:
    open_clinic.update(
        settings={"wait_list": True, "same_day_booking": True, "horizon_days": 2},
        treatments=[*open_clinic.file["treatments"], treatment("long", "Long assessment", 480)],
        staff=[*open_clinic.file["staff"][:-1], open_clinic.file["staff"][-1] | {"treatments": ["long"]}],
    )
    full = [appointment(f"full-{day}", f"today+{day}d 09:00", patient="bob", treatment="long") for day in range(4)]
    open_clinic.update(appointments=full)
    page = sign_in(opened(), open_clinic)
    start(page, open_clinic, "?treatment=long")
    page.get_by_role("button", name="Join the wait list").click()
    expect(page.get_by_text("You are on the wait list:")).to_be_visible()
    page.get_by_role("link", name="Back to My Account").click()
    expect(page.get_by_role("button", name="Leave the wait list for Long assessment")).to_be_visible()
    free_at_the_desk(opened(viewport=LAPTOP), open_clinic, "Bob Moreau")
    take = page.get_by_role("button", name="Take this time")
    expect(take).to_be_visible(timeout=SOON)
    take.click()
    expect(page.get_by_role("status").filter(has_text="Booked.")).to_be_visible()
    expect(visits(page)).to_have_count(1)
    expect(visits(page).first).to_contain_text("Long assessment")


def free_at_the_desk(page: Page, clinic: Clinic, who: str) -> None:
    """Cancel somebody's visit of tomorrow at the desk, as they asked for."""
    page.goto(f"{clinic.url}/sign-in?next=/clinic/schedule")
    give(page, "dana", PASSWORD)
    page.get_by_role("link", name="Next day").click()
    page.wait_for_url(f"{clinic.url}/clinic/schedule?day=*")
    expect(page.get_by_label("Go to date")).to_have_value(page.url.rpartition("=")[2])
    page.get_by_role("region").get_by_role("button", name=who).click()
    page.get_by_role("region", name=who).get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel visit").click()
    expect(page.get_by_text("Cancelled by the clinic").first).to_be_visible()


def test_somebody_new_can_do_it_by_keyboard_alone(open_clinic: Clinic, opened: Opened) -> None:
    page = start(opened(viewport=LAPTOP), open_clinic)
    press(page, listed(page, "Treatments").filter(has_text="Physiotherapy"))
    expect(page.locator("*:focus")).to_have_text("When?")
    press(page, listed(page, "Days").nth(1))
    expect(listed(page, "Days").nth(1)).to_have_attribute("aria-pressed", "true")
    press(page, listed(page, "Times").first)
    expect(page.locator("*:focus")).to_have_text("Your appointment")
    for name, typed in (("First name", "Noor"), ("Last name", "Haddad"), ("Email", "keys@mail.test")):
        go_to(page, page.get_by_role("textbox", name=name))
        page.keyboard.type(typed)
    go_to(page, page.get_by_role("textbox", name="Date of birth"))
    page.keyboard.type("05061991")  # part by part, as the browser asks for it
    press(page, page.get_by_role("button", name="Continue"))
    expect(page.locator("*:focus")).to_have_text("Who is coming?")
    go_to(page, page.get_by_role("textbox", name="Code"))
    page.keyboard.type(mailed_code(open_clinic, "keys@mail.test"))
    press(page, page.get_by_role("button", name="Confirm code"))
    press(page, page.get_by_role("button", name="Book appointment"))
    expect(page.locator("*:focus")).to_have_text("Thanks for booking")
    press(page, page.get_by_role("button", name="Choose a username and password"))
    expect(page.get_by_role("textbox", name="Username")).to_be_visible()


def press(page: Page, button: Locator) -> None:
    """Reach a button by Tab, and press it."""
    go_to(page, button)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("viewport", [PHONE, LAPTOP])
def test_there_is_nothing_for_axe_to_find(
    open_clinic: Clinic, opened: Opened, viewport: dict[str, int], dark: bool
) -> None:
    page = start(opened(viewport=viewport, dark=dark, reduced_motion="reduce"), open_clinic)
    expect(listed(page, "Treatments").first).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    listed(page, "Treatments").filter(has_text="Physiotherapy").click()
    expect(listed(page, "Times").first).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= viewport["width"]
    listed(page, "Times").first.click()
    introduce(page)
    expect(page.get_by_role("textbox", name="Code")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
