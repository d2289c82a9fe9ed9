"""The audit trail's chain, in both databases."""

import pytest

from myaccount.models import AuditEntry
from myaccount.services.trail import audit
from myaccount.services.trail import chain as audit_chain
from myaccount.services.trail.audit import Action
from tests.scenes import Scene


def write(scene: Scene, times: int, slug: str = "cedar") -> None:
    with scene.database.writing() as tx:
        for number in range(times):
            audit.record(tx, scene.clinic_ctx(slug), Action.REFUSED, reason="tested", number=number, known=None)


def seal(scene: Scene, clinic_id: str = "") -> int:
    return scene.database.write(audit_chain.seal, clinic_id or scene.cedar.clinic_id)


def sealed(scene: Scene, times: int = 3) -> list[AuditEntry]:
    write(scene, times)
    for clinic_id in scene.database.read(audit_chain.waiting):
        seal(scene, clinic_id)
    return sorted(scene.rows(AuditEntry), key=lambda entry: entry.sequence or 0)


def broken_at(scene: Scene, clinic_id: str = "") -> int | None:
    return scene.database.read(audit_chain.verify, clinic_id or scene.cedar.clinic_id).broken_at


def test_entries_are_chained_in_the_order_of_their_writing(scene: Scene):
    entries = sealed(scene)
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries] == ["", entries[0].hash, entries[1].hash]
    assert broken_at(scene) is None


def test_a_later_sealing_goes_on_where_the_last_ended(scene: Scene):
    sealed(scene)
    assert [entry.sequence for entry in sealed(scene, 2)] == [1, 2, 3, 4, 5]
    assert (seal(scene), scene.database.read(audit_chain.waiting)) == (0, [])
    assert broken_at(scene) is None


def test_each_clinic_has_a_chain_of_its_own(scene: Scene):
    write(scene, 2, "birch")
    assert len(sealed(scene)) == 5
    assert [entry.sequence for entry in scene.rows(AuditEntry, clinic_id=scene.birch.clinic_id)] == [1, 2]
    assert broken_at(scene) is None
    assert broken_at(scene, scene.birch.clinic_id) is None


def test_what_is_not_sealed_yet_breaks_nothing(scene: Scene):
    sealed(scene)
    write(scene, 1)
    assert broken_at(scene) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("action", "signed_in"), ("facts", {}), ("person_id", "somebody"), ("actor_id", "somebody"), ("hash", "0" * 64)],
)
def test_a_changed_entry_shows(scene: Scene, name: str, value: object):
    middle = sealed(scene)[1]
    with scene.database.writing() as tx:
        setattr(tx.get_one(AuditEntry, middle.id), name, value)
    assert broken_at(scene) == 2


def test_a_missing_entry_shows(scene: Scene):
    middle = sealed(scene)[1]
    with scene.database.writing() as tx:
        tx.delete(tx.get_one(AuditEntry, middle.id))
    assert broken_at(scene) == 2


def test_an_entry_hashed_anew_after_a_change_shows_at_the_next(scene: Scene):
    middle = sealed(scene)[1]
    with scene.database.writing() as tx:
        entry = tx.get_one(AuditEntry, middle.id)
        entry.action = "signed_in"
        entry.hash = audit_chain.hash_of(entry)
    assert broken_at(scene) == 3


def hashed_plainly(scene: Scene, since: int) -> None:
    """Hash the chain anew from one entry on, as anybody can who may write to the database."""
    entries = sorted(scene.rows(AuditEntry), key=lambda entry: entry.sequence or 0)
    previous = entries[since - 2].hash if since > 1 else ""
    with scene.database.writing() as tx:
        for entry in entries[since - 1 :]:
            row = tx.get_one(AuditEntry, entry.id)
            row.previous_hash = previous
            previous = row.hash = audit_chain.plain_hash_of(row)


def test_who_has_not_the_key_makes_no_chain_anew(scene: Scene):
    middle = sealed(scene)[1]
    with scene.database.writing() as tx:
        tx.get_one(AuditEntry, middle.id).action = "signed_in"
    hashed_plainly(scene, 2)
    assert broken_at(scene) == 2


def test_what_an_earlier_version_sealed_still_holds_and_goes_on_by_the_key(scene: Scene):
    first = sealed(scene)
    hashed_plainly(scene, 1)
    sealed(scene, 2)
    walked = scene.database.read(audit_chain.verify, scene.cedar.clinic_id)
    assert (walked.whole, walked.keyed, walked.broken_at) == (5, 2, None)
    with scene.database.writing() as tx:
        tx.get_one(AuditEntry, first[0].id).action = "signed_in"
    assert broken_at(scene) == 1


def test_more_than_one_round_of_entries_is_verified(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(audit_chain, "BATCH_SIZE", 2)
    write(scene, 5)
    assert [seal(scene) for _ in range(4)] == [2, 2, 1, 0]
    assert broken_at(scene) is None
