"""What a language does once its folder is there: asked where German has been put beside the others by the test here."""

import json
from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from myaccount.components.frame.account_menu import account_menu
from myaccount.components.kit import text
from myaccount.domain.languages import LANGUAGES
from myaccount.messages import dates, language, say
from myaccount.messages.amounts import amount, number
from myaccount.models import OutboxMessage, Person
from myaccount.pages.account import sign_in
from myaccount.services.clinic_file.schema import ClinicSection
from myaccount.services.outgoing import letters, visit_messages
from myaccount.state.marks import MARK, Mark
from myaccount.state.shell import ShellState
from myaccount.web.plain import page
from tests.scenes import NOW, Scene

AFTERNOON = datetime(2026, 11, 24, 14, 0)


def test_it_is_offered_last_and_a_browser_gets_it():
    assert LANGUAGES == ("en", "fr", "de")
    assert language("de-AT", "fr") == "de"


def test_days_times_and_amounts_follow_its_usage():
    assert dates.full_day(AFTERNOON, "de") == "Dienstag 24. November 2026"
    assert dates.short_day(AFTERNOON, "de") == "Di. 24. November"
    assert dates.weekday_name(0, "de", whole=True) == "Montag"
    assert dates.time_range(AFTERNOON, AFTERNOON + timedelta(minutes=45), "de") == "14:00 Uhr bis 14:45 Uhr"
    assert dates.hour_of_day(14, "de") == "14 Uhr"
    assert amount(123450, "CAD", "de") == "1.234,50 CA$"
    assert number("14.975", "de") == "14,975"


@pytest.fixture(autouse=True)
def _bound() -> None:
    text.bind(ShellState.lang)


def compiled(key: str) -> str:
    """Write what a page holds of a sentence in German."""
    marked = json.dumps(f"‹{say(key, 'en')}›")
    return f'case JSON.stringify("de"):  return ({marked});'


def test_the_account_menu_offers_it_by_its_own_name_and_is_worded_in_it():
    menu = str(account_menu("Alice", ShellState.lang, ShellState.choose_language, ShellState.role, ""))
    assert all(json.dumps(name) in menu for name in ("English", "Français", "Deutsch"))
    assert compiled("account.sign_out") in menu


def test_a_page_is_compiled_in_it_as_well():
    assert compiled("sign_in.title") in str(sign_in.page())


def test_a_page_of_the_servers_speaks_it(sqlite_scene: Scene):
    html = page(
        "turned_away.html", sqlite_scene.clinic_ctx().clinic, "de", title="x", words="y", where="/", where_label="z"
    )
    assert '<html lang="de">' in bytes(html.body).decode()


def test_the_handler_takes_it_and_still_takes_no_other():
    mark: Mark = getattr(ShellState.choose_language.fn, MARK)
    mark.accepts(lang="de")
    with pytest.raises(ValidationError):
        mark.accepts(lang="es")


def test_a_clinic_may_speak_it():
    schema = ClinicSection.model_json_schema()["properties"]["language"]
    assert schema["enum"] == ["en", "fr", "de"]


def test_a_patient_who_chose_it_gets_mail_in_it(sqlite_scene: Scene):
    with sqlite_scene.database.writing() as tx:
        tx.get_one(Person, sqlite_scene.alice).language = "de"
    visit = sqlite_scene.book("alice", NOW + timedelta(days=4))
    sqlite_scene.database.write(visit_messages.tell_cancelled, sqlite_scene.alice_ctx(), sqlite_scene.alice, visit)
    letter = sqlite_scene.database.read(letters.letter, sqlite_scene.rows(OutboxMessage)[0], NOW)
    assert letter.lang == "de"
    assert letter.subject == "‹Your visit on Di. 24. November is cancelled›"
