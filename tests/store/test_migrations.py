"""The migrations bring any database to exactly what the models say."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import DateTime, MetaData, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

import myaccount.models  # noqa: F401  (registers every table)
from myaccount.domain.appointments import AppointmentState
from myaccount.models.columns import UtcDateTime
from myaccount.store import clinics, migrate
from myaccount.store.engine import Database
from myaccount.store.migrate import is_current, upgrade
from tests.scenes import NOW, Scene


def test_models_and_migrations_agree(database_url: str):
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_an_empty_database_is_not_current_until_it_is_upgraded(empty_url: str):
    assert not is_current(empty_url)
    upgrade(empty_url)
    assert is_current(empty_url)


def test_the_files_numbers_are_the_revisions_that_alembic_finds_in_them():
    scripts = ScriptDirectory.from_config(migrate.alembic_config())
    found = [one.revision for one in scripts.walk_revisions()]
    assert found == sorted(found, reverse=True)
    assert all(migrate.knows(one) for one in found) and not migrate.knows(f"{int(found[0]) + 1:04}")
    assert len(found) == len(list((migrate.FOLDER / "versions").glob("*.py")))


def test_a_database_that_has_seen_all_is_not_locked_as_the_next_process_starts(database_url: str):
    with migrate._locked(database_url), ThreadPoolExecutor(1) as thread:
        thread.submit(upgrade, database_url).result(timeout=10)


def test_a_start_that_finds_nothing_to_do_goes_without_alembic(sqlite_url: str):
    script = "import sys; from myaccount import cli, serve; from myaccount.store import migrate"
    script += f"; migrate.upgrade({sqlite_url!r}); sys.exit('alembic' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_only_its_owner_may_read_an_sqlite_database(tmp_path: Path):
    upgrade(f"sqlite:///{tmp_path / 'new.db'}")
    assert [file.name for file in tmp_path.iterdir() if file.stat().st_mode & 0o077] == []
    assert migrate.revision(f"sqlite:///{tmp_path / 'other.db'}") is None
    assert (tmp_path / "other.db").stat().st_mode & 0o777 == 0o600


def test_upgrading_again_changes_nothing(database_url: str):
    upgrade(database_url)
    assert is_current(database_url)


def test_processes_that_start_at_once_wait_for_each_other(empty_url: str):
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(upgrade, [empty_url] * 4))
    assert is_current(empty_url)


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(empty_url: str, monkeypatch: pytest.MonkeyPatch):
    def fail(_connection: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(migrate, "_check_references", fail)
    with pytest.raises(RuntimeError):
        upgrade(empty_url)
    engine = create_engine(empty_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_postgres_keeps_instants_with_a_zone_and_wall_times_without(postgres_url: str):
    engine = create_engine(postgres_url)
    found = inspect(engine)
    for table in SQLModel.metadata.sorted_tables:
        kept = {column["name"]: column["type"] for column in found.get_columns(table.name)}
        for column in table.columns:
            if isinstance(kept[column.name], DateTime):
                assert kept[column.name].timezone == isinstance(column.type, UtcDateTime), f"{table.name}.{column.name}"
    engine.dispose()


def test_every_constraint_has_a_name_so_that_a_later_migration_can_change_it(postgres_url: str):
    engine = create_engine(postgres_url)
    for table in inspect(engine).get_table_names():
        for constraint in inspect(engine).get_unique_constraints(table) + inspect(engine).get_foreign_keys(table):
            assert constraint["name"].startswith(("uq_", "fk_"))
    engine.dispose()


def test_the_database_itself_refuses_a_state_that_does_not_exist(scene: Scene):
    with pytest.raises(IntegrityError), scene.database.writing() as tx:
        visit = tx.merge(scene.appointment(scene.book("alice", NOW)))
        visit.state = "maybe"


def test_the_database_itself_accepts_every_state(scene: Scene):
    for hour, state in enumerate(AppointmentState):
        scene.book("alice", NOW.replace(hour=hour), state=state)


def test_a_setting_that_was_renamed_keeps_what_the_clinic_chose(empty_url: str):
    with migrate._locked(empty_url) as connection:
        command.upgrade(migrate.alembic_config(connection), "0035")
        words = dict.fromkeys(("slug", "name", "legal_name", "phone", "email", "color", "tax_number"), "cedar")
        where = {"country": "CA", "currency": "CAD", "language": "en", "time_zone": "America/Toronto"}
        clinic = words | where | {"id": "c", "settings_version": 1, "created_at": NOW}
        tables = MetaData()
        tables.reflect(connection, only=["clinic", "clinic_setting"])
        connection.execute(tables.tables["clinic"].insert().values(clinic))
        kept = {"clinic_id": "c", "key": "patient_two_step", "value": True}
        connection.execute(tables.tables["clinic_setting"].insert().values(kept))
    upgrade(empty_url)
    engine = create_engine(empty_url)
    with Session(engine) as tx:
        assert clinics.stored_settings(tx, "c") == {"require_two_step": True}
    engine.dispose()


LOOK = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('SELECT name FROM sqlite_master').fetchall())"


def seen_elsewhere(file: str) -> str:
    return subprocess.run([sys.executable, "-c", LOOK, file], check=True, capture_output=True, text=True).stdout


def test_what_a_server_writes_after_a_probe_is_seen_by_other_processes(sqlite_url: str, sqlite_database: Database):
    file = sqlite_url.removeprefix("sqlite:///")
    sqlite_database.read(lambda tx: tx.execute(text("SELECT 1")))
    assert is_current(sqlite_url)
    seen_elsewhere(file)  # whoever is the last to close takes the write-ahead log away
    sqlite_database.write(lambda tx: tx.execute(text("CREATE TABLE written (id INTEGER)")))
    assert "written" in seen_elsewhere(file)
