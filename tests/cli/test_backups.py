"""Backing up a clinic that is at work, and the drill: put it back somewhere else, and find everything there."""

import io
import json
import stat
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from typer.testing import CliRunner

from myaccount import config as configuration
from myaccount.cli import app
from myaccount.models import AuditEntry, LoginSession, StoredFile
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import backup, engine, files, migrate
from myaccount.store.backup import in_use
from myaccount.store.engine import Database
from tests import databases
from tests.portal import Portal
from tests.scenes import NOW, Scene
from tests.services.clinic_file.files import dump, rows
from tests.services.documents.cabinet import PDF, take_in
from tests.services.operation.test_operator_sessions import sign_in

Elsewhere = Callable[[], Database]
RUNNING = "The portal or a `myaccount worker` is running: stop it first."


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.output


def refused(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 1, done.output
    return done.stderr.strip()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup goes."""
    return tmp_path / "kept.tar.gz"


@pytest.fixture
def elsewhere(
    scene: Scene, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Elsewhere]:
    """Move to another machine, which has the deployment's key and a database of the same kind without any table."""
    with ExitStack() as kept:

        def move() -> Database:
            key = configuration.config().key
            url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
            if not scene.database.is_sqlite:
                server = request.getfixturevalue("postgres_server")
                url = kept.enter_context(databases.postgres(server, "template1"))
            monkeypatch.setenv("MYACCOUNT_DATA_DIR", str(tmp_path / "elsewhere"))
            monkeypatch.setenv("MYACCOUNT_DATABASE_URL", url)
            configuration.config.cache_clear()
            engine.database.cache_clear()
            (configuration.config().data / "secret.key").write_bytes(key)
            return kept.enter_context(closing(engine.database()))

        yield move


def content(database: Database) -> bytes:
    """Read the one file that is kept."""
    [stored] = rows(database, StoredFile)
    return b"".join(files.pieces(stored.id, stored.size, 0, stored.size - 1))


def test_all_of_it_is_found_again_on_another_machine(scene: Scene, file: Path, elsewhere: Elsewhere):
    scene.book("alice", NOW + timedelta(days=1))
    take_in(scene, PDF)
    before = dump(scene.database)
    assert "The deployment's key is not in it" in run("backup", str(file))
    there = elsewhere()
    assert "Sign-ins ended: 0" in run("restore", str(file))
    after = dump(there)
    told = [row for row in after.pop("audit_entry") if row not in before["audit_entry"]]
    assert len(told) == 2  # that it was restored, once for each clinic
    assert after == {table: before[table] for table in after}
    assert content(there) == PDF
    assert migrate.is_current()


def test_only_its_owner_may_read_it_and_it_holds_no_key(scene: Scene, file: Path):
    run("backup", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    with tarfile.open(file) as tar:
        assert {"manifest.json", "database"} <= set(tar.getnames())
        members = [tar.extractfile(one) for one in tar.getmembers() if one.isfile()]
        key = configuration.config().key
        assert all(one and key not in one.read() for one in members)
    assert list(file.parent.glob("*.part")) == []
    assert list(configuration.config().data.glob("backup-*")) == []


def test_a_sign_in_that_ended_since_does_not_come_back(scene: Scene, file: Path, elsewhere: Elsewhere):
    with scene.database.writing() as tx:
        sign_in(tx, scene, "alice", "phone")
    run("backup", str(file))
    there = elsewhere()
    assert "Sign-ins ended: 1" in run("restore", str(file))
    assert [row.end_reason for row in rows(there, LoginSession)] == ["operator"]


def test_what_is_written_meanwhile_is_in_it_whole_or_not_at_all(scene: Scene, file: Path, elsewhere: Elsewhere):
    done = Event()

    def work() -> None:
        number = 0
        while not done.is_set():
            with scene.database.writing() as tx:
                for half in ("one", "other"):
                    audit.record(tx, scene.clinic_ctx(), Action.TASK_OPENED, number=number, half=half)
            number += 1

    with ThreadPoolExecutor(2) as threads:
        at_work = [threads.submit(work) for _ in range(2)]
        try:
            run("backup", str(file))
        finally:
            done.set()
        assert [one.result() for one in at_work] == [None, None]
    there = elsewhere()
    run("restore", str(file))
    halves = Counter(entry.facts["half"] for entry in rows(there, AuditEntry) if entry.action == Action.TASK_OPENED)
    assert halves["one"] == halves["other"]
    assert halves["one"] < len(scene.audit(Action.TASK_OPENED))


def test_nothing_is_written_over(sqlite_scene: Scene, file: Path):
    file.write_text("mine")
    assert refused("backup", str(file)) == f"{file} exists already: name another file."
    assert file.read_text() == "mine"


def test_a_deployment_that_is_there_is_replaced_only_when_told(scene: Scene, file: Path, elsewhere: Elsewhere):
    run("backup", str(file))
    there = elsewhere()
    run("restore", str(file))
    take_in(scene, PDF)  # writes its row to the first deployment, its file to this one
    left = dump(there)
    assert "--replace" in refused("restore", str(file))
    assert dump(there) == left
    run("restore", str(file), "--replace")
    assert [path for _, path in files.everything()] == []


def test_none_is_put_back_below_a_portal_that_runs(portal: Portal):
    done = portal.command("restore", "nowhere.tar.gz", "--replace")
    assert (done.returncode, done.stderr) == (1, f"{RUNNING}\n")


def test_none_is_put_back_beside_whoever_serves(scene: Scene, file: Path, elsewhere: Elsewhere):
    run("backup", str(file))
    elsewhere()
    with backup.serving(), backup.serving():
        assert refused("restore", str(file)) == RUNNING
        assert migrate.revision() is None
    run("restore", str(file))
    assert migrate.is_current()


def test_whoever_begins_to_serve_waits_until_a_backup_is_put_back(sqlite_scene: Scene):
    def serve() -> bool:
        with backup.serving():
            return True

    with ThreadPoolExecutor(1) as thread:
        with in_use.unserved():
            begun = thread.submit(serve)
            with pytest.raises(TimeoutError):
                begun.result(timeout=0.2)
        assert begun.result(timeout=10)


def test_one_of_another_key_is_refused(scene: Scene, file: Path, elsewhere: Elsewhere):
    run("backup", str(file))
    elsewhere()
    (configuration.config().data / "secret.key").write_text("another one, which is long enough to be one")
    assert "another key" in refused("restore", str(file))
    assert migrate.revision() is None


def test_one_of_a_later_version_or_another_kind_is_refused(sqlite_scene: Scene, file: Path, tmp_path: Path):
    run("backup", str(file))
    for change, word in (({"revision": "9999"}, "later version"), ({"database": "postgresql"}, "of postgresql")):
        assert word in refused("restore", str(changed(file, tmp_path, **change)), "--replace")
    assert "format" in refused("restore", str(changed(file, tmp_path, format="myaccount-backup/2")), "--replace")


def changed(file: Path, folder: Path, **facts: str) -> Path:
    """Copy a backup, with another word on what it is."""
    other = folder / "changed.tar.gz"
    with tarfile.open(file) as tar, tarfile.open(other, "w:gz") as copy:
        for one in tar.getmembers():
            content = tar.extractfile(one)
            whole = content.read() if content else b""
            if one.name == "manifest.json":
                whole = json.dumps(json.loads(whole) | facts).encode()
                one.size = len(whole)
            copy.addfile(one, io.BytesIO(whole))
    return other


@pytest.mark.parametrize("spoil", [lambda whole: whole[: len(whole) // 2], lambda _: b"no archive", lambda _: b""])
def test_a_damaged_one_is_refused_and_changes_nothing(sqlite_scene: Scene, file: Path, spoil: Callable[[bytes], bytes]):
    run("backup", str(file))
    file.write_bytes(spoil(file.read_bytes()))
    before = dump(sqlite_scene.database)
    assert "damaged, or no backup" in refused("restore", str(file), "--replace")
    assert dump(sqlite_scene.database) == before


def test_one_that_leads_out_of_its_folder_is_refused(sqlite_scene: Scene, file: Path, tmp_path: Path):
    with tarfile.open(file, "w:gz") as tar:
        tar.add(__file__, "../../outside.py")
    assert "damaged, or no backup" in refused("restore", str(file), "--replace")
    assert not list(tmp_path.rglob("outside.py"))


def test_one_that_holds_a_link_is_refused(sqlite_scene: Scene, file: Path):
    with tarfile.open(file, "w:gz") as tar:
        link = tarfile.TarInfo("database")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        tar.addfile(link)
    assert "damaged, or no backup" in refused("restore", str(file), "--replace")


def test_a_tool_that_is_missing_is_named(scene: Scene, file: Path, monkeypatch: pytest.MonkeyPatch):
    if scene.database.is_sqlite:
        pytest.skip("SQLite needs none")
    monkeypatch.setenv("PATH", "")
    assert "pg_dump is not installed" in refused("backup", str(file))
    assert not file.exists()


def test_an_upgrade_backs_up_first(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    assert "already" in run("upgrade")
    backups = configuration.config().data / "backups"
    assert not backups.exists()
    monkeypatch.setattr(migrate, "is_current", lambda *_: False)
    said = run("upgrade")
    [kept] = backups.iterdir()
    assert f"Saved to {kept}" in said
    assert stat.S_IMODE(backups.stat().st_mode) == 0o700
