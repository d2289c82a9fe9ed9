"""Zone data: what a start and an upgrade do about a newer one, and about one that is too old."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from myaccount import build, clock, config, logs, serve
from myaccount.cli import app
from myaccount.jobs import worker
from tests.scenes import Scene
from tests.servers import free_port
from tests.services.operation.test_clock_changes import AT, OLD, agreed_before, as_now

Start = Callable[[], Any]


@pytest.fixture
def start(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Start the portal up to the moment that it would serve."""
    served: list[str] = []

    class NoServer:
        def __init__(self, target: str, **_: Any) -> None:
            served.append(target)

        def serve(self) -> None:
            served.append("serving")

    monkeypatch.setattr(serve, "Granian", NoServer)
    monkeypatch.setattr(serve, "_set_up_reflex", lambda: None)
    monkeypatch.setattr(build, "ensure_built", lambda: False)
    monkeypatch.setattr(logs, "keep", lambda: None)
    monkeypatch.chdir(build.ROOT)

    def run() -> list[str]:
        serve.run("127.0.0.1", free_port())
        return served

    return run


@pytest.fixture(autouse=True)
def _at_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("myaccount.serve.now", "myaccount.cli.now"):
        monkeypatch.setattr(module, lambda: AT - (OLD - AT))


@pytest.mark.parametrize("command", ["migrate", "upgrade"])
def test_an_upgrade_follows_the_clocks_and_tells_how_many_moved_and_which_could_not(scene: Scene, command: str):
    visit, stays = agreed_before(scene), agreed_before(scene, "bob", OLD + (OLD - AT))
    as_now(scene, scene.book("bob", OLD + (OLD - AT)))
    done = CliRunner().invoke(app, [command])
    assert done.exit_code == 0
    assert f"Zone data {clock.zone_data_version()}. Times moved with the clocks: 1. Not moved: 1." in done.output
    assert f"Not moved: visit {stays} (taken). The desk has a task." in done.output
    assert scene.appointment(visit).starts_at == AT
    assert "Zone data" not in CliRunner().invoke(app, [command]).output


def test_a_start_follows_the_clocks_and_logs_ids_alone(scene: Scene, start: Start, caplog: pytest.LogCaptureFixture):
    stays = agreed_before(scene)
    as_now(scene, scene.book("bob", AT))
    with caplog.at_level(logging.WARNING):
        assert start()[-1] == "serving"
    assert any(f"visit {stays} (taken)" in line for line in caplog.messages)
    assert not any(name in line for line in caplog.messages for name in ("Alice", "Moreau", "Physiotherapy"))


def test_a_worker_follows_the_clocks_before_it_sends(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    visit = agreed_before(scene)
    found: list[bool] = []
    monkeypatch.setattr(logs, "keep", lambda: None)
    monkeypatch.setattr(worker, "run_forever", lambda: found.append(scene.appointment(visit).starts_at == AT))
    assert CliRunner().invoke(app, ["worker"]).exit_code == 0
    assert found == [True]


def test_a_worker_with_zone_data_that_is_too_old_sends_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    visit = agreed_before(scene)
    monkeypatch.setattr(clock, "zone_data_is_current", lambda: False)
    monkeypatch.setattr(logs, "keep", lambda: None)
    monkeypatch.setattr(worker, "run_forever", lambda: pytest.fail("it sends"))
    done = CliRunner().invoke(app, ["worker"])
    assert (done.exit_code, "does not know the changes of 2026" in done.output) == (1, True)
    assert scene.appointment(visit).starts_at == OLD


def test_a_start_with_zone_data_that_is_too_old_is_refused_with_the_next_step(
    scene: Scene, start: Start, monkeypatch: pytest.MonkeyPatch
):
    visit = agreed_before(scene)
    monkeypatch.setattr(clock, "zone_data_is_current", lambda: False)
    with pytest.raises(config.BadConfiguration, match=r"the changes of 2026. Upgrade the portal, or run"):
        start()
    assert scene.appointment(visit).starts_at == OLD
