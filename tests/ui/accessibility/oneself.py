"""What the clinic knows of a patient, and what it tells them."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene


@scene("/account/notifications")
def notifications(place: Place) -> Page:
    page = place.at("/account/notifications", "alice")
    page.get_by_role("button", name="Show my calendar link").click()
    expect(page.get_by_role("button", name="Make a link")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")  # or the bar at the top would cover half a switch
    return page


@scene("/account/notifications")
def notifications_in_french(place: Place) -> Page:
    return place.at("/account/notifications", "camille")


@scene("/account/access")
def who_saw_my_data(place: Place) -> Page:
    page = place.at("/account/access", "alice")
    expect(page.get_by_text("Signed in:").first).to_be_visible()
    return page


@scene("/account/access")
def who_saw_my_data_and_nobody_did(place: Place) -> Page:
    page = place.at("/account/access", "nobody")
    page.get_by_role("button", name="The clinic").click()
    expect(page.get_by_text("Nobody at the clinic has opened")).to_be_visible()
    return page


@scene("/account/access")
def a_request_that_is_blank(place: Place) -> Page:
    page = place.at("/account/access", "alice")
    page.get_by_role("button", name="Ask for a correction").click()
    page.get_by_role("button", name="Send to the clinic").click()
    expect(page.get_by_text("Write what is wrong")).to_be_visible()
    return page


@scene("/account/contact")
def contact_info(place: Place) -> Page:
    page = place.at("/account/contact", "alice")
    expect(page.get_by_role("textbox", name="First name")).to_have_value("Alice")
    return page


@scene("/account/contact")
def contact_info_refused_while_an_address_is_proven(place: Place) -> Page:
    page = place.at("/account/contact", "charlie")
    page.get_by_role("textbox", name="Email").fill("charlie.new@mail.test")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Verify your email")).to_be_visible()
    page.get_by_role("textbox", name="Mobile").fill("123")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Enter a phone number like")).to_be_visible()
    return page


@scene("/account/data")
def my_data(place: Place) -> Page:
    page = place.at("/account/data", "alice")
    expect(page.get_by_role("button", name="Prepare a copy")).to_be_visible()
    return page


@scene("/account/data")
def my_data_while_it_asks(place: Place) -> Page:
    page = my_data(place)
    page.get_by_role("button", name="Prepare a copy").click()
    expect(page.get_by_role("dialog", name="Prepare a copy of your data?")).to_be_visible()
    return page


@scene("/account/data")
def a_deletion_that_is_blank(place: Place) -> Page:
    page = my_data(place)
    page.get_by_role("button", name="Ask for deletion").click()
    page.get_by_role("dialog").get_by_role("button", name="Send to the clinic").click()
    expect(page.get_by_role("textbox", name="What should be deleted?")).to_have_attribute("aria-invalid", "true")
    return page


@scene("/account/contact")
def contact_info_with_a_request(place: Place) -> Page:
    page = place.at("/account/contact", "caller")
    page.get_by_role("button", name="Ask for a correction").click()
    page.get_by_role("textbox", name="What is wrong").fill("My first name has an h at its end")
    page.get_by_role("button", name="Send to the clinic").click()
    expect(page.get_by_role("list", name="Your open requests")).to_be_visible()
    return page
