"""Looking for a patient goes by the indexes of the words, however many patients there are."""

import pytest
from sqlalchemy import insert, text

from myaccount.models import Person
from myaccount.models.columns import new_id
from myaccount.services.profiles import patients
from myaccount.store import patient_words
from tests.scenes import NOW, Scene
from tests.services.test_query_plans import plan, statements_of

PATIENTS = 5000
READS = ("patient_word", "person", "appointment", "audit_entry")
QUESTIONS = ("mor", "mor ali", "alice moreau", "416", "moreau@mail.test", "first 1988-02-03", "a b c")


@pytest.fixture
def busy(scene: Scene) -> Scene:
    """A clinic with five thousand other patients."""
    rows = [
        {
            "id": new_id(), "clinic_id": scene.cedar.clinic_id, "first_name": f"First{number % 70}",
            "last_name": f"Last{number}", "preferred_name": None, "email": f"p{number}@mail.test", "mobile": None,
            "other_phone": None, "date_of_birth": None, "marketing_opt_in": False, "imported": {}, "created_at": NOW,
        }
        for number in range(PATIENTS)
    ]  # fmt: skip
    with scene.database.writing() as tx:
        tx.execute(insert(Person), rows)
        patient_words.write(tx, rows, are_new=True)
        tx.execute(text("ANALYZE"))
    return scene


@pytest.mark.parametrize("who", ["dana", "sam"])
@pytest.mark.parametrize("words", QUESTIONS)
def test_a_search_reads_through_no_table(busy: Scene, words: str, who: str):
    ctx = busy.staff_ctx(who)
    with statements_of(busy) as seen:
        busy.database.read(patients.search, ctx, words)
    steps = [line for statement in seen for line in plan(busy, statement).splitlines()]
    assert any("patient_word" in line for line in steps)
    for table in READS:
        scans = [line for line in steps if f"SCAN {table}" in line or f"Seq Scan on {table}" in line]
        small = (
            () if busy.database.is_sqlite else ("appointment",)
        )  # nothing is booked here: empty tables are read whole
        assert table in small or scans == [], scans


def test_who_was_opened_last_is_found_by_the_index(busy: Scene):
    if not busy.database.is_sqlite:
        pytest.skip("PostgreSQL reads an empty trail whole")
    dana = busy.dana_ctx()
    with statements_of(busy) as seen:
        busy.database.read(patients.recent, dana)
    assert any("USING INDEX ix_audit_actor" in plan(busy, one) for one in seen if one[0].startswith("SELECT"))


def test_a_search_takes_at_most_seven_statements(busy: Scene):
    dana = busy.dana_ctx()
    with statements_of(busy) as seen:
        busy.database.read(patients.search, dana, "mor ali")
    assert len(seen) <= 7
