"""What building the pages leaves behind, beside the pages."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

import pytest

from myaccount import build
from myaccount.build import BuildFailed

Environment = Mapping[str, str]
SAID = "npm error code CERT_IS_UNKNOWN\n" + 40 * "npm silly unfinished npm timer reify\n\n" + "npm verbose exit 1\n"
ORDERED = '{"packages":{}}'


@pytest.fixture
def lock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, place in (("ROOT", "."), ("WEB", ".web"), ("LOCK", ".build.lock"), ("STAMP", ".web/built-from")):
        monkeypatch.setattr(build, name, tmp_path / place)
    file = tmp_path / "reflex.lock/package-lock.json"
    file.parent.mkdir()
    file.write_text(ORDERED)
    return file


@pytest.fixture
def exports(lock_file: Path, monkeypatch: pytest.MonkeyPatch) -> list[Environment]:
    """Stand in for Reflex: each export rewrites the lock file as npm would, and fails."""
    asked: list[Environment] = []

    def run(command: list[str], *, env: Environment, stdout: TextIO, **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(env)
        stdout.write(SAID)
        lock_file.write_text("{}")
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(subprocess, "run", run)
    return asked


def test_npm_keeps_its_registry_out_of_the_lock_file_on_every_machine(exports: list[Environment]):
    with pytest.raises(BuildFailed):
        build.ensure_built()
    assert {env["npm_config_omit_lockfile_registry_resolved"] for env in exports} == {"true"}


@pytest.mark.usefixtures("exports")
def test_a_build_that_fails_leaves_the_lock_file_as_it_was(lock_file: Path):
    with pytest.raises(BuildFailed):
        build.ensure_built()
    assert lock_file.read_text() == ORDERED


@pytest.mark.usefixtures("exports")
def test_a_build_that_fails_says_why_and_not_what_npm_counts():
    with pytest.raises(BuildFailed) as told:
        build.ensure_built()
    assert str(told.value) == "npm error code CERT_IS_UNKNOWN"


@pytest.mark.usefixtures("lock_file")
def test_where_nothing_may_be_written_the_step_to_take_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(build, "LOCK", Path("/proc/nowhere/.build.lock"))
    with pytest.raises(BuildFailed, match="Run `myaccount build`"):
        build.ensure_built()
