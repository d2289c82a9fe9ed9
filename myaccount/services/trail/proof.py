"""Prove the trail to whoever runs the deployment: each clinic's chain, and that it goes as far as it once went."""

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session

from myaccount.services.trail import chain
from myaccount.store import audit as store
from myaccount.store import clinics
from myaccount.views.operator import TrailLine


def lines(tx: Session, heads: Mapping[str, Sequence[object]]) -> list[TrailLine]:
    """Walk every clinic's chain, and hold it against the heads that a backup names, by slug: number and hash.

    Edges: a clinic that the backup does not know was made later.
    """
    known = dict(clinics.slugs(tx))
    gone = [
        TrailLine(slug, 0, 0, "The backup knows this clinic; it is not here.") for slug in heads if slug not in known
    ]
    return [_line(tx, slug, clinic_id, heads.get(slug)) for slug, clinic_id in known.items()] + gone


def _line(tx: Session, slug: str, clinic_id: str, head: Sequence[object] | None) -> TrailLine:
    walked = chain.verify(tx, clinic_id)
    return TrailLine(slug, walked.whole, walked.keyed, " ".join(_reasons(tx, clinic_id, walked, head)))


def _reasons(tx: Session, clinic_id: str, walked: chain.Walked, head: Sequence[object] | None) -> Iterator[str]:
    if walked.broken_at is not None:
        yield f"Broken at entry {walked.broken_at}: it was changed, or one before it is missing."
    if head is not None:
        number, known = int(str(head[0])), str(head[1])
        found = store.hash_at(tx, clinic_id, number)
        if found is None:
            yield f"Entry {number}, the last in the backup, is missing."
        elif found != known:
            yield f"Entry {number}, the last in the backup, is another one now."
