"""The trail, proven on the command line: a changed entry, a missing one, and one that is missing at the end."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from myaccount.cli import app
from myaccount.models import AuditEntry
from myaccount.services.trail import audit
from myaccount.services.trail import chain as audit_chain
from myaccount.services.trail.audit import Action
from tests.scenes import Scene


def verified(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["verify-trail", *words])
    return done.exit_code, done.output.strip()


def write(scene: Scene, times: int) -> None:
    with scene.database.writing() as tx:
        for number in range(times):
            audit.record(tx, scene.clinic_ctx(), Action.REFUSED, reason="tested", number=number)
    scene.database.write(audit_chain.seal, scene.cedar.clinic_id)


@pytest.fixture
def trail(scene: Scene) -> Scene:
    """A clinic with three entries in its trail, and one that has none."""
    write(scene, 3)
    return scene


def entry(scene: Scene, number: int) -> AuditEntry:
    [row] = scene.rows(AuditEntry, sequence=number)
    return row


def test_it_says_that_all_is_in_order(trail: Scene):
    code, said = verified()
    assert code == 0
    assert sorted(said.splitlines()) == [
        "birch: 0 entries in order, 0 of them by the deployment's key.",
        "cedar: 3 entries in order, 3 of them by the deployment's key.",
    ]


@pytest.mark.parametrize("removed", [False, True])
def test_it_names_the_entry_that_was_changed_or_is_missing_and_ends_with_1(trail: Scene, removed: bool):
    with trail.database.writing() as tx:
        row = tx.get_one(AuditEntry, entry(trail, 2).id)
        if removed:
            tx.delete(row)
        else:
            row.actor_id = "somebody"
    code, said = verified()
    assert code == 1
    assert "cedar: Broken at entry 2: it was changed, or one before it is missing. 1 entries in order" in said


def test_what_is_missing_at_the_end_shows_against_a_backup(trail: Scene, tmp_path: Path):
    kept = tmp_path / "kept.tar.gz"
    assert CliRunner().invoke(app, ["backup", str(kept)]).exit_code == 0
    write(trail, 1)
    assert verified("--backup", str(kept))[0] == 0
    with trail.database.writing() as tx:
        for number in (3, 4):
            tx.delete(tx.get_one(AuditEntry, entry(trail, number).id))
    assert verified()[0] == 0
    code, said = verified("--backup", str(kept))
    assert (code, "cedar: Entry 3, the last in the backup, is missing." in said) == (1, True)
    write(trail, 1)
    code, said = verified("--backup", str(kept))
    assert (code, "cedar: Entry 3, the last in the backup, is another one now." in said) == (1, True)


def test_what_is_no_backup_is_told_in_words(trail: Scene, tmp_path: Path):
    (tmp_path / "other.tar.gz").write_text("no")
    code, said = verified("--backup", str(tmp_path / "other.tar.gz"))
    assert (code, "no backup" in said) == (1, True)
