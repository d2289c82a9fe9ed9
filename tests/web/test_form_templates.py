"""Form files over HTTP: who may have one, who may bring one in, and what is told of a bad one."""

import json

import pytest

from myaccount.models import FormTemplate
from myaccount.services.intake.exchange import FILE_AT_MOST
from myaccount.web import rate_limits
from tests.scenes import Scene
from tests.services.intake import paper
from tests.services.intake.test_exchange import GOOD, QUESTION
from tests.web.portal import portal
from tests.web.test_receipts import signed_in

IMPORT = "/clinic/forms/import"


@pytest.fixture(autouse=True)
def unhurried() -> None:
    rate_limits._own.cache_clear()


def bring(scene: Scene, who: str = "dana", body: bytes | None = None):
    return signed_in(scene, who).post(IMPORT, content=body or json.dumps(GOOD).encode())


def test_a_form_is_exported_and_taken_in_again(sqlite_scene: Scene):
    template_id = paper.template(sqlite_scene)
    file = signed_in(sqlite_scene, "sam").get(f"/clinic/forms/{template_id}/file")
    assert (file.status_code, file.headers["content-type"]) == (200, "application/json")
    assert file.headers["content-disposition"].startswith('attachment; filename="Intake.json"')
    answer = bring(sqlite_scene, body=file.content)
    assert answer.status_code == 200
    again = signed_in(sqlite_scene, "dana").get(f"/clinic/forms/{answer.json()['id']}/file")
    assert again.content == file.content


@pytest.mark.parametrize("who", ["alice", "sam", "kim", "charlie"])
def test_only_the_desk_brings_a_form_in(sqlite_scene: Scene, who: str):
    assert bring(sqlite_scene, who).status_code == 404
    assert portal(sqlite_scene).post(IMPORT, content=json.dumps(GOOD)).status_code == 404
    assert sqlite_scene.rows(FormTemplate) == []


@pytest.mark.parametrize("who", ["alice", "kim"])
def test_nobody_else_has_a_form_of_the_clinics(sqlite_scene: Scene, who: str):
    template_id = paper.template(sqlite_scene)
    client = signed_in(sqlite_scene, who)
    unknown, theirs = (client.get(f"/clinic/forms/{one}/file") for one in ("A" * 22, template_id))
    assert (theirs.status_code, theirs.content) == (404, unknown.content)


def test_what_is_wrong_is_told_by_its_path_a_few_at_a_time(sqlite_scene: Scene):
    bad = GOOD | {"questions": [QUESTION | {"id": f"q{n}", "type": "x"} for n in range(20)]}
    answer = bring(sqlite_scene, body=json.dumps(bad).encode())
    lines = answer.json()["problem"].split("\n")
    assert (answer.status_code, len(lines), lines[-1]) == (422, 10, "And 12 more.")
    assert lines[1].startswith("$.questions[0].type: This must be")
    assert sqlite_scene.rows(FormTemplate) == []


def test_a_file_of_more_than_a_million_bytes_is_cut_off(sqlite_scene: Scene):
    assert bring(sqlite_scene, body=b" " * FILE_AT_MOST + b"{").status_code == 413
    assert bring(sqlite_scene, body=b" " * (FILE_AT_MOST - 1) + b"{").status_code == 422


def test_a_name_with_anything_in_it_stays_a_name(sqlite_scene: Scene):
    named = GOOD | {"name": '"; x="../../é\u202e'}
    template_id = bring(sqlite_scene, body=json.dumps(named).encode()).json()["id"]
    file = signed_in(sqlite_scene, "dana").get(f"/clinic/forms/{template_id}/file")
    assert file.headers["content-disposition"].count('"') == 2
