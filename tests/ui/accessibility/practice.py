"""How the clinic is set up, and what waits to be done."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene


@scene("/clinic/embed")
def website_booking(place: Place) -> Page:
    page = place.at("/clinic/embed", "robin")
    page.get_by_role("textbox", name="Add a website").fill("cedar.test")
    page.get_by_role("button", name="Add website").click()
    expect(page.get_by_text("Begin with https://")).to_be_visible()
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    return page


@scene("/clinic/settings")
def keys_of_a_sign_in_provider_refused(place: Place) -> Page:
    page = place.at("/clinic/settings", "robin")
    page.get_by_role("button", name="Change the keys of Google").click()
    page.get_by_role("textbox", name="Client ID").fill("two words")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Paste the client ID")).to_be_visible()
    return page


@scene("/clinic/settings")
def keys_of_the_video_server_refused(place: Place) -> Page:
    page = place.at("/clinic/settings", "robin")
    page.get_by_role("listitem").filter(has_text="Jitsi server").get_by_role("button", name="Change").click()
    page.get_by_role("dialog", name="Jitsi server").get_by_role("textbox", name="Server", exact=True).fill("meet")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Type the server’s name")).to_be_visible()
    return page


@scene("/clinic/settings")
def a_mail_server_refused(place: Place) -> Page:
    page = place.at("/clinic/settings", "robin")
    page.get_by_role("button", name="Use our own mail server").click()
    panel = page.get_by_role("dialog", name="Mail")
    panel.get_by_role("textbox", name="Server", exact=True).fill("two words")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_text("Type the server’s name")).to_be_visible()
    return page


@scene("/clinic/tasks")
def tasks_with_none_done(place: Place) -> Page:
    page = place.at("/clinic/tasks", "dana")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_role("button", name="Done", exact=True)).to_have_attribute("aria-pressed", "true")
    return page


@scene("/clinic/tasks")
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


@scene("/clinic/settings")
def the_owners_settings_with_a_location(place: Place) -> Page:
    page = place.at("/clinic/settings", "robin")
    page.get_by_role("button", name="Main Street").click()
    expect(page.get_by_role("dialog", name="Main Street")).to_be_visible()
    return page


@scene("/clinic/settings")
def the_owners_settings(place: Place) -> Page:
    page = place.at("/clinic/settings", "robin")
    expect(page.get_by_role("switch", name="Client Pronouns")).to_be_visible()
    return page


@scene("/clinic/staff")
def staff_with_somebody_and_their_week(place: Place) -> Page:
    page = place.at("/clinic/staff", "robin")
    page.get_by_role("button", name="Sam Field").click()
    panel = page.get_by_role("dialog", name="Sam Field")
    panel.get_by_role("button", name="Add time off").click()
    expect(panel.get_by_label("First day")).to_be_visible()
    return page


@scene("/clinic/treatments")
def treatments_with_one_refused(place: Place) -> Page:
    page = place.at("/clinic/treatments", "robin")
    page.get_by_role("button", name="Add treatment").click()
    panel = page.get_by_role("dialog", name="New treatment")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_role("alert")).to_be_visible()
    return page


@scene("/clinic/settings")
def the_owners_settings_with_a_number_refused(place: Place) -> Page:
    page = the_owners_settings(place)
    box = page.get_by_role("spinbutton", name="Cancellation period (hours)")
    box.fill("9000")
    box.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="It is still 24.")).to_be_visible()
    return page
