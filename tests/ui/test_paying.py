"""Pay Balance in a real browser, to the end that counts: nothing more due, and a receipt that one can keep and show."""

import io
import os
import re
import subprocess
from pathlib import Path

import pikepdf
from playwright.sync_api import Page, expect

from tests.portal import Clinic
from tests.press.reading import tags, text
from tests.services.receipts.books import books_of
from tests.stripe_cards import SECURE
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import heading, sign_in, take_payments, type_card

TAX = 1381
PICTURES = os.environ.get("PICTURES")
"""A folder for a picture of the receipt, for whoever wants to look at it."""


def test_a_card_pays_what_is_chosen_after_its_bank_has_asked_and_the_receipt_is_kept(clinic: Clinic, opened: Opened):
    robin = opened(viewport=LAPTOP)
    take_payments(robin, clinic)
    books = books_of(clinic)
    books.invoice("alice", ("Physiotherapy", 12000), tax=TAX)
    books.invoice("alice", ("Foam roller", 3000))
    page = sign_in(opened(), clinic)
    page.get_by_role("button", name="More").click()
    page.get_by_role("link", name="Pay Balance").click()
    page.get_by_role("button", name="Add card").click()
    type_card(page, SECURE)
    page.get_by_role("button", name="Complete authentication").click()
    expect(page.get_by_role("button", name="Pay $150.00")).to_be_visible()
    robin.get_by_role("switch", name="Patients choose invoices").click()
    page.get_by_role("checkbox", name=re.compile("^Foam roller")).uncheck()
    page.get_by_role("button", name="Pay $120.00").click()
    page.get_by_role("button", name="Fail authentication").click()
    expect(page.get_by_role("alert").filter(has_text="could not confirm that it is you")).to_be_visible()
    page.get_by_role("button", name="Pay $120.00").click()
    page.get_by_role("button", name="Complete authentication").click()
    expect(page.get_by_text("Paid $120.00. Your receipt is ready.")).to_be_visible()
    page.get_by_role("button", name="Pay $30.00").click()
    page.get_by_role("button", name="Complete authentication").click()
    expect(page.get_by_text("Paid $30.00. Your receipt is ready.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("There is nothing to pay.")).to_be_visible()

    page.get_by_role("button", name="More").click()
    page.get_by_role("link", name="Receipts").click()
    rows = page.get_by_role("table", name="Receipts").get_by_role("row")
    with page.expect_download() as found:
        rows.filter(has_text="$120.00").get_by_role("link", name="Download").click()
    pdf = Path(found.value.path()).read_bytes()
    check_paper(pdf)
    verify(page, clinic, pdf)


def check_paper(pdf: bytes) -> None:
    """A receipt that a screen reader can read, with what a claim needs on it."""
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        described = paper.open_metadata()
        assert (paper.Root.MarkInfo.Marked, str(paper.Root.Lang)) == (True, "en")
        assert described["pdfuaid:part"] == "1"
        assert re.match(r"Receipt \d+", str(described["dc:title"]))
    assert tags(pdf)["/H1"] == 1
    said = text(pdf)
    for words in ("$120.00", "$13.81", "Cedar Physio Inc.", "Alice Moreau", "Physiotherapy", "Sam Field"):
        assert words in said
    assert "$150.00" not in said
    if PICTURES:
        subprocess.run(["pdftoppm", "-r", "80", "-png", "-", f"{PICTURES}/receipt"], input=pdf, check=True)


def verify(page: Page, clinic: Clinic, pdf: bytes) -> None:
    """Type in the code at the foot of the receipt, as the one who is shown it does."""
    [code] = re.findall(r"\b\w{4}-\w{4}-\w{4}\b", text(pdf))
    page.goto(f"{clinic.url}/verify/{code}")
    expect(heading(page)).to_have_text("Valid")
