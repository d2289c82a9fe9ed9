"""A form's way at the desk: from the library to Alice's banner, back to be read, and back to her with a note."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, heading, sign_in

BANNER = "Intake forms to complete"
WHY = "Why do you come?"


def desk(page: Page, clinic: Clinic, who: str = "dana") -> Page:
    page.goto(f"{clinic.url}/sign-in?next=/clinic/forms")
    give(page, who, PASSWORD)
    expect(heading(page)).to_have_text("Forms")
    return page


def test_a_form_is_built_sent_submitted_read_and_sent_back(clinic: Clinic, opened: Opened) -> None:
    alice = sign_in(opened(), clinic)
    dana = desk(opened(viewport=LAPTOP), clinic)
    dana.get_by_role("button", name="New form").click()
    gad = dana.get_by_role("article", name="GAD-7: worry in the last two weeks")
    expect(gad).to_contain_text("No permission required")
    gad.get_by_role("button", name="Use this form").click()
    expect(heading(dana)).to_have_text("GAD-7: worry in the last two weeks")
    for number in range(2, 8):
        dana.locator("article", has=dana.locator(f"#card-gad{number}")).get_by_role("button", name="Remove").click()
        expect(dana.locator(f"#card-gad{number}")).to_have_count(0)
    first = dana.locator("article", has=dana.locator("#card-gad1"))
    first.get_by_role("button", name="Edit").click()
    panel = dana.get_by_role("dialog", name="Edit question")
    panel.get_by_role("textbox", name="Question").fill(WHY)
    panel.get_by_role("checkbox", name="Nearly every day").check()
    panel.get_by_role("button", name="Save").click()
    expect(dana.get_by_role("article", name=WHY)).to_contain_text("Flagged: Nearly every day")

    dana.reload()  # every change was kept
    expect(dana.get_by_role("article", name=WHY)).to_be_visible()
    dana.get_by_role("button", name="Preview").click()
    phone = dana.get_by_role("dialog", name="Preview")
    phone.get_by_role("radio", name="Several days").check()
    expect(phone.get_by_text("1 of 2 answered")).to_be_visible()
    dana.keyboard.press("Escape")
    dana.get_by_role("button", name="Publish").click()
    expect(dana.get_by_text("Version 1 is published.")).to_be_visible()

    dana.get_by_role("link", name="Patients").click()
    dana.get_by_role("searchbox", name="Search patients").fill("moreau ali")
    dana.get_by_role("link", name="Alice Moreau").click()
    dana.get_by_role("button", name="Forms", exact=True).click()
    dana.get_by_role("button", name="Send a form").click()
    dana.get_by_role("dialog", name="Send a form").get_by_role("button", name="Send", exact=True).click()
    form = dana.get_by_role("article", name="GAD-7")
    expect(form).to_contain_text("Not begun")

    alice.get_by_role("region", name=BANNER).get_by_role("link", name="Open it").click()
    alice.get_by_role("radio", name="Nearly every day").check()
    expect(form).to_contain_text("Begun")
    alice.get_by_role("button", name="Submit form").click()
    expect(alice.get_by_role("region", name=BANNER)).to_have_count(0)

    expect(form).to_contain_text("One flagged answer")
    form.get_by_role("button", name="Read").click()
    reading = dana.get_by_role("dialog", name="GAD-7")
    expect(reading.get_by_role("region", name="Flagged answers")).to_contain_text(WHY)
    reading.get_by_role("button", name="Return to patient").click()
    reading.get_by_role("textbox", name="What is to be changed").fill("Tell us about last week, too.")
    reading.get_by_role("button", name="Return to patient").click()
    expect(form).to_contain_text("Sent back")

    alice.get_by_role("region", name=BANNER).get_by_role("link", name="Open it").click()
    expect(alice.get_by_text("Tell us about last week, too.")).to_be_visible()


def test_a_bad_file_is_told_beside_the_button_and_a_good_one_opens(
    clinic: Clinic, opened: Opened, tmp_path: Path
) -> None:
    dana = desk(opened(viewport=LAPTOP, listening=False), clinic)
    dana.get_by_role("button", name="New form").click()
    question = {"id": "a", "type": "short_text", "label": "</script><b>How are you?"}
    for name, questions in (("bad", [question, question]), ("good", [question])):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps({"format": "myaccount-form/1", "name": "Check-in", "questions": questions}))
        with dana.expect_file_chooser() as chooser:
            dana.get_by_role("button", name="Import a form file").click()
        chooser.value.set_files(path)
        if name == "bad":
            expect(dana.get_by_role("alert").filter(has_text="$.questions[1]")).to_be_visible()
    expect(heading(dana)).to_have_text("Check-in")
    expect(dana.get_by_role("article", name="</script><b>How are you?")).to_be_visible()
