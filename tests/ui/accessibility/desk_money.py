"""A patient’s money at the desk."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.desk_patients import part_of_profile
from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene


@scene("/clinic/patients/[person_id]", part="billing")
def billing(place: Place) -> Page:
    page = part_of_profile(place, "Billing")
    expect(page.get_by_role("table", name="Payments").get_by_role("button", name="Refund").first).to_be_visible()
    return page


@scene("/clinic/patients/[person_id]")
def billing_history(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="History").click()
    expect(page.get_by_role("table", name="History")).to_be_visible()
    return page


@scene("/clinic/patients/[person_id]")
def billing_unapply(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="Unapply").first.click()
    expect(page.get_by_role("dialog").get_by_role("textbox").first).to_be_visible()
    return page


@scene("/clinic/patients/[person_id]")
def billing_take_payment(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="Take payment").click()
    panel = page.get_by_role("dialog", name="Take payment")
    panel.get_by_label("Amount").fill("nothing")
    panel.get_by_role("button", name="Take payment").click()
    expect(panel.get_by_role("alert").first).to_be_visible()
    return page


@scene("/clinic/patients/[person_id]")
def billing_fee(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="Charge a fee").click()
    expect(page.get_by_role("dialog", name="Charge a fee").get_by_label("Which visit")).to_be_visible()
    return page


@scene("/clinic/patients/[person_id]")
def billing_refund(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="Refund").first.click()
    expect(page.get_by_role("dialog", name="Refund").get_by_label("Why")).to_be_visible()
    return page


@scene("/clinic/patients/[person_id]")
def billing_apply(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="Apply", exact=True).first.click()
    expect(page.get_by_role("dialog", name="Apply").get_by_role("textbox").first).to_be_visible()
    return page


@scene("/clinic/patients/[person_id]")
def billing_refused(place: Place) -> Page:
    page = billing(place)
    page.get_by_role("button", name="Sell").click()
    panel = page.get_by_role("dialog", name="Sell")
    panel.get_by_role("button", name="Sell").click()
    expect(panel.get_by_text("Fill this in.")).to_have_count(2)
    return page


@scene("/clinic/patients/[person_id]", part="packages")
def profile_packages(place: Place) -> Page:
    page = part_of_profile(place, "Packages")
    expect(page.get_by_text("Ten massages").first).to_be_visible()
    return page


@scene("/clinic/patients/[person_id]")
def package_refused(place: Place) -> Page:
    page = profile_packages(place)
    page.get_by_role("button", name="Give a package or membership").click()
    panel = page.get_by_role("dialog", name="New package or membership")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_role("alert").first).to_be_visible()
    return page
