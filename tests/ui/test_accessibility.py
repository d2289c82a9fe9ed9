"""Every page in every state, in both colours and at three widths, held to every rule that a machine can check.

At 400 % nothing of a page may be lost to the side either.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from demo.documents import program
from myaccount.documents.engine import print_papers
from myaccount.domain.forms.definition import QuestionType
from tests.portal import Clinic, Portal, appointment, employee, patient, treatment
from tests.services.documents.cabinet import picture
from tests.services.receipts.books import PAID, Books, books_of
from tests.social import everything_on
from tests.ui.journeys import give, heading, take_payments, visits
from tests.ui.waiting import offer, take_unseen

EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS_ONLY = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
CHECK = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
SETTLED = "() => document.getAnimations().forEach((one) => one.finish())"
GROUND = {"light": "rgb(248, 246, 243)", "dark": "rgb(22, 21, 19)"}
WIDTHS = (320, 768, 1280)
COLOURS = ("light", "dark")
HEIGHT = 900
CALL = "https://video.test/room-7"
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MASSAGE = {
    "treatments": ["massage", "never"],
    "shifts": [{"location": "main", "weekdays": WEEK, "from": "09:00", "to": "17:00", "mode": "bookable"}],
}
FREED = {"patient": "bob", "staff": "kit", "treatment": "massage"}
OFFERED = {"ines": "10:00", "ivo": "14:00"}
"""Who is offered a massage of Bob's that he gave up, and at what time it was."""


@dataclass
class Place:
    """A clinic full of people and visits, and whoever has signed in there before."""

    clinic: Clinic
    browser: Browser
    signed_in: dict[str, Any]

    def page(self, who: str = "") -> Page:
        """Open a page as somebody, signed in before."""
        context = self.browser.new_context(
            storage_state=self._state(who) if who else None, reduced_motion="reduce", viewport=_size(WIDTHS[0])
        )
        return context.new_page()

    def at(self, address: str, who: str = "") -> Page:
        """Open an address and wait until it is filled."""
        page = self.page(who)
        page.goto(f"{self.clinic.url}{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".bone")).to_have_count(0)
        return page

    def _state(self, who: str) -> Any:
        if who not in self.signed_in:
            context = self.browser.new_context()
            page = context.new_page()
            page.goto(f"{self.clinic.url}/sign-in")
            page.locator("[name=username]").fill(who)
            page.locator("[name=password]").fill("a quiet river stone")
            page.locator("[name=password]").press("Enter")
            page.wait_for_url(lambda url: "/sign-in" not in url)
            self.signed_in[who] = context.storage_state()
            context.close()
        return self.signed_in[who]


@pytest.fixture(scope="module")
def place(portal: Portal, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The clinic of all these tests: they look at it, and change nothing."""
    clinic = portal.clinic()
    long_name = "Musculoskeletal assessment and individualised exercise programme, follow-up"
    clinic.update(
        settings={
            "client_selectable_reminders": True,
            "second_email_reminder_hours": 4,
            "text_reminder_hours": 24,
            "wait_list": True,
            "booking_question": "What brings you in?",
            "payment_policy": "deposit",
            "choose_invoices": True,
        },
        treatments=[
            *clinic.file["treatments"],
            treatment("long", long_name, 60),
            treatment("massage", "Massage", 60),
            treatment("never", "A day by the lake", 540),
        ],
        staff=[*clinic.file["staff"], employee("kit", "Kit", "Rowan", "practitioner") | MASSAGE],
        patients=[
            *clinic.file["patients"],
            patient("caller", "Uma", "Duarte", "uma@mail.test"),
            patient("nobody", "Wolfeschlegelsteinhausen", "Bergerdorff-Oyelaran", "n@mail.test"),
            patient("camille", "Camille", "Roy", "camille@mail.test", language="fr"),
            *(patient(who, who.title(), "Amsel", f"{who}@mail.test") for who in ("ines", "ivo", "jona")),
        ],
    )
    clinic.update(
        appointments=[
            appointment("call", "now+40m", treatment="video", call_url=CALL),
            appointment("meeting", "now-20m", treatment="video", patient="caller"),
            appointment("soon", "now+20h"),
            appointment("later", "today+5d 14:00", treatment="long"),
            appointment("distant", "today+9d 14:00", treatment="video", call_url=CALL),
            appointment("now", "today+0d 12:00", **FREED),
            appointment("french", "today+6d 14:00", patient="camille"),
            *(appointment(f"past-{days}", f"today-{days}d 10:00", state="arrived") for days in range(4, 28)),
            appointment("missed", "today-2d 10:00", state="no_show"),
            appointment("asked", "today+4d 11:00", patient="jona", staff="kit", treatment="massage"),
            *(appointment(name, f"today+3d {at}", state="cancelled", **FREED) for name, at in OFFERED.items()),
        ]
    )  # fmt: skip
    for who in OFFERED:
        offer(clinic, who, who)
    _receipts(books_of(clinic))
    _documents(clinic, tmp_path_factory.mktemp("documents"))
    _forms(clinic)
    take_payments(chromium.new_page(), clinic)
    _profiles_elsewhere(clinic)
    yield Place(clinic, chromium, {})
    for context in chromium.contexts:
        context.close()


def _documents(clinic: Clinic, folder: Path) -> None:
    """Give Alice a text, a PDF and a picture that she sees, and a draft that she does not."""
    (folder / "knee.pdf").write_bytes(print_papers([program()]))
    (folder / "scan.png").write_bytes(picture(size=(900, 600)))
    told = {"patient": "alice", "kind": "file", "shared": True, "dated": "today-1d"}
    entry = told | {"kind": "chart_entry", "text": "# Better\n\n- The knee bends to **128 degrees**"}
    file = clinic.file | {
        "documents": [
            entry | {"id": "report", "title": "Progress report", "folder": "progress_report"},
            entry | {"id": "draft", "title": "Visit note", "shared": False},
            told | {"id": "knee", "title": "Knee exercises", "file": "knee.pdf", "folder": "exercise_program"},
            told | {"id": "scan", "title": "Scan of the knee", "file": "scan.png"},
        ],
        "settings": {**clinic.file["settings"], "patient_uploads": True},
    }
    clinic.portal.load(file, folder)


def _forms(clinic: Clinic) -> None:
    """Let a form with every kind of question wait for Alice, and let another be submitted."""
    kinds = [one for one in QuestionType if one is not QuestionType.HEADING]
    every = [{"id": one.value, "type": one.value, "label": f"Which {one.value}"} for one in kinds]
    facts: dict[str, Any] = {
        "single_choice": {"label": "Which one", "choices": ["This", "That"]},
        "multiple_choice": {"choices": ["This", "That"]},
        "consent": {"text": "I agree to be treated.", "required": True},
        "scale": {"low": "Hardly", "high": "Very much"},
        "short_text": {"required": True, "help": "In a few words."},
    }
    asks = [one | facts.get(one["id"], {}) for one in every]
    templates = [{"id": "every", "name": "Every kind", "card": "required", "questions": asks}]
    templates.append({"id": "short", "name": "A short one", "questions": [every[0]]})
    form = {"patient": "alice", "due": "today+2d"}
    done = form | {"id": "done", "template": "short", "state": "submitted", "answers": {every[0]["id"]: "x"}}
    clinic.update(form_templates=templates, forms=[form | {"id": "waits", "template": "every"}, done])


def _profiles_elsewhere(clinic: Clinic) -> None:
    """Turn every sign-in provider on, and link Alice's profile at Google."""
    with clinic.portal.configured():
        everything_on(clinic.portal.database, clinic.slug, "alice")


def _receipts(books: Books) -> None:
    """Give Alice more receipts than a page holds, and one that shrank."""
    for days in range(10):
        books.receipt(at=PAID + timedelta(days=days))
    [line] = books.invoice("alice", ("Exercise programme with individualised progressions", 12000))
    receipt = books.apply(books.pay("alice", 12000, PAID + timedelta(days=20)), (line, 12000))
    books.unapply(receipt, line, 4500)


Scene = Callable[[Place], Page]
SCENES: dict[str, Scene] = {}
DESK_SCENES: dict[str, Scene] = {}


def scene(make: Scene) -> Scene:
    """Note a state of a page."""
    SCENES[make.__name__] = make
    return make


def desk_scene(make: Scene) -> Scene:
    """Note a state of a page of the clinic's side."""
    DESK_SCENES[make.__name__] = make
    return make


@scene
def sign_in_page(place: Place) -> Page:
    return place.at("/sign-in")


@scene
def sign_in_refused(place: Place) -> Page:
    page = place.at("/sign-in")
    give(page, "alice", "not this one")
    expect(page.get_by_role("alert").filter(has_text="don’t match")).to_be_visible()
    return page


@scene
def sign_in_after_the_end(place: Place) -> Page:
    page = place.at("/sign-in?ended=idle")
    expect(page.get_by_text("You were signed out")).to_be_visible()
    return page


@scene
def booking_on_a_website(place: Place) -> Page:
    return place.at("/book/embed")


@desk_scene
def website_booking(place: Place) -> Page:
    page = place.at("/clinic/embed", "robin")
    page.get_by_role("textbox", name="Add a website").fill("cedar.test")
    page.get_by_role("button", name="Add website").click()
    expect(page.get_by_text("Begin with https://")).to_be_visible()
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    return page


@scene
def waiting_for_a_time_where_none_is_free(place: Place) -> Page:
    page = place.at("/book?treatment=never", "nobody")
    expect(page.get_by_role("button", name="Join the wait list")).to_be_visible()
    return page


@scene
def on_the_wait_list(place: Place) -> Page:
    page = place.at("/book?treatment=never", "jona")
    page.get_by_role("button", name="Join the wait list").click()
    expect(page.get_by_text("You are on the wait list:")).to_be_visible()
    return page


@scene
def a_time_that_is_offered(place: Place) -> Page:
    page = place.at("/account", "ines")
    expect(page.get_by_role("button", name="Take this time")).to_be_visible()
    expect(page.get_by_role("button", name="Leave the wait list for Massage")).to_be_visible()
    return page


@scene
def an_offered_time_that_is_gone(place: Place) -> Page:
    page = place.at("/account", "ivo")
    expect(page.get_by_role("button", name="Take this time")).to_be_visible()
    take_unseen(place.clinic, "ivo")
    page.get_by_role("button", name="Take this time").click()
    expect(page.get_by_role("alert").filter(has_text="That time is gone")).to_be_visible()
    return page


@scene
def a_question_on_the_card_of_a_visit(place: Place) -> Page:
    page = place.at("/account", "jona")
    page.get_by_text("Answer the clinic’s question").first.click()
    page.get_by_role("textbox", name="What brings you in?").fill("My knee")
    page.get_by_role("button", name="Answer the clinic").click()
    expect(page.get_by_text("The clinic has your answer.")).to_be_visible()
    return page


@scene
def notifications(place: Place) -> Page:
    page = place.at("/account/notifications", "alice")
    page.get_by_role("button", name="Show my calendar link").click()
    expect(page.get_by_role("button", name="Make a link")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")  # or the bar at the top would cover half a switch
    return page


@scene
def notifications_in_french(place: Place) -> Page:
    return place.at("/account/notifications", "camille")


@scene
def receipts(place: Place) -> Page:
    page = place.at("/account/receipts", "alice")
    expect(page.get_by_text("still applied")).to_be_visible()
    return page


@scene
def receipts_filtered_the_wrong_way_round(place: Place) -> Page:
    page = place.at("/account/receipts", "alice")
    page.get_by_role("textbox", name="From").fill("2026-03-12")
    page.get_by_role("textbox", name="To").fill("2026-03-10")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("The first date is after the last")).to_be_visible()
    return page


@scene
def no_receipts_in_french(place: Place) -> Page:
    return place.at("/account/receipts", "camille")


@scene
def a_code_of_no_receipt(place: Place) -> Page:
    return place.at("/verify/222222222222")


@scene
def documents(place: Place) -> Page:
    page = place.at("/account/documents", "alice")
    expect(page.get_by_role("article").filter(has_text="Progress report")).to_be_visible()
    return page


@scene
def documents_none_in_french(place: Place) -> Page:
    page = place.at("/account/documents", "camille")
    expect(page.get_by_text("Rien pour l’instant.")).to_be_visible()
    return page


@scene
def document_of_text(place: Place) -> Page:
    return _document(place, "Progress report")


@scene
def document_of_a_picture(place: Place) -> Page:
    return _document(place, "Scan of the knee")


@scene
def document_that_is_not_there(place: Place) -> Page:
    page = place.at("/account/documents/nothing", "alice")
    expect(page.get_by_text("This document is not here")).to_be_visible()
    return page


@scene
def forms(place: Place) -> Page:
    page = place.at("/account/forms", "alice")
    expect(page.get_by_role("article")).to_have_count(2)
    return page


@scene
def forms_none_in_french(place: Place) -> Page:
    page = place.at("/account/forms", "camille")
    expect(page.get_by_text("Rien à remplir.")).to_be_visible()
    return page


@scene
def form_to_fill_in(place: Place) -> Page:
    page = forms(place)
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_role("radiogroup", name="Which one")).to_be_visible()
    return page


@scene
def form_card_page(place: Place) -> Page:
    page = form_to_fill_in(place)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Card on file")).to_be_focused()
    return page


@scene
def form_with_answers_missing(place: Place) -> Page:
    page = form_to_fill_in(place)
    page.get_by_role("radio", name="Draw my signature").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Submit form").click()
    expect(page.get_by_text("Some answers are missing")).to_be_visible()
    return page


@scene
def form_that_is_not_there(place: Place) -> Page:
    page = place.at("/account/forms/nothing", "alice")
    expect(page.get_by_text("This form is not here")).to_be_visible()
    return page


@desk_scene
def documents_at_the_desk(place: Place) -> Page:
    page = _part_of_profile(place, "Documents")
    expect(page.get_by_role("article", name="Progress report")).to_be_visible()
    return page


@desk_scene
def document_at_the_desk(place: Place) -> Page:
    page = documents_at_the_desk(place)
    page.get_by_role("article", name="Progress report").get_by_role("button", name="Open").click()
    expect(page.get_by_role("dialog", name="Progress report")).to_contain_text("Version 1")
    return page


@desk_scene
def chart_entry_refused(place: Place) -> Page:
    page = documents_at_the_desk(place)
    page.get_by_role("button", name="Write a chart entry").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    return page


@scene
def balance(place: Place) -> Page:
    page = place.at("/account/balance", "alice")
    expect(page.get_by_role("heading", name="Amount due")).to_be_visible()
    page.get_by_role("checkbox").first.uncheck()
    return page


@scene
def booking_while_it_asks_for_money(place: Place) -> Page:
    page = place.at("/book?treatment=massage", "alice")
    page.get_by_role("list", name="Days").get_by_role("button").nth(9).click()
    page.get_by_role("list", name="Times").get_by_role("button").first.click()
    expect(page.get_by_text("You pay a deposit of $50.00 now.")).to_be_visible()
    expect(page.get_by_role("button", name="Add a card")).to_be_visible()
    return page


@scene
def balance_of_nothing(place: Place) -> Page:
    page = place.at("/account/balance", "nobody")
    expect(page.get_by_text("There is nothing to pay.")).to_be_visible()
    return page


@scene
def cards_none(place: Place) -> Page:
    page = place.at("/account/cards", "nobody")
    expect(page.get_by_text("No card is on file yet.")).to_be_visible()
    return page


@scene
def cards_while_one_is_typed(place: Place) -> Page:
    page = cards_none(place)
    page.get_by_role("button", name="Add card").click()
    page.get_by_placeholder("number").fill("4000000000000002")
    page.get_by_role("button", name="Save card").click()
    expect(page.get_by_role("alert").filter(has_text="The card was not saved")).to_be_visible()
    return page


@scene
def password_refused(place: Place) -> Page:
    page = place.at("/account/password", "nobody")
    page.get_by_role("textbox", name="New username").fill("two words")
    page.locator("#username-current").fill("not this one")
    page.get_by_role("button", name="Change username").click()
    expect(page.get_by_role("alert").filter(has_text="Check what you entered")).to_be_visible()
    return page


@scene
def sign_in_with_other_profiles(place: Place) -> Page:
    page = place.at("/sign-in")
    expect(page.get_by_role("button", name="Continue with X")).to_be_visible()
    return page


@scene
def profiles_elsewhere(place: Place) -> Page:
    page = place.at("/account/social", "alice")
    expect(page.get_by_role("button", name="Unlink Google")).to_be_visible()
    return page


@scene
def profiles_elsewhere_in_french(place: Place) -> Page:
    return place.at("/account/social", "camille")


@scene
def profiles_elsewhere_while_it_asks(place: Place) -> Page:
    page = profiles_elsewhere(place)
    page.get_by_role("button", name="Unlink Google").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@desk_scene
def keys_of_a_sign_in_provider_refused(place: Place) -> Page:
    page = place.at("/clinic/settings", "robin")
    page.get_by_role("button", name="Change the keys of Google").click()
    page.get_by_role("textbox", name="Client ID").fill("two words")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Paste the client ID")).to_be_visible()
    return page


@scene
def sessions(place: Place) -> Page:
    return place.at("/account/sessions", "alice")


@scene
def sessions_while_it_asks(place: Place) -> Page:
    page = sessions(place)
    page.get_by_role("button", name="End All Sessions").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@scene
def forgot(place: Place) -> Page:
    return place.at("/forgot")


@scene
def forgot_without_a_contact(place: Place) -> Page:
    page = place.at("/forgot")
    page.get_by_role("textbox", name="Email or mobile").fill("   ")
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_role("alert").filter(has_text="Enter your email")).to_be_visible()
    return page


@scene
def forgot_and_sent(place: Place) -> Page:
    page = place.at("/forgot")
    page.get_by_role("textbox", name="Email or mobile").fill("nobody.here@mail.test")
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_role("textbox", name="Code")).to_be_visible()
    return page


@scene
def welcome(place: Place) -> Page:
    return place.at(_welcome_path(place))


@scene
def welcome_refused(place: Place) -> Page:
    page = place.at(_welcome_path(place))
    page.get_by_role("textbox", name="Username").fill("two words")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("alert")).to_contain_text("Check what you entered")
    return page


@scene
def a_link_that_is_over(place: Place) -> Page:
    return place.at("/welcome/nothing")


@scene
def upcoming(place: Place) -> Page:
    page = place.at("/account", "alice")
    expect(visits(page)).to_have_count(4)
    return page


@scene
def upcoming_in_french(place: Place) -> Page:
    page = place.at("/account", "camille")
    expect(heading(page)).to_have_text("Rendez-vous à venir")
    return page


@scene
def upcoming_without_visits(place: Place) -> Page:
    page = place.at("/account", "nobody")
    expect(page.get_by_text("You have no visits coming up")).to_be_visible()
    return page


@scene
def upcoming_while_it_asks(place: Place) -> Page:
    page = upcoming(place)
    page.get_by_role("button", name="Cancel").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@scene
def upcoming_with_the_account_menu(place: Place) -> Page:
    page = upcoming(place)
    page.get_by_role("button", name="Account menu").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


@scene
def upcoming_with_the_whole_menu(place: Place) -> Page:
    page = upcoming(place)
    page.get_by_role("button", name="More").click()
    expect(page.get_by_role("navigation", name="My Account")).to_be_visible()
    return page


@scene
def history(place: Place) -> Page:
    page = place.at("/account/history", "alice")
    expect(visits(page)).to_have_count(20)
    return page


@scene
def history_without_visits(place: Place) -> Page:
    page = place.at("/account/history", "nobody")
    expect(page.get_by_text("No past visits")).to_be_visible()
    return page


@scene
def history_filtered_to_nothing(place: Place) -> Page:
    page = history(place)
    page.get_by_label("From", exact=True).fill("2001-01-01")
    page.get_by_label("To", exact=True).fill("2001-02-01")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("No visits match this filter")).to_be_visible()
    return page


@scene
def history_with_dates_the_wrong_way_round(place: Place) -> Page:
    page = history(place)
    page.get_by_label("From", exact=True).fill("2026-03-01")
    page.get_by_label("To", exact=True).fill("2026-02-01")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("The first date is after the last")).to_be_visible()
    return page


@scene
def the_door_of_a_call(place: Place) -> Page:
    page = upcoming(place)
    page.get_by_role("link", name="Begin").click()
    expect(heading(page)).to_have_text("Video visit")
    expect(page.get_by_role("link", name="Begin")).to_have_attribute("href", CALL)
    return page


@scene
def the_hallway_of_a_call(place: Place) -> Page:
    page = place.at(f"/visit/{place.clinic.id_of('appointment', 'meeting')}", "caller")
    expect(page.get_by_text("We found no camera and no microphone.")).to_be_visible()
    return page


@scene
def the_waiting_room_of_a_call(place: Place) -> Page:
    page = the_hallway_of_a_call(place)
    page.get_by_role("button", name="Join without camera and microphone").click()
    expect(page.get_by_role("heading", name="Waiting for Sam")).to_be_visible()
    return page


@scene
def a_call_that_was_left(place: Place) -> Page:
    page = the_waiting_room_of_a_call(place)
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="You have left the call")).to_be_visible()
    return page


@scene
def a_door_that_is_not_there(place: Place) -> Page:
    page = place.at("/visit/nothing", "alice")
    expect(page.get_by_text("We can’t find that visit")).to_be_visible()
    return page


@scene
def a_page_that_is_not_there(place: Place) -> Page:
    return place.at("/nowhere")


@scene
def the_demos_mailbox(place: Place) -> Page:
    return place.at("/demo/mailbox")


@scene
def who_saw_my_data(place: Place) -> Page:
    page = place.at("/account/access", "alice")
    expect(page.get_by_text("Signed in:").first).to_be_visible()
    return page


@scene
def who_saw_my_data_and_nobody_did(place: Place) -> Page:
    page = place.at("/account/access", "nobody")
    page.get_by_role("button", name="The clinic").click()
    expect(page.get_by_text("Nobody at the clinic has opened")).to_be_visible()
    return page


@scene
def a_request_that_is_blank(place: Place) -> Page:
    page = place.at("/account/access", "alice")
    page.get_by_role("button", name="Ask for a correction").click()
    page.get_by_role("button", name="Send to the clinic").click()
    expect(page.get_by_text("Write what is wrong")).to_be_visible()
    return page


@scene
def two_step_set_up(place: Place) -> Page:
    return _at_two_step(place, _somebody_new(place))


@scene
def two_step_set_up_refused(place: Place) -> Page:
    return _refused_at(_at_two_step(place, _somebody_new(place)))


@scene
def two_step_recovery_codes(place: Place) -> Page:
    page = _set_up(_at_two_step(place, _somebody_new(place)))
    expect(page.get_by_role("button", name="Copy as text")).to_be_visible()
    return page


@scene
def two_step_overview(place: Place) -> Page:
    page = _set_up(_at_two_step(place, _somebody_new(place)))
    page.goto(f"{place.clinic.url}/two-step/codes")
    expect(page.get_by_text("You have 10 recovery codes left.")).to_be_visible()
    return page


@scene
def two_step_overview_refused(place: Place) -> Page:
    page = two_step_overview(place)
    page.get_by_role("textbox", name="6-digit code").fill("12")
    page.get_by_role("button", name="Make new codes").click()
    expect(page.get_by_role("alert")).to_contain_text("Check what you entered")
    return page


@scene
def two_step_asked(place: Place) -> Page:
    return _asked_for_the_second_step(place)


@scene
def two_step_asked_and_refused(place: Place) -> Page:
    return _refused_at(_asked_for_the_second_step(place))


@scene
def two_step_recovery(place: Place) -> Page:
    page = _asked_for_the_second_step(place)
    page.get_by_role("link", name="Use a recovery code instead").click()
    expect(heading(page)).to_have_text("Use a recovery code")
    return page


@desk_scene
def today_at_the_desk(place: Place) -> Page:
    page = place.at("/clinic", "dana")
    expect(page.get_by_role("article").first).to_be_visible()
    return page


@desk_scene
def schedule_of_a_day(place: Place) -> Page:
    page = place.at("/clinic/schedule", "dana")
    expect(heading(page)).to_have_text("Schedule")
    return page


@desk_scene
def schedule_of_a_week(place: Place) -> Page:
    page = place.at("/clinic/schedule?view=week", "dana")
    expect(page.get_by_text("Week of").first).to_be_visible()
    return page


@desk_scene
def schedule_with_a_visit(place: Place) -> Page:
    page = schedule_of_a_day(place)
    page.get_by_role("region").get_by_role("button", name="Bob Moreau").click()
    expect(page.get_by_role("region", name="Bob Moreau")).to_be_visible()
    return page


@desk_scene
def schedule_while_it_books(place: Place) -> Page:
    page = schedule_of_a_day(place)
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("dialog", name="Book a visit")).to_be_visible()
    return page


@desk_scene
def patients_at_the_desk(place: Place) -> Page:
    return place.at("/clinic/patients", "dana")


@desk_scene
def patients_found(place: Place) -> Page:
    page = patients_at_the_desk(place)
    _find(page, "o")
    expect(page.get_by_role("table", name="Found")).to_be_visible()
    return page


@desk_scene
def patients_not_found(place: Place) -> Page:
    page = patients_at_the_desk(place)
    _find(page, "nobody at all")
    expect(page.get_by_role("status").filter(has_text="No patient matches")).to_be_visible()
    return page


@desk_scene
def patients_while_one_is_added(place: Place) -> Page:
    page = patients_at_the_desk(place)
    page.get_by_role("button", name="Add patient").click()
    page.get_by_role("dialog").get_by_role("button", name="Add patient").click()
    expect(page.get_by_text("Enter a first name.")).to_be_visible()
    return page


@desk_scene
def profile(place: Place) -> Page:
    page = patients_at_the_desk(place)
    _find(page, "alice")
    page.get_by_role("link", name="Alice Moreau").click()
    expect(heading(page)).to_have_text("Alice Moreau")
    return page


@desk_scene
def profile_appointments(place: Place) -> Page:
    return _part_of_profile(place, "Appointments")


@desk_scene
def profile_cards(place: Place) -> Page:
    return _part_of_profile(place, "Cards")


@desk_scene
def profile_messages(place: Place) -> Page:
    return _part_of_profile(place, "Messages")


@desk_scene
def profile_activity(place: Place) -> Page:
    return _part_of_profile(place, "Activity")


@desk_scene
def billing(place: Place) -> Page:
    page = _part_of_profile(place, "Billing")
    expect(page.get_by_role("table", name="Payments").get_by_role("button", name="Refund").first).to_be_visible()
    return page


@desk_scene
def billing_history(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="History").click()
    expect(page.get_by_role("table", name="History")).to_be_visible()
    return page


@desk_scene
def billing_unapply(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="Unapply").first.click()
    expect(page.get_by_role("dialog").get_by_role("textbox").first).to_be_visible()
    return page


@desk_scene
def billing_take_payment(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="Take payment").click()
    panel = page.get_by_role("dialog", name="Take payment")
    panel.get_by_label("Amount").fill("nothing")
    panel.get_by_role("button", name="Take payment").click()
    expect(panel.get_by_role("alert").first).to_be_visible()
    return page


@desk_scene
def billing_fee(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="Charge a fee").click()
    expect(page.get_by_role("dialog", name="Charge a fee").get_by_label("Which visit")).to_be_visible()
    return page


@desk_scene
def billing_refund(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="Refund").first.click()
    expect(page.get_by_role("dialog", name="Refund").get_by_label("Why")).to_be_visible()
    return page


@desk_scene
def billing_apply(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="Apply", exact=True).first.click()
    expect(page.get_by_role("dialog", name="Apply").get_by_role("textbox").first).to_be_visible()
    return page


@desk_scene
def billing_refused(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="Sell").click()
    panel = page.get_by_role("dialog", name="Sell")
    panel.get_by_role("button", name="Sell").click()
    expect(panel.get_by_text("Fill this in.")).to_have_count(2)
    return page


@desk_scene
def tasks_with_none_done(place: Place) -> Page:
    page = place.at("/clinic/tasks", "dana")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_role("button", name="Done", exact=True)).to_have_attribute("aria-pressed", "true")
    return page


@desk_scene
def tasks_that_wait(place: Place) -> Page:
    alice = place.at("/account/access", "alice")
    alice.get_by_role("button", name="Ask for a correction").click()
    alice.get_by_role("dialog").get_by_role("textbox").fill("My street is Quesnel Drive")
    alice.get_by_role("button", name="Send to the clinic").click()
    expect(alice.get_by_text("My street is Quesnel Drive")).to_be_visible()
    alice.context.close()
    page = place.at("/clinic/tasks", "dana")
    expect(page.get_by_text("My street is Quesnel Drive").first).to_be_visible()
    return page


@desk_scene
def the_owners_settings_with_a_location(place: Place) -> Page:
    page = place.at("/clinic/settings", "robin")
    page.get_by_role("button", name="Main Street").click()
    expect(page.get_by_role("dialog", name="Main Street")).to_be_visible()
    return page


@desk_scene
def the_owners_settings(place: Place) -> Page:
    page = place.at("/clinic/settings", "robin")
    expect(page.get_by_role("switch", name="Client Pronouns")).to_be_visible()
    return page


@desk_scene
def staff_with_somebody_and_their_week(place: Place) -> Page:
    page = place.at("/clinic/staff", "robin")
    page.get_by_role("button", name="Sam Field").click()
    panel = page.get_by_role("dialog", name="Sam Field")
    panel.get_by_role("button", name="Add time off").click()
    expect(panel.get_by_label("First day")).to_be_visible()
    return page


@desk_scene
def treatments_with_one_refused(place: Place) -> Page:
    page = place.at("/clinic/treatments", "robin")
    page.get_by_role("button", name="Add treatment").click()
    panel = page.get_by_role("dialog", name="New treatment")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_role("alert")).to_be_visible()
    return page


@desk_scene
def form_library(place: Place) -> Page:
    page = place.at("/clinic/forms", "dana")
    page.get_by_role("button", name="New form").click()
    expect(page.get_by_role("article", name="Massage therapy intake")).to_be_visible()
    return page


@desk_scene
def form_being_built(place: Place) -> Page:
    page = place.at("/clinic/forms", "dana")
    page.get_by_role("link", name="Every kind").click()
    expect(page.get_by_role("article", name="Which consent")).to_be_visible()
    return page


@desk_scene
def question_refused(place: Place) -> Page:
    page = form_being_built(place)
    page.get_by_role("button", name="Add a question").click()
    panel = page.get_by_role("dialog", name="New question")
    panel.get_by_role("combobox", name="Kind of answer").select_option("scale")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_role("alert")).to_be_visible()
    return page


@desk_scene
def form_looked_at_as_a_patient_sees_it(place: Place) -> Page:
    page = form_being_built(place)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("dialog", name="Preview").get_by_role("radiogroup").first).to_be_visible()
    return page


@desk_scene
def form_read_at_the_desk(place: Place) -> Page:
    page = _part_of_profile(place, "Forms")
    page.get_by_role("article", name="A short one").get_by_role("button", name="Read").click()
    panel = page.get_by_role("dialog", name="A short one")
    panel.get_by_role("button", name="Return to patient").click()
    expect(panel.get_by_role("textbox", name="What is to be changed")).to_be_visible()
    return page


@desk_scene
def shortcuts_of_the_desk(place: Place) -> Page:
    page = today_at_the_desk(place)
    page.set_viewport_size(_size(WIDTHS[1]))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    return page


@desk_scene
def booking_for_a_new_patient_refused(place: Place) -> Page:
    page = schedule_while_it_books(place)
    page.get_by_role("button", name="New patient").click()
    page.get_by_role("button", name="Add patient and book").click()
    expect(page.get_by_text("Enter a first name.")).to_be_visible()
    return page


@pytest.mark.parametrize("state", [*SCENES, *DESK_SCENES])
def test_no_rule_is_broken(place: Place, state: str) -> None:
    page = (SCENES | DESK_SCENES)[state](place)
    page.evaluate(AXE_SCRIPT)
    found = [problem for width in WIDTHS for colour in COLOURS for problem in _problems(page, colour, width)]
    wide = _width_at_400_percent(page)
    page.context.close()
    assert not found
    assert wide <= 320


def _problems(page: Page, colour: str, width: int) -> list[str]:
    """List what breaks a rule. In the dark the page is the same but for its colours: only they are looked at again."""
    page.set_viewport_size(_size(width))
    page.emulate_media(color_scheme=colour, reduced_motion="reduce")
    expect(page.locator("body")).to_have_css("background-color", GROUND[colour])
    page.evaluate(SETTLED)
    broken = page.evaluate(CHECK, EVERYTHING if colour == "light" else COLOURS_ONLY)["violations"]
    return [f"{colour} {width}: {rule['id']}: {one['html']}" for rule in broken for one in rule["nodes"]]


def _width_at_400_percent(page: Page) -> int:
    page.set_viewport_size({"width": 320, "height": 256})
    page.evaluate(SETTLED)
    return int(page.evaluate("() => document.documentElement.scrollWidth"))


def _size(width: int) -> Any:
    return {"width": width, "height": HEIGHT}


def _find(page: Page, words: str) -> None:
    expect(page.get_by_role("searchbox", name="Search patients")).to_be_focused()
    page.keyboard.type(words)


def _document(place: Place, title: str) -> Page:
    page = documents(place)
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("link", name="Download")).to_be_visible()
    return page


def _part_of_profile(place: Place, part: str) -> Page:
    page = profile(place)
    page.get_by_role("button", name=part, exact=True).click()
    expect(page.get_by_role("button", name=part, exact=True)).to_have_attribute("aria-pressed", "true")
    return page


def _welcome_path(place: Place) -> str:
    nour = patient("nour", "Nour", "Haddad", "nour@mail.test") | {"account": None}
    if nour not in place.clinic.file["patients"]:
        place.clinic.update(patients=[*place.clinic.file["patients"], nour])
    done = place.clinic.portal.command("invite", "--clinic", place.clinic.slug, "--patient", "nour")
    return "/welcome/" + done.stdout.partition("/welcome/")[2].split()[0]


def _somebody_new(place: Place) -> str:
    """Let somebody new work at the clinic, who has no second step yet; give back their username."""
    name = f"kai{len(place.clinic.file['staff'])}"
    place.clinic.update(staff=[*place.clinic.file["staff"], employee(name, "Kai", "Brandt", "practitioner")])
    return name


def _at_two_step(place: Place, who: str) -> Page:
    page = place.page(who)
    page.goto(f"{place.clinic.url}/two-step")
    expect(heading(page)).to_be_visible()
    return page


def _set_up(page: Page) -> Page:
    app = pyotp.TOTP(page.locator("#secret").inner_text().replace(" ", ""))
    page.get_by_role("textbox", name="6-digit code").fill(app.now())
    page.get_by_role("button", name="Continue").click()
    expect(heading(page)).to_have_text("Keep your recovery codes")
    return page


def _asked_for_the_second_step(place: Place) -> Page:
    who = _somebody_new(place)
    _set_up(_at_two_step(place, who)).context.close()
    del place.signed_in[who]
    page = _at_two_step(place, who)
    expect(heading(page)).to_have_text("Two-step sign-in")
    return page


def _refused_at(page: Page) -> Page:
    page.get_by_role("textbox", name="6-digit code").fill("12")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Check what you entered")
    return page
