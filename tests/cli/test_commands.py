"""The command line: what it prints, and how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from myaccount import config as configuration
from myaccount.cli import app
from myaccount.models import Appointment, Clinic
from myaccount.store import engine
from myaccount.store.engine import Database
from tests.services.clinic_file.files import dump, load, one, rows, small_file


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A clinic file on disk."""
    path = tmp_path / "clinic.json"
    path.write_text(json.dumps(small_file()))
    return path


def test_it_imports_a_file(database: Database, file: Path) -> None:
    done = _run("import", str(file))
    assert done.exit_code == 0
    assert "appointments: 2 new, 0 changed, 0 as before" in done.output
    assert "Imported cedar." in done.output
    assert len(rows(database, Appointment)) == 2


def test_a_dry_run_changes_nothing(database: Database, file: Path) -> None:
    before = dump(database)
    done = _run("import", str(file), "--dry-run")
    assert done.exit_code == 0
    assert "Nothing was written: this was a dry run." in done.output
    assert dump(database) == before


def test_it_tells_what_is_wrong_with_a_file_and_changes_nothing(database: Database, file: Path) -> None:
    file.write_text(json.dumps(small_file() | {"y": [], "x": 1}))
    before = dump(database)
    done = _run("import", str(file))
    assert done.exit_code == 1
    unknown = "This key is not known here"
    assert done.stderr.splitlines() == [f"$.x: {unknown}", f"$.y: {unknown}"]
    assert dump(database) == before


def test_it_tells_the_first_fifty_mistakes(sqlite_database: Database, file: Path) -> None:
    file.write_text(json.dumps(small_file() | {f"x{n}": 1 for n in range(60)}))
    lines = _run("import", str(file)).stderr.splitlines()
    assert len(lines) == 51
    assert lines[-1] == "… and 10 more"


def test_it_tells_what_was_kept(sqlite_database: Database, file: Path) -> None:
    load(sqlite_database, small_file())
    with sqlite_database.writing() as tx:
        tx.get_one(Appointment, one(sqlite_database, Appointment, external_id="a1").id).call_url = "https://x.test"
    assert "kept, since it was changed in the portal: $.appointments[0].call_url" in _run("import", str(file)).output


def test_it_prints_the_schema() -> None:
    schema = json.loads(_run("import", "--schema").stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    "words",
    [
        ("import", "/no/such/file.json"),
        ("import", "/"),
        ("invite", "--clinic", "nowhere", "--patient", "alice"),
        ("sessions", "--clinic", "nowhere", "--patient", "alice"),
        ("sessions", "--clinic", "nowhere", "--patient", "alice", "--end-all"),
        (
            "create-clinic",
            "--slug",
            "A b",
            "--name",
            "X",
            "--owner-email",
            "o@x.test",
            "--time-zone",
            "America/Toronto",
        ),
        ("run", "--workers", "2"),
    ],
)
def test_a_refusal_is_one_line(sqlite_database: Database, words: tuple[str, ...]) -> None:
    done = _run(*words)
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.output


def test_a_database_that_does_not_answer_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYACCOUNT_DATABASE_URL", f"sqlite:///{tmp_path}/no/folder/x.db")
    configuration.config.cache_clear()
    done = _run("migrate")
    configuration.config.cache_clear()
    assert done.exit_code == 1
    assert done.stderr.startswith("The database does not answer: ")


def test_an_unknown_setting_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYACCOUNT_DATABSE_URL", "x")
    configuration.config.cache_clear()
    done = _run("check")
    configuration.config.cache_clear()
    assert done.exit_code == 1
    assert done.stderr.startswith("MYACCOUNT_DATABSE_URL is not a setting.")


def test_it_migrates_first(empty_url: str, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYACCOUNT_DATABASE_URL", empty_url)
    monkeypatch.setenv("MYACCOUNT_DATA_DIR", str(tmp_path / "data"))
    configuration.config.cache_clear()
    engine.database.cache_clear()
    assert _run("import", str(file)).exit_code == 0
    assert _run("check").exit_code == 0
    engine.database().close()
    configuration.config.cache_clear()
    engine.database.cache_clear()


def test_a_new_clinic_is_announced_by_its_link(database: Database) -> None:
    done = _run(
        "create-clinic", "--slug", "birch", "--name", "Birch", "--owner-email", "o@x.test", "--time-zone", "UTC"
    )
    assert done.exit_code == 0
    assert "/welcome/" in done.stdout
    assert one(database, Clinic).slug == "birch"


def test_it_invites_by_the_files_id(database: Database) -> None:
    load(database, small_file())
    assert "/welcome/" in _run("invite", "--clinic", "cedar", "--patient", "bob").stdout
    again = _run("invite", "--clinic", "cedar", "--patient", "alice")
    assert (again.exit_code, again.stderr) == (1, "'alice' has an account already.\n")


def test_it_ends_sign_ins(database: Database) -> None:
    load(database, small_file())
    assert _run("sessions", "--clinic", "cedar", "--patient", "alice", "--end-all").stdout == "Ended: 0\n"


def test_the_check_fails_with_reasons(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYACCOUNT_SECRET_KEY", "short")
    configuration.config.cache_clear()
    done = _run("check")
    assert done.exit_code == 1
    assert done.stderr.startswith("secret key: It is too short")
