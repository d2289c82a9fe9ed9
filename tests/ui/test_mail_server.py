"""The way of the clinic's mail: tried by its owner, and refused where it may not lead."""

from playwright.sync_api import Locator, Page, expect

from myaccount.domain.mail_server import Security, Server
from tests.portal import Clinic
from tests.services import own_post
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.test_clinic_settings import open_settings


def test_the_owner_sends_a_test_mail_and_takes_a_server_away_again(clinic: Clinic, opened: Opened) -> None:
    page = open_settings(opened(viewport=LAPTOP), clinic)
    mail = page.get_by_role("list", name="Mail").get_by_role("listitem")
    expect(mail).to_contain_text("Goes over this portal’s own server")
    mail.get_by_role("button", name="Send a test mail to me").click()
    expect(page.get_by_role("status").filter(has_text="A test mail is on its way to")).to_be_visible()

    panel = fill(page, host="127.0.0.1")
    expect(panel.get_by_text("This server stands in a private network")).to_be_visible()
    expect(panel.get_by_role("textbox", name="Server", exact=True)).to_have_attribute("aria-invalid", "true")
    panel.get_by_role("button", name="Cancel").click()

    keep(clinic)
    page.reload()
    expect(mail).to_contain_text("Goes over smtp.clinic.test, from hello@clinic.test.")
    mail.get_by_role("button", name="Change the mail server").click()
    expect(panel.get_by_role("textbox", name="Server", exact=True)).to_have_value("smtp.clinic.test")
    expect(panel.get_by_role("combobox", name="Encryption")).to_have_value("tls")
    expect(panel.get_by_role("textbox", name="Password", exact=True)).to_have_value("")
    panel.get_by_role("button", name="Remove this server").click()
    expect(mail).to_contain_text("Goes over this portal’s own server")


def fill(page: Page, host: str) -> Locator:
    """Fill in the form for a server, and save it."""
    page.get_by_role("button", name="Use our own mail server").click()
    panel = page.get_by_role("dialog", name="Mail")
    for box, typed in (("Server", host), ("Username", "hello"), ("Password", "quiet"), ("Sender address", "a@b.test")):
        panel.get_by_role("textbox", name=box, exact=True).fill(typed)
    panel.get_by_role("button", name="Save").click()
    return panel


def keep(clinic: Clinic) -> None:
    """Keep a server that nobody tries."""
    server = Server("smtp.clinic.test", 465, Security.TLS, "hello@clinic.test", "hello@clinic.test", "quiet")
    with clinic.portal.configured(), clinic.portal.database.writing() as tx:
        own_post.keep(tx, clinic.slug, server)
