"""A document's way: uploaded and shared at the desk, live in the patient's open page, opened, withdrawn, and gone."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from demo.documents import program
from myaccount.press.engine import print_papers
from tests.attack.world import Person
from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, heading, sign_in


def profile(page: Page, clinic: Clinic) -> Page:
    """Sign in as the front desk and turn to Alice's documents."""
    page.goto(f"{clinic.url}/sign-in?next=/clinic/patients")
    give(page, "dana", PASSWORD)
    page.get_by_role("searchbox", name="Search patients").fill("moreau ali")
    page.get_by_role("link", name="Alice Moreau").click()
    page.get_by_role("button", name="Documents", exact=True).click()
    return page


def document(page: Page, title: str = "Knee exercises") -> Locator:
    return page.get_by_role("article", name=title)


def test_a_file_is_shared_appears_is_opened_and_withdrawn_is_gone(
    clinic: Clinic, opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "Knee exercises.pdf"
    path.write_bytes(print_papers([program()]))
    alice = sign_in(opened(), clinic)
    alice.get_by_role("navigation", name="Shortcuts").get_by_role("link", name="Documents").click()
    expect(heading(alice)).to_have_text("Documents")
    expect(alice.get_by_text("Nothing here yet.")).to_be_visible()

    dana = profile(opened(viewport=LAPTOP), clinic)
    with dana.expect_file_chooser() as chooser:
        dana.get_by_role("button", name="Upload a file").click()
    chooser.value.set_files(path)
    panel = dana.get_by_role("dialog", name="Knee exercises")
    expect(panel.get_by_role("textbox", name="Title")).to_have_value("Knee exercises")
    dana.keyboard.press("Escape")
    expect(document(dana)).to_contain_text("Not visible")
    document(dana).get_by_role("button", name="Share with patient").click()
    expect(document(dana)).to_contain_text("Visible to patient · Not opened yet")

    expect(document(alice)).to_contain_text("New")
    document(alice).get_by_role("link", name="View").click()
    expect(heading(alice)).to_have_text("Knee exercises")
    expect(document(dana)).to_contain_text("First opened")
    with alice.expect_download() as found:
        alice.get_by_role("link", name="Download").click()
    assert found.value.suggested_filename == "Knee exercises.pdf"
    assert Path(found.value.path()).read_bytes() == path.read_bytes()
    address = str(alice.get_by_role("link", name="Open the document").get_attribute("href"))
    status = "async url => (await fetch(url, {headers: {range: 'bytes=0-99'}})).status"
    assert alice.evaluate(status, address) == 206

    document(dana).get_by_role("button", name="Stop sharing").click()
    expect(alice.get_by_text("the clinic no longer shares it")).to_be_visible()
    [cookie] = [one for one in alice.context.cookies() if one["name"] == "myaccount"]
    assert Person(clinic, f"myaccount={cookie['value']}").get(address).status == 404
    alice.get_by_role("link", name="All documents").click()
    expect(alice.get_by_text("Nothing here yet.")).to_be_visible()


def test_what_is_no_pdf_is_turned_back_beside_the_button(clinic: Clinic, opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_text("<html><script>alert(1)</script></html>")
    dana = profile(opened(viewport=LAPTOP, listening=False), clinic)
    with dana.expect_file_chooser() as chooser:
        dana.get_by_role("button", name="Upload a file").click()
    chooser.value.set_files(path)
    expect(dana.get_by_role("alert").filter(has_text="is not what its name says")).to_be_visible()
    expect(dana.get_by_role("button", name="Upload a file")).to_be_focused()
