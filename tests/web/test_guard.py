"""What the guard answers when the database is away."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.web import guard
from myaccount.web.guard import Guard
from tests.scenes import Scene


@pytest.fixture(params=[DatabaseUnavailable, DatabaseFull])
def client(request: pytest.FixtureRequest, sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A browser in front of a portal whose database does not do its part."""

    async def refuse(*_given: object) -> None:
        raise request.param()

    monkeypatch.setattr(guard, "look_up", refuse)
    return TestClient(Guard(Starlette()), base_url="http://cedar.localhost")


@pytest.mark.parametrize(("lang", "word"), [("en", "records|room"), ("fr", "dossiers|place")])
def test_a_request_is_told_in_words_and_when_to_come_again(client: TestClient, lang: str, word: str):
    answer = client.get("/account", headers={"Accept-Language": lang})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert any(one in answer.text for one in word.split("|"))
    assert answer.headers["content-security-policy"]


def test_a_socket_is_closed_and_may_try_again(client: TestClient):
    headers = {"Origin": "http://cedar.localhost", "Host": "cedar.localhost"}
    with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect("/_event?token=abc", headers=headers):
        pass
    assert closed.value.code == guard.SOCKET_REFUSED
