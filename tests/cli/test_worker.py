"""The worker as a process of its own."""

import pytest
from typer.testing import CliRunner

from myaccount import logs
from myaccount.cli import app
from myaccount.jobs import worker


def test_its_log_holds_no_words_of_libraries(sqlite_database: object, monkeypatch: pytest.MonkeyPatch):
    kept: list[str] = []
    monkeypatch.setattr(logs, "keep", lambda: kept.append("kept"))
    monkeypatch.setattr(worker, "run_forever", lambda: kept.append("running"))
    assert CliRunner().invoke(app, ["worker"]).exit_code == 0
    assert kept == ["kept", "running"]
