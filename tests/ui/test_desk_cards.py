"""Cards at the desk in a real browser: which one, for which invoice, what the bank says, and the way back."""

from playwright.sync_api import Locator, Page, expect

from tests.portal import PASSWORD, Clinic
from tests.services.receipts.books import books_of
from tests.stripe_cards import CANNOT_PAY, SECURE, VISA
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, heading, sign_in, take_payments, type_card


def put_on_file(page: Page, clinic: Clinic, *numbers: str) -> None:
    """Add cards as their patient does."""
    sign_in(page, clinic)
    page.goto(f"{clinic.url}/account/cards")
    for number in numbers:
        page.get_by_role("button", name="Add card").click()
        type_card(page, number)
        if number == SECURE:
            page.get_by_role("button", name="Complete authentication").click()
        expect(page.get_by_role("list", name="Cards")).to_contain_text(f"ending in {number[-4:]}")


def billing(page: Page, clinic: Clinic) -> Page:
    """Open a patient's billing at the desk."""
    page.goto(f"{clinic.url}/sign-in?next=/clinic/patients")
    give(page, "dana", PASSWORD)
    expect(page.get_by_role("searchbox", name="Search patients")).to_be_focused()
    page.keyboard.type("alice")
    page.get_by_role("link", name="Alice Moreau").click()
    expect(heading(page)).to_have_text("Alice Moreau")
    page.get_by_role("button", name="Billing", exact=True).click()
    return page


def charge(panel: Locator, last4: str) -> None:
    """Press for a card, as the form is filled."""
    panel.get_by_label("How it was paid").select_option(label=f"Visa ending in {last4}")
    panel.get_by_role("button", name="Take payment").click()


def test_the_desk_charges_a_card_for_the_invoice_it_chooses_and_gives_it_back(clinic: Clinic, opened: Opened) -> None:
    take_payments(opened(viewport=LAPTOP), clinic)
    books = books_of(clinic)
    books.invoice("alice", ("Physiotherapy", 12000))
    books.invoice("alice", ("Foam roller", 3000))
    put_on_file(opened(), clinic, CANNOT_PAY, SECURE, VISA)

    page = billing(opened(viewport=LAPTOP), clinic)
    page.get_by_role("button", name="Take payment").click()
    panel = page.get_by_role("dialog", name="Take payment")
    panel.get_by_label("Amount").fill("30")
    towards = panel.get_by_label("Goes towards")
    [roller] = [one for one in towards.get_by_role("option").all_inner_texts() if "Foam roller" in one]
    towards.select_option(label=roller)
    charge(panel, "0341")
    expect(panel.get_by_role("alert")).to_contain_text("The card was not charged.")
    charge(panel, "3155")
    expect(panel.get_by_role("alert")).to_contain_text("The bank wants the card’s holder to confirm this payment.")
    expect(panel.get_by_label("Amount")).to_have_value("30")
    charge(panel, "4242")
    expect(panel).to_have_count(0)

    invoices = page.get_by_role("table", name="Invoices").get_by_role("row")
    expect(invoices.filter(has_text="Foam roller")).to_contain_text("Paid")
    expect(invoices.filter(has_text="Physiotherapy")).to_contain_text("Due")
    payments = page.get_by_role("table", name="Payments")
    expect(payments.get_by_role("row").filter(has_text="Card")).to_have_count(1)
    payments.get_by_role("button", name="Refund").click()
    page.get_by_role("dialog", name="Refund").get_by_role("button", name="Refund").click()
    expect(page.get_by_role("status").filter(has_text="$30.00 is on its way back to the card.")).to_be_visible()
    expect(invoices.filter(has_text="Foam roller")).to_contain_text("Due")
