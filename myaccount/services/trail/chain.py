"""Chain the audit trail: each entry's hash covers the one before it, so a change or a gap shows.

Entries are written unsealed by whoever acts; one job at a time seals them, in the order of their writing. The hash is
made with the deployment's key, which is not in the database: who can write there cannot make a chain anew. Entries that
an earlier version sealed have a plain hash, and stand before all others.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from sqlmodel import Session

from myaccount.crypto.hashes import keyed
from myaccount.models import AuditEntry
from myaccount.store import audit as store

BATCH_SIZE = 500
START = ""
KEYED = "1:"
"""How a hash begins that is made with the deployment's key."""


@dataclass(frozen=True)
class Walked:
    """What walking a chain has shown: how many entries hold, how many of them by the deployment's key.

    `broken_at` is the number of the first one that does not, and None when all do.
    """

    whole: int
    keyed: int
    broken_at: int | None = None


def waiting(tx: Session) -> Sequence[str]:
    """List the clinics that have entries to seal, without taking a writer's lock."""
    return store.unsealed_in(tx)


def seal(tx: Session, clinic_id: str) -> int:
    """Put a clinic's waiting entries into its chain and tell how many there were.

    Edges: none while another process seals; at most 500, so call again until there are none.
    """
    return _seal(tx, clinic_id) if store.may_seal(tx) else 0


def verify(tx: Session, clinic_id: str) -> Walked:
    """Walk a clinic's chain from its beginning.

    Edges: entries that are not sealed yet are not judged. That some are missing at the end shows only against a head
    that was kept elsewhere; that a chain was made anew without the key, in that none of it is by the key.
    """
    sequence, previous, by_key = 0, START, 0
    while stretch := store.sealed_after(tx, clinic_id, sequence, BATCH_SIZE):
        for entry in stretch:
            if (
                entry.sequence != sequence + 1
                or entry.previous_hash != previous
                or not _holds(entry, needs_key=by_key > 0)
            ):
                return Walked(sequence, by_key, sequence + 1)
            sequence, previous, by_key = entry.sequence, entry.hash or "", by_key + _is_keyed(entry)
        tx.expunge_all()
    return Walked(sequence, by_key)


def hash_of(entry: AuditEntry) -> str:
    """Hash everything an entry says, and the hash before it, with the deployment's key."""
    return KEYED + keyed("trail", _said(entry)).hex()


def plain_hash_of(entry: AuditEntry) -> str:
    """Hash the same as earlier versions did, which anybody can."""
    return hashlib.sha256(_said(entry).encode()).hexdigest()


def _said(entry: AuditEntry) -> str:
    """Write what an entry says as JSON in one fixed form."""
    said = entry.model_dump(exclude={"hash"}) | {"at": entry.at.astimezone(UTC).isoformat()}
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _is_keyed(entry: AuditEntry) -> bool:
    return (entry.hash or "").startswith(KEYED)


def _holds(entry: AuditEntry, *, needs_key: bool) -> bool:
    """Tell whether an entry's hash is its own. After one by the key, a plain one is none of ours."""
    if _is_keyed(entry):
        return hmac.compare_digest(entry.hash or "", hash_of(entry))
    return not needs_key and entry.hash == plain_hash_of(entry)


def _seal(tx: Session, clinic_id: str) -> int:
    waiting = store.unsealed(tx, clinic_id, BATCH_SIZE)
    last = store.last_sealed(tx, clinic_id) if waiting else None
    sequence, previous = (last.sequence or 0, last.hash or START) if last else (0, START)
    for entry in waiting:
        sequence += 1
        entry.sequence, entry.previous_hash = sequence, previous
        previous = entry.hash = hash_of(entry)
        tx.add(entry)
    return len(waiting)
