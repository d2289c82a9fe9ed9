"""The numbers for Prometheus: for whoever has the token, and about nobody."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from myaccount import config as configuration
from myaccount import metrics
from myaccount.web import metrics as metrics_page
from tests.scenes import NOW, Scene
from tests.services.outgoing.test_outbox import put
from tests.web.portal import portal

TOKEN = {"Authorization": "Bearer for the tests"}


@pytest.fixture
def measured(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The scene, in a deployment that is watched."""
    monkeypatch.setenv("MYACCOUNT_METRICS_TOKEN", "for the tests")
    configuration.config.cache_clear()
    return sqlite_scene


def numbers(scene: Scene) -> dict[str, float]:
    answer = portal(scene).get("/metrics", headers=TOKEN)
    assert answer.status_code == 200
    found = text_string_to_metric_families(answer.text)
    return {sample.name: sample.value for family in found for sample in family.samples if not sample.labels}


def test_there_is_no_such_address_unless_there_is_a_token(sqlite_scene: Scene):
    for headers in ({}, {"Authorization": "Bearer "}, TOKEN):
        assert portal(sqlite_scene).get("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer for the test", "Basic for the tests", "for the tests", "é"])
def test_without_the_token_it_is_as_if_it_were_not_there(measured: Scene, said: str):
    answer = portal(measured).get("/metrics", headers={"Authorization": said.encode()})
    assert (answer.status_code, answer.text) == (404, "Not found")


def test_it_tells_what_waits_and_for_how_long(measured: Scene, monkeypatch: pytest.MonkeyPatch):
    assert numbers(measured)["myaccount_outbox_due"] == 0
    assert numbers(measured)["myaccount_outbox_late_seconds"] == 0
    put(measured)
    monkeypatch.setattr("myaccount.web.metrics.now", lambda: NOW + timedelta(seconds=90))
    assert numbers(measured)["myaccount_outbox_due"] == 1
    assert numbers(measured)["myaccount_outbox_late_seconds"] == 90


def test_it_tells_what_was_turned_away(measured: Scene):
    before = numbers(measured)["myaccount_events_turned_away_total"]
    metrics.TURNED_AWAY.inc()
    assert numbers(measured)["myaccount_events_turned_away_total"] == before + 1


def test_it_names_nobody(measured: Scene):
    put(measured)
    text = portal(measured).get("/metrics", headers=TOKEN).text
    assert not [name for name in (*measured.people, *measured.people.values(), "cedar", "birch") if name in text]


def test_what_a_worker_had_open_that_has_fallen_is_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    monkeypatch.setattr(metrics_page, "FOLDER", str(tmp_path))
    fallen = subprocess.Popen(["true"])
    fallen.wait()
    kept = tmp_path / f"gauge_livesum_{fallen.pid}.db"
    kept.touch()
    metrics_page._own()
    assert not kept.exists()
