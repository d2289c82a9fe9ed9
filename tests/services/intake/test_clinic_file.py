"""Form templates and forms come in with the clinic file."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from myaccount.models import Form, FormAnswer, FormTemplate, FormVersion
from myaccount.services.intake import templates
from myaccount.store import forms as store
from myaccount.store.engine import Database
from tests.services.clinic_file.files import NOW, dump, load, one, problems, rows, small_file

INTAKE: dict[str, Any] = {
    "id": "intake", "name": "New patient intake", "trigger": "first_visit",
    "questions": [
        {"id": "q1", "type": "short_text", "label": "What brings you in?", "required": True},
        {"id": "q2", "type": "multiple_choice", "label": "Where?", "choices": ["Back", "Knee"]},
        {"id": "q3", "type": "scale", "label": "Pain", "low": "None", "high": "The worst"},
        {"id": "q4", "type": "checkbox", "label": "I smoke", "flags": ["yes"]},
        {"id": "q5", "type": "number", "label": "How many?", "show_if": {"question": "q4", "answers": ["yes"]}},
        {"id": "q6", "type": "signature", "label": "Sign"},
    ],
}  # fmt: skip
ANSWERS = {"q1": "Knee", "q2": ["Knee", "Back"], "q3": 7, "q4": True, "q5": 12.5, "q6": "typed\nAlice"}
DONE: dict[str, Any] = {
    "id": "f2", "template": "intake", "patient": "alice", "state": "submitted", "submitted": "2025-11-20T10:00",
    "answers": ANSWERS,
}  # fmt: skip
WAITING: dict[str, Any] = {
    "id": "f1", "template": "intake", "patient": "alice", "due": "2026-11-24", "state": "assigned", "answers": {},
}  # fmt: skip


def file(*forms: dict[str, Any], template: dict[str, Any] = INTAKE) -> dict[str, Any]:
    return small_file() | {"form_templates": [template], "forms": list(forms)}


def counts(report: Any) -> dict[str, tuple[int, int, int]]:
    return {one.kind: (one.added, one.updated, one.unchanged) for one in report.counts if one.kind.startswith("form")}


def test_a_card_page_is_part_of_what_a_template_asks(database: Database) -> None:
    load(database, file())
    assert counts(load(database, file(template=INTAKE | {"card": "optional"})))["form_templates"] == (0, 1, 0)
    assert counts(load(database, file(template=INTAKE | {"card": "optional"})))["form_templates"] == (0, 0, 1)
    assert sorted((row.number, row.card) for row in rows(database, FormVersion)) == [(1, "none"), (2, "optional")]
    assert "card" in str(problems(database, file(template=INTAKE | {"card": "always"})))


def test_it_brings_templates_and_forms_with_their_answers(database: Database) -> None:
    report = load(database, file(WAITING, DONE))
    assert counts(report) == {"form_templates": (1, 0, 0), "forms": (2, 0, 0)}
    waits, done = one(database, Form, external_id="f1"), one(database, Form, external_id="f2")
    assert (waits.state, waits.due_on, waits.version_id) == ("assigned", date(2026, 11, 24), None)
    assert (done.state, done.submitted_at) == ("submitted", datetime(2025, 11, 20, 15, tzinfo=UTC))
    with database.reading() as tx:
        values = store.values(tx, done.id)
    signed = {"how": "typed", "text": "Alice", "at": "2025-11-20T15:00:00+00:00", "by": done.person_id}
    assert values == {"q1": "Knee", "q2": ["Back", "Knee"], "q3": 7, "q4": True, "q5": "12.5", "q6": signed}
    assert all("Knee" not in (row.value or "") for row in rows(database, FormAnswer))


def test_importing_again_changes_nothing(database: Database) -> None:
    load(database, file(WAITING, DONE))
    before = {name: found for name, found in dump(database).items() if name.startswith("form")}
    report = load(database, file(WAITING, DONE))
    assert counts(report) == {"form_templates": (0, 0, 1), "forms": (0, 0, 2)}
    assert {name: found for name, found in dump(database).items() if name.startswith("form")} == before
    assert report.kept == ()


def test_a_template_that_asks_something_else_is_a_new_version_and_what_was_submitted_stays(
    database: Database,
) -> None:
    load(database, file(DONE))
    other = INTAKE | {"questions": INTAKE["questions"][:4]}
    report = load(database, file(template=other))
    assert counts(report)["form_templates"] == (0, 1, 0)
    first, second = sorted(rows(database, FormVersion), key=lambda version: version.number)
    assert (len(first.questions), len(second.questions)) == (6, 4)
    assert one(database, Form, external_id="f2").version_id == first.id


def test_what_the_portal_changed_since_is_kept_and_reported(database: Database) -> None:
    load(database, file(WAITING))
    with database.writing() as tx:
        row = tx.get_one(FormTemplate, one(database, FormTemplate).id)
        row.name, row.imported = "Ours", dict(row.imported)
        form = tx.get_one(Form, one(database, Form).id)
        form.version_id, form.state, form.revision = store.latest_version(tx, row.id).id, "in_progress", 1
        tx.add_all([row, form])
    changed = INTAKE | {"name": "Theirs"}
    report = load(database, file(WAITING | {"due": "2026-12-01"}, template=changed))
    assert report.kept == ("$.form_templates[0].name", "$.forms[0].due")
    assert one(database, FormTemplate).name == "Ours"
    assert one(database, Form).due_on == date(2026, 11, 24)


def test_a_form_that_nobody_touched_follows_the_file(database: Database) -> None:
    load(database, file(WAITING))
    report = load(database, file(WAITING | {"due": "today+2d", "state": "in_progress", "answers": {"q1": "Back"}}))
    assert counts(report)["forms"] == (0, 1, 0)
    row = one(database, Form)
    assert (row.state, row.due_on) == ("in_progress", date(2026, 11, 22))


def test_triggers_name_treatments_and_months(database: Database) -> None:
    treated = INTAKE | {"trigger": "treatment", "treatments": ["yoga"]}
    again, by_hand = {"id": "b", "trigger": "every", "every_months": 12}, {"id": "c", "trigger": "by_hand"}
    load(database, file() | {"form_templates": [treated, INTAKE | again, INTAKE | by_hand]})
    found = {row.external_id: row for row in rows(database, FormTemplate)}
    assert len(found["intake"].treatments) == 1
    assert found["b"].every_months == 12
    assert found["c"].trigger == "by_hand"


NEEDS_ONE = 'Treatments go with the trigger "treatment", which needs at least one'
TRIGGERS = "This must be 'by_hand', 'first_visit', 'treatment' or 'every'"


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ({"trigger": "treatment"}, f": {NEEDS_ONE}"),
        ({"trigger": "treatment", "treatments": ["x"]}, ".treatments[0]: There is no treatment with the id 'x'"),
        ({"trigger": "sometimes"}, f".trigger: {TRIGGERS}"),
        ({"questions": []}, ".questions: A form needs at least one question"),
        ({"questions": [{"id": "q1", "type": "essay", "label": "?"}]}, ".questions[0].type: This must be "),
        ({"questions": [{"id": "q 1", "type": "date", "label": "?"}]}, ".questions[0].id: An id is made of letters"),
        ({"questions": [{"id": "q1", "type": "single_choice", "label": "?"}]}, ".questions[0]: Choices go with"),
        ({"questions": [INTAKE["questions"][4]]}, ".questions[0]: A condition asks after an earlier question"),
    ],
)
def test_what_is_wrong_with_a_template_is_told_by_its_path(
    sqlite_database: Database, template: dict[str, Any], problem: str
) -> None:
    [found] = problems(sqlite_database, file(template=INTAKE | template))
    assert found.startswith(f"$.form_templates[0]{problem}")


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"template": "x"}, ".template: There is no form template with the id 'x'"),
        ({"patient": "x"}, ".patient: There is no patient with the id 'x'"),
        ({"state": "withdrawn"}, ".state: This must be "),
        ({"state": "assigned", "submitted": None}, ": A form that is only assigned has no answers yet"),
        ({"answers": {"q1": "x", "q9": "x"}}, ".answers.q9: The form does not ask this"),
        ({"answers": {"q1": "Knee", "q3": 11}}, ".answers.q3: Choose one from the list"),
        ({"answers": {"q1": {"x": 1}}}, ".answers.q1: An answer is text, a number"),
        ({"answers": {"q2": ["Back"]}}, ".answers.q1: A form that was submitted answers what is required"),
        ({"due": "soon"}, ".due: "),
    ],
)
def test_what_is_wrong_with_a_form_is_told_by_its_path(
    sqlite_database: Database, form: dict[str, Any], problem: str
) -> None:
    [found] = problems(sqlite_database, file(DONE | form))
    assert found.startswith(f"$.forms[0]{problem}")


def test_what_it_asks_is_read_back_as_it_was_written(database: Database) -> None:
    load(database, file())
    asked = templates.asked_by(one(database, FormVersion))
    assert [question.id for question in asked.questions] == [question["id"] for question in INTAKE["questions"]]
    assert one(database, FormVersion).made_at == NOW
