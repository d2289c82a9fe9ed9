"""A form goes from clinic to clinic as a file: the same on both sides, and nothing of a bad one."""

import json

import pytest

from myaccount.domain.forms.triggers import Trigger
from myaccount.models import FormTemplate
from myaccount.services.clinic_file.problems import BadClinicFile
from myaccount.services.intake import builder, catalogue, exchange
from myaccount.services.intake.exchange import Shared
from tests.scenes import Scene
from tests.services.intake.paper import INTAKE, template

QUESTION = {"id": "a", "type": "short_text", "label": "How are you?"}
GOOD = {"format": "myaccount-form/1", "name": "Check-in", "questions": [QUESTION]}


def problems(file: object) -> list[str]:
    content = file if isinstance(file, (str, bytes)) else json.dumps(file)
    with pytest.raises(BadClinicFile) as bad:
        exchange.read(content)
    return [str(one) for one in bad.value.problems]


def asks(*questions: dict) -> dict:
    return GOOD | {"questions": [QUESTION | one for one in questions]}


def test_what_is_written_is_read_as_it_was():
    shared = Shared("Intake", Trigger.EVERY, 6, INTAKE)
    assert exchange.read(exchange.write(shared, "en")) == shared


def test_which_treatments_ask_for_it_stays_with_the_clinic():
    read = exchange.read(exchange.write(Shared("Intake", Trigger.TREATMENT, None, INTAKE), "en"))
    assert read.trigger is Trigger.BY_HAND


def test_a_form_is_exported_as_it_is_built_and_imported_by_another_clinic(scene: Scene):
    name, content = scene.database.read(builder.shared, scene.staff_ctx("sam"), template(scene))
    assert name == "Intake"
    with pytest.raises(Exception, match="not_allowed"):
        scene.database.write(catalogue.bring, scene.staff_ctx("kim"), content)
    template_id = scene.database.write(catalogue.bring, scene.dana_ctx(), content)
    found = scene.database.read(builder.page, scene.dana_ctx(), template_id)
    assert [one.id for one in found.cards] == [one.id for one in INTAKE.questions]
    assert found.status.startswith("Not published")


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("{", "$: The file is not JSON"),
        ("[]", "$: The file must be a JSON object"),
        (b"\xff", "$: The file is not UTF-8"),
        ("[" * 100_000, "$: The file cannot be read: it is nested too deeply"),
        ('{"name": "a", "name": "b"}', "$: The file cannot be read: the key 'name' appears twice"),
        (GOOD | {"format": "other/1"}, "$.format: This must be 'myaccount-form/1'"),
        (GOOD | {"x": 1}, "$.x: This key is not known here"),
        (GOOD | {"name": "x" * 300}, "$.name: This must be at most"),
        (GOOD | {"questions": []}, "$.questions: A form needs at least one question"),
        (GOOD | {"questions": [QUESTION] * 10_000}, "$.questions: This list must have at most 300 entries"),
        (GOOD | {"trigger": "every"}, "$.every_months: A number of months"),
        (GOOD | {"trigger": "treatment"}, "$.trigger: This must be"),
        (asks({"label": "x" * 501}), "$.questions[0].label: This must be at most 500"),
        (asks({"label": "a\0b"}), "$.questions[0].label: This must not contain control characters"),
        (asks({"type": "script"}), "$.questions[0].type: This must be"),
        (asks({"id": "a b"}), "$.questions[0].id: An id is made of letters"),
        (asks({}, {}), "$.questions[1]: Another question has this id already"),
        (asks({"required": 1}), "$.questions[0].required: This must be true or false"),
        (asks({"minimum": 1e308}), "$.questions[0].minimum: This must be a whole number"),
        (asks({"type": "consent"}), "$.questions[0]: Write what is agreed to"),
        (
            asks(
                {"id": "a", "type": "checkbox", "show_if": {"question": "b", "answers": ["yes"]}},
                {"id": "b", "type": "checkbox", "show_if": {"question": "a", "answers": ["yes"]}},
            ),
            "$.questions[0]: A condition asks after an earlier question",
        ),
        (asks({"show_if": {"question": "a", "answers": ["yes"]}}), "$.questions[0]: A condition asks after an earlier"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_by_its_path(file: object, told: str):
    assert any(one.startswith(told) for one in problems(file)), problems(file)


def test_a_bad_file_changes_nothing(scene: Scene):
    with pytest.raises(BadClinicFile):
        scene.database.write(catalogue.bring, scene.dana_ctx(), json.dumps(asks({}, {})).encode())
    assert scene.rows(FormTemplate) == []


def test_markup_is_text_like_any_other(scene: Scene):
    label = "</script><script>alert(1)</script>"
    content = json.dumps(asks({"label": label})).encode()
    template_id = scene.database.write(catalogue.bring, scene.dana_ctx(), content)
    [card] = scene.database.read(builder.page, scene.dana_ctx(), template_id).cards
    assert card.label == label
