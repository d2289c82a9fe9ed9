"""Every page in every state, in both colours and at three widths, held to every rule that a machine can check."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.portal import Clinic, Portal, appointment, patient, treatment
from tests.ui.journeys import give, heading, visits

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHECK = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
SETTLED = "async () => { for (const one of document.getAnimations()) await one.finished.catch(() => {}); }"
GROUND = {"light": "rgb(248, 246, 243)", "dark": "rgb(22, 21, 19)"}
WIDTHS = (320, 768, 1280)
COLOURS = ("light", "dark")
HEIGHT = 900
CALL = "https://video.test/room-7"


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
            page.wait_for_url(f"{self.clinic.url}/account")
            self.signed_in[who] = context.storage_state()
            context.close()
        return self.signed_in[who]


@pytest.fixture(scope="module")
def place(portal: Portal, chromium: Browser) -> Iterator[Place]:
    """The clinic of all these tests: they look at it, and change nothing."""
    clinic = portal.clinic()
    long_name = "Musculoskeletal assessment and individualised exercise programme, follow-up"
    clinic.update(
        treatments=[*clinic.file["treatments"], treatment("long", long_name, 60)],
        patients=[
            *clinic.file["patients"],
            patient("nobody", "Wolfeschlegelsteinhausen", "Bergerdorff-Oyelaran", "n@mail.test"),
            patient("camille", "Camille", "Roy", "camille@mail.test", language="fr"),
        ],
    )
    clinic.update(
        appointments=[
            appointment("call", "now+40m", treatment="video", call_url=CALL),
            appointment("soon", "now+20h"),
            appointment("later", "today+5d 14:00", treatment="long"),
            appointment("distant", "today+9d 14:00", treatment="video", call_url=CALL),
            appointment("french", "today+6d 14:00", patient="camille"),
            *(appointment(f"past-{days}", f"today-{days}d 10:00", state="arrived") for days in range(4, 28)),
            appointment("missed", "today-2d 10:00", state="no_show"),
        ]
    )
    yield Place(clinic, chromium, {})
    for context in chromium.contexts:
        context.close()


Scene = Callable[[Place], Page]
SCENES: dict[str, Scene] = {}


def scene(make: Scene) -> Scene:
    """Note a state of a page."""
    SCENES[make.__name__] = make
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


@pytest.mark.parametrize("state", SCENES)
def test_no_rule_is_broken(place: Place, state: str) -> None:
    page = SCENES[state](place)
    page.evaluate(AXE_SCRIPT)
    found = [problem for look in _looks() for problem in _problems(page, *look)]
    page.context.close()
    assert not found


@pytest.mark.parametrize("state", SCENES)
def test_at_400_percent_nothing_is_lost_to_the_side(place: Place, state: str) -> None:
    page = SCENES[state](place)
    page.set_viewport_size({"width": 320, "height": 256})
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    page.context.close()
    assert wide <= 320


def _looks() -> list[tuple[str, int]]:
    return [(colour, width) for width in WIDTHS for colour in COLOURS]


def _problems(page: Page, colour: str, width: int) -> list[str]:
    page.set_viewport_size(_size(width))
    page.emulate_media(color_scheme=colour, reduced_motion="reduce")
    expect(page.locator("body")).to_have_css("background-color", GROUND[colour])
    page.evaluate(SETTLED)
    broken = page.evaluate(CHECK, TAGS)["violations"]
    return [f"{colour} {width}: {rule['id']}: {one['html']}" for rule in broken for one in rule["nodes"]]


def _size(width: int) -> Any:
    return {"width": width, "height": HEIGHT}


def _welcome_path(place: Place) -> str:
    nour = patient("nour", "Nour", "Haddad", "nour@mail.test") | {"account": None}
    if nour not in place.clinic.file["patients"]:
        place.clinic.update(patients=[*place.clinic.file["patients"], nour])
    done = place.clinic.portal.command("invite", "--clinic", place.clinic.slug, "--patient", "nour")
    return "/welcome/" + done.stdout.partition("/welcome/")[2].split()[0]
