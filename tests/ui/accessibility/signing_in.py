"""Before anybody is signed in: the ways in, and what a link or a wrong address leads to."""

from playwright.sync_api import Page, expect

from tests.portal import patient
from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene
from tests.ui.journeys import give, heading
from tests.ui.test_forgot_and_welcome import mailed


@scene("/sign-in")
def sign_in_page(place: Place) -> Page:
    return place.at("/sign-in")


@scene("/sign-in")
def sign_in_refused(place: Place) -> Page:
    page = place.at("/sign-in")
    give(page, "alice", "not this one")
    expect(page.get_by_role("alert").filter(has_text="don’t match")).to_be_visible()
    return page


@scene("/sign-in")
def sign_in_after_the_end(place: Place) -> Page:
    page = place.at("/sign-in?ended=idle")
    expect(page.get_by_text("You were signed out")).to_be_visible()
    return page


@scene("verify.html")
def a_code_of_no_receipt(place: Place) -> Page:
    return place.at("/verify/222222222222")


@scene("/sign-in")
def sign_in_with_other_profiles(place: Place) -> Page:
    page = place.at("/sign-in")
    expect(page.get_by_role("button", name="Continue with X")).to_be_visible()
    return page


@scene("/forgot")
def forgot(place: Place) -> Page:
    return place.at("/forgot")


@scene("/forgot")
def forgot_without_a_contact(place: Place) -> Page:
    page = place.at("/forgot")
    page.get_by_role("textbox", name="Email or mobile").fill("   ")
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_role("alert").filter(has_text="Enter your email")).to_be_visible()
    return page


@scene("/forgot")
def forgot_and_sent(place: Place) -> Page:
    page = place.at("/forgot")
    page.get_by_role("textbox", name="Email or mobile").fill("nobody.here@mail.test")
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_role("textbox", name="Code")).to_be_visible()
    return page


@scene("welcome.html")
def welcome(place: Place) -> Page:
    return place.at(_welcome_path(place))


@scene("welcome.html")
def welcome_refused(place: Place) -> Page:
    page = place.at(_welcome_path(place))
    page.get_by_role("textbox", name="Username").fill("two words")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("alert")).to_contain_text("Check what you entered")
    return page


@scene("turned_away.html")
def a_link_that_is_over(place: Place) -> Page:
    return place.at("/welcome/nothing")


@scene("404")
def a_page_that_is_not_there(place: Place) -> Page:
    return place.at("/nowhere")


@scene("mailbox.html")
def the_demos_mailbox(place: Place) -> Page:
    return place.at("/demo/mailbox")


def _welcome_path(place: Place) -> str:
    nour = patient("nour", "Nour", "Haddad", "nour@mail.test") | {"account": None}
    if nour not in place.clinic.file["patients"]:
        place.clinic.update(patients=[*place.clinic.file["patients"], nour])
    done = place.clinic.portal.command("invite", "--clinic", place.clinic.slug, "--patient", "nour")
    return "/welcome/" + done.stdout.partition("/welcome/")[2].split()[0]


@scene("reset.html")
def a_new_password_refused(place: Place) -> Page:
    page = place.at("/forgot")
    page.get_by_role("textbox", name="Email or mobile").fill("ivo@mail.test")
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_role("textbox", name="Code")).to_be_visible()
    mailed(page, place.clinic, "reset").click()
    page.get_by_role("textbox", name="New password").fill("12345678")
    page.get_by_role("button", name="Save password and sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("easy to guess")
    return page


@scene("leaving.html")
def on_the_way_to_another_profile(place: Place) -> Page:
    page = place.at("/sign-in")
    mine = f"{place.clinic.url}/**"
    page.route(lambda address: not address.startswith(place.clinic.url), lambda route: route.fulfill(status=204))
    page.get_by_role("button", name="Continue with X").click()
    page.wait_for_url(mine)
    expect(heading(page)).to_contain_text("X")
    return page
