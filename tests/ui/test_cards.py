"""Credit Cards on File in a real browser: the processor's own boxes, the bank's question, and the page's policy."""

import re

from playwright.sync_api import expect

from tests.portal import Clinic
from tests.stripe_cards import SECURE
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import heading, sign_in, take_payments, type_card


def test_the_owner_sets_stripe_up_and_a_card_that_its_bank_asks_about_comes_on_file(clinic: Clinic, opened: Opened):
    page = sign_in(opened(), clinic)
    take_payments(opened(viewport=LAPTOP), clinic)
    page.get_by_role("button", name="More").click()
    page.get_by_role("link", name="Credit Cards on File").click()
    expect(heading(page)).to_have_text("Credit Cards on File")
    page.get_by_role("button", name="Add card").click()
    type_card(page, SECURE)
    page.get_by_role("button", name="Fail authentication").click()
    expect(page.get_by_role("alert").filter(has_text="Your bank could not confirm that it is you")).to_be_visible()
    type_card(page, SECURE)
    page.get_by_role("button", name="Complete authentication").click()
    expect(page.get_by_role("list", name="Cards")).to_contain_text("Visa ending in 3155")
    expect(page.get_by_text("The card is on file.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Remove"))).to_have_count(0)
