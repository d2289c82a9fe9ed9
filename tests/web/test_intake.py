"""Files that answer a question of an intake form, over HTTP."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from myaccount import clock
from myaccount.config import config
from myaccount.models import Document, FormAnswer, StoredFile
from myaccount.services.documents import sweeping
from myaccount.services.intake import filling, own, sending
from myaccount.web import rate_limits
from tests.scenes import Scene
from tests.services.documents.cabinet import PDF
from tests.services.documents.test_uploads import ATTACKS
from tests.services.intake.paper import COMPLETE, form
from tests.web.test_receipts import signed_in


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    rate_limits._own.cache_clear()


@pytest.fixture
def form_id(sqlite_scene: Scene) -> str:
    """A form that Alice has opened."""
    found = form(sqlite_scene)
    sqlite_scene.database.write(own.opened, sqlite_scene.alice_ctx(), found)
    return found


def send(client, form_id: str, body: bytes = PDF, name: str = "scan.pdf", question: str = "scan"):
    headers = {"x-file-name": quote(name)}
    return client.post(f"/account/forms/{form_id}/files/{question}", content=body, headers=headers)


def lying() -> list[str]:
    return [one.name for one in (config().data / "files").rglob("*") if one.is_file()]


def test_a_file_is_an_answer_and_lies_among_the_documents_once_it_is_submitted(sqlite_scene: Scene, form_id: str):
    scene = sqlite_scene
    answer = send(signed_in(scene, "alice"), form_id)
    assert (answer.status_code, answer.json()) == (200, {"id": "scan"})
    view = scene.database.read(own.show, scene.alice_ctx(), form_id)
    assert [(one.question, one.said) for one in view.answers] == [("scan", "scan.pdf")]
    assert scene.rows(Document) == []
    for question, said in COMPLETE.items():
        scene.database.write(filling.answer, scene.alice_ctx(), form_id, question, said)
    scene.database.write(filling.submit, scene.alice_ctx(), form_id)
    assert sorted((row.kind, row.folder, row.title) for row in scene.rows(Document)) == [
        ("file", "sent", "scan"), ("form", "form", "Intake"),
    ]  # fmt: skip


async def test_a_file_that_was_replaced_or_taken_away_is_deleted_and_what_is_a_document_stays(
    sqlite_scene: Scene, form_id: str
):
    scene, client = sqlite_scene, signed_in(sqlite_scene, "alice")

    async def left_after(minutes: int) -> int:
        await sweeping.sweep(clock.now() + timedelta(minutes=minutes))
        assert len(lying()) == len(scene.rows(StoredFile))
        return len(lying())

    for _ in range(3):
        send(client, form_id)
    assert await left_after(59) == 3
    assert await left_after(61) == 1
    for question, said in COMPLETE.items():
        scene.database.write(filling.answer, scene.alice_ctx(), form_id, question, said)
    scene.database.write(filling.submit, scene.alice_ctx(), form_id)
    scene.database.write(sending.send_back, scene.dana_ctx(), scene.alice, form_id, "Another scan")
    send(client, form_id, name="better.pdf")
    assert await left_after(61) == 2, "the first one is among the documents"
    scene.database.write(filling.answer, scene.alice_ctx(now=clock.now()), form_id, "scan", "")
    assert await left_after(61) == 1


@pytest.mark.parametrize(("name", "body"), ATTACKS.values(), ids=ATTACKS)
def test_what_is_not_what_it_says_does_not_get_in(sqlite_scene: Scene, form_id: str, name: str, body: bytes):
    assert send(signed_in(sqlite_scene, "alice"), form_id, body, name).status_code in (400, 413, 415)
    assert (sqlite_scene.rows(FormAnswer), lying()) == ([], [])


@pytest.mark.parametrize("who", ["bob", "charlie", "dana"])
def test_a_stranger_sends_nothing(sqlite_scene: Scene, form_id: str, who: str):
    assert send(signed_in(sqlite_scene, who), form_id).status_code == 404
    assert (sqlite_scene.rows(StoredFile), lying()) == ([], [])


@pytest.mark.parametrize("question", ["why", "nothing", "today"])
def test_only_a_question_that_asks_for_a_file_takes_one(sqlite_scene: Scene, form_id: str, question: str):
    assert send(signed_in(sqlite_scene, "alice"), form_id, question=question).status_code == 404
    assert lying() == []


def test_a_form_that_is_closed_takes_no_file(sqlite_scene: Scene, form_id: str):
    sqlite_scene.database.write(sending.withdraw, sqlite_scene.dana_ctx(), sqlite_scene.alice, form_id)
    assert send(signed_in(sqlite_scene, "alice"), form_id).status_code == 404
    assert (sqlite_scene.rows(StoredFile), lying()) == ([], [])
