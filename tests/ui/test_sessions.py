"""Username/Password and Manage Sessions in a browser, and in another one at the same time."""

from playwright.sync_api import Page, expect

from tests.attack.socket import Tab
from tests.attack.world import LOAD
from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, sign_in

WITHIN = 1_000
"""Milliseconds from the click that ends a sign-in until its page holds nothing of the patient's."""
NOTE_CLICK = "() => document.addEventListener('click', () => sessionStorage.setItem('at', Date.now()), true)"
NOTE_CLEARED = """name => {
  const note = () => {
    if (document.body.textContent.includes(name) || sessionStorage.getItem("at")) return;
    sessionStorage.setItem("at", Date.now());
  };
  new MutationObserver(note).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""
NOTED = "() => Number(sessionStorage.getItem('at'))"


def milliseconds_to_clear(laptop: Page, other: Page) -> int:
    """End the other browser's sign-in, and measure in the browsers how long its page still shows whose it was."""
    expect(other.locator("body")).to_contain_text("Alice")
    other.evaluate(NOTE_CLEARED, "Alice")
    active = laptop.get_by_role("table", name="Sessions").get_by_role("row").filter(has_text="Active")
    active.get_by_role("button", name="End Session").click()
    confirm = laptop.get_by_role("dialog").get_by_role("button", name="End session")
    laptop.evaluate(NOTE_CLICK)
    confirm.click()
    other.wait_for_url(lambda url: "/sign-in" in url)
    expect(other.locator("body")).not_to_contain_text("Alice")
    expect(active.get_by_role("button", name="End Session")).to_have_count(0)
    return int(other.evaluate(NOTED)) - int(laptop.evaluate(NOTED))


def test_nothing_of_the_patient_is_left_on_the_page_of_an_ended_sign_in_after_a_second(clinic: Clinic, opened: Opened):
    laptop = sign_in(opened(viewport=LAPTOP), clinic)
    laptop.goto(f"{clinic.url}/account/sessions")
    took: list[int] = []
    while len(took) < 3 and min(took, default=WITHIN) >= WITHIN:  # the best of three: the machine does other things too
        took.append(milliseconds_to_clear(laptop, sign_in(opened(), clinic)))
    assert 0 <= min(took) < WITHIN, took


def test_an_ended_session_leaves_every_page_of_its_browser_at_once_and_acts_no_more(clinic: Clinic, opened: Opened):
    phone, laptop, tablet = opened(), opened(viewport=LAPTOP), opened()
    for page in (phone, laptop, tablet):
        sign_in(page, clinic)
    second = phone.context.new_page()
    second.goto(f"{clinic.url}/account/contact")
    cookie = next(one["value"] for one in phone.context.cookies() if one["name"] == "myaccount")
    attacker = Tab(clinic.portal.port, clinic.url.removeprefix("http://"), cookie=f"myaccount={cookie}")
    assert attacker.call(LOAD).var("loaded") is True

    laptop.get_by_role("link", name="Username/Password").click()
    laptop.get_by_role("link", name="Manage Sessions").last.click()  # news of a sign-in leads there as well
    table = laptop.get_by_role("table", name="Sessions")
    expect(table.get_by_role("row")).to_have_count(4)
    active = table.get_by_role("row").filter(has_text="Active")
    expect(table.get_by_role("row").nth(1)).to_contain_text("1 tab open now")
    ended = active.filter(has_text="tabs open now")
    expect(ended).to_have_count(1)
    ended.get_by_role("button", name="End Session").click()
    laptop.get_by_role("dialog").get_by_role("button", name="End session").click()
    for page in (phone, second):
        page.wait_for_url(lambda url: "/sign-in" in url)
    expect(table.get_by_role("row").nth(1)).to_contain_text("Current")
    expect(table.get_by_role("row").nth(3)).to_contain_text("Ended")
    said = attacker.call(LOAD)
    assert said.var("loaded") is not True
    attacker.close()
    tablet.close()
    expect(table.get_by_role("row").nth(2)).not_to_contain_text("open now")


def test_what_is_wrong_with_a_new_password_leads_to_its_box(clinic: Clinic, opened: Opened):
    page = sign_in(opened(), clinic)
    page.goto(f"{clinic.url}/account/password")
    page.get_by_label("New password", exact=True).fill("12345678")
    page.locator("#password-current").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    summary = page.get_by_role("alert").filter(has_text="Check what you entered")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="That password is easy to guess").click()
    expect(page.get_by_label("New password", exact=True)).to_be_focused()


def test_a_new_password_is_the_one_that_signs_in(clinic: Clinic, opened: Opened):
    page, other = opened(), opened()
    for one in (page, other):
        sign_in(one, clinic)
    page.goto(f"{clinic.url}/account/password")
    page.get_by_label("New password", exact=True).fill("eleven calm herons wade")
    page.locator("#password-current").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("status").filter(has_text="Your password is changed")).to_be_visible()
    other.wait_for_url(lambda url: "/sign-in" in url)
    give(other, "alice", "eleven calm herons wade")
    other.wait_for_url(lambda url: "/account" in url)
