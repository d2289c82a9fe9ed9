"""Papers that were printed and are kept, and the codes on receipts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from myaccount.crypto.sealing import seal_file, unseal_file
from myaccount.models import KeptPaper, ReceiptCode
from myaccount.models.paper import new_code
from myaccount.store import receipts

_PLACE = ("kept_paper", "sealed")


def kept(tx: Session, clinic_id: str, person_id: str, state_hash: str) -> bytes | None:
    """Read a person's paper in one state as it was printed; None when it never was."""
    query = select(KeptPaper).where(
        col(KeptPaper.clinic_id) == clinic_id,
        col(KeptPaper.person_id) == person_id,
        col(KeptPaper.state_hash) == state_hash,
    )
    row = tx.exec(query).one_or_none()
    return unseal_file(row.sealed, *_PLACE, row.id) if row else None


def keep(tx: Session, paper: KeptPaper, pdf: bytes) -> None:
    """Keep a paper. Of two that were printed at the same time the first stays."""
    paper.sealed = seal_file(pdf, *_PLACE, paper.id)
    _add(tx, KeptPaper, [paper.model_dump()])


def codes(tx: Session, clinic_id: str, receipt_ids: Sequence[str]) -> dict[str, str]:
    """Find the codes of receipts, and make those that there are not yet."""
    found = receipts.codes(tx, clinic_id, receipt_ids)
    new = [one for one in receipt_ids if one not in found]
    if not new:
        return found
    _add(tx, ReceiptCode, [{"receipt_id": one, "clinic_id": clinic_id, "code": new_code()} for one in new])
    return receipts.codes(tx, clinic_id, receipt_ids)


def _add(tx: Session, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; those that are there already, perhaps since a moment ago, stay."""
    dialect = sqlite if tx.get_bind().dialect.name == "sqlite" else postgresql
    tx.execute(dialect.insert(table).values(list(rows)).on_conflict_do_nothing())
