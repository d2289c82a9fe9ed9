"""Receipts, as a patient keeps them: filtered, looked at, downloaded one by one and together."""

from datetime import timedelta
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Download, Locator, Page, expect

from tests.portal import Clinic
from tests.press.reading import tags, text
from tests.services.receipts.books import PAID, books_of
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import heading, sign_in

FETCHED = """async url => {
    const answer = await fetch(url);
    return [answer.headers.get("content-type"), (await answer.arrayBuffer()).byteLength];
}"""


def rows(page: Page) -> Locator:
    return page.get_by_role("table", name="Receipts").get_by_role("row").filter(has_text="$")


def saved(page: Page, button: Locator) -> tuple[Download, bytes]:
    with page.expect_download() as found:
        button.click()
    return found.value, Path(found.value.path()).read_bytes()


def test_a_patient_filters_looks_downloads_one_and_the_page(clinic: Clinic, opened: Opened) -> None:
    books = books_of(clinic)
    for days in range(11):
        books.receipt(cents=10000 + days, at=PAID + timedelta(days=days))
    page = sign_in(opened(viewport=LAPTOP), clinic)
    page.get_by_role("navigation", name="My Account").get_by_role("link", name="Receipts").click()
    expect(heading(page)).to_have_text("Receipts")
    expect(rows(page)).to_have_count(10)
    assert Axe().run(page).response["violations"] == []

    page.get_by_role("textbox", name="From").fill("2026-03-12")
    page.get_by_role("textbox", name="To").fill("2026-03-13")
    page.get_by_role("button", name="Filter").click()
    expect(rows(page)).to_have_count(2)

    name, pdf = saved(page, rows(page).first.get_by_role("link", name="Download"))
    assert name.suggested_filename.startswith("Receipt ")
    assert "$100.03" in text(pdf)
    address = rows(page).first.get_by_role("link", name="View").get_attribute("href")
    assert page.evaluate(FETCHED, address) == ["application/pdf", len(pdf)]
    _, whole = saved(page, page.get_by_role("button", name="Download Page"))
    assert tags(whole)["/H1"] == 2

    page.get_by_role("button", name="Clear").click()
    expect(rows(page)).to_have_count(10)
    page.get_by_role("button", name="Older").click()
    expect(rows(page)).to_have_count(1)
    rows(page).get_by_role("button", name="Request a detailed receipt").click()
    expect(page.get_by_text("Detailed receipt requested")).to_be_visible()
