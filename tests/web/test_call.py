"""The line of a call while the database is away: no bug of anybody's, and nothing that ends the call."""

import logging

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from myaccount.domain.outages import DatabaseUnavailable
from myaccount.services.calls import participants as calls
from myaccount.web import call
from myaccount.web.visitor import Visitor, attach
from tests.scenes import Scene


def test_it_hangs_up_without_a_reason_so_that_the_page_comes_back(
    sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    async def away(*_given: object, **_more: object) -> None:
        raise DatabaseUnavailable()

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        attach(scope, Visitor(sqlite_scene.clinic_ctx().clinic, "a session", "192.0.2.7", "en"))
        await Starlette(routes=call.ROUTES)(scope, receive, send)

    monkeypatch.setattr(calls, "admit", away)
    with caplog.at_level(logging.ERROR), TestClient(served).websocket_connect("/call/one") as line:
        line.send_json({"join": {"ticket": ".x", "tab": "a-tab-of-the-page-0123"}})
        with pytest.raises(WebSocketDisconnect):
            line.receive_json()
    assert caplog.records == []
