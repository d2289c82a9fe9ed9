"""Chain the audit trail: each entry's hash covers the one before it, so a change or a gap shows.

Entries are written unsealed by whoever acts; one job at a time seals them, in the order of their writing.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC

from sqlmodel import Session

from myaccount.models import AuditEntry
from myaccount.store import audit as store

AT_A_TIME = 500
START = ""


def waiting(tx: Session) -> Sequence[str]:
    """List the clinics that have entries to seal, without taking a writer's lock."""
    return store.unsealed_in(tx)


def seal(tx: Session, clinic_id: str) -> int:
    """Put a clinic's waiting entries into its chain and tell how many there were.

    Edges: none while another process seals; at most 500, so call again until there are none.
    """
    return _seal(tx, clinic_id) if store.may_seal(tx) else 0


def verify(tx: Session, clinic_id: str) -> int | None:
    """Walk a clinic's chain; give the sequence number at which it is broken, or None when it is whole.

    Edges: entries that are not sealed yet are not judged.
    """
    sequence, previous = 0, START
    while stretch := store.sealed_after(tx, clinic_id, sequence, AT_A_TIME):
        for entry in stretch:
            if entry.sequence != sequence + 1 or entry.previous_hash != previous or entry.hash != hash_of(entry):
                return sequence + 1
            sequence, previous = entry.sequence, entry.hash
        tx.expunge_all()
    return None


def hash_of(entry: AuditEntry) -> str:
    """Hash everything an entry says, and the hash before it, as JSON in one fixed form."""
    said = entry.model_dump(exclude={"hash"}) | {"at": entry.at.astimezone(UTC).isoformat()}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _seal(tx: Session, clinic_id: str) -> int:
    waiting = store.unsealed(tx, clinic_id, AT_A_TIME)
    last = store.last_sealed(tx, clinic_id) if waiting else None
    sequence, previous = (last.sequence or 0, last.hash or START) if last else (0, START)
    for entry in waiting:
        sequence += 1
        entry.sequence, entry.previous_hash = sequence, previous
        previous = entry.hash = hash_of(entry)
        tx.add(entry)
    return len(waiting)
