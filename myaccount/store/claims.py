"""Claims in the database: its unique keys decide who gets a time or a seat."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from myaccount.models import Claim

BUFFER = "+buffer"
"""What follows the holder's id on the cells that only keep the time after a visit free."""


def of_staff(staff_id: str) -> str:
    """Name a practitioner's time."""
    return f"staff:{staff_id}"


def of_class(class_id: str) -> str:
    """Name the seats of one sitting of a class."""
    return f"class:{class_id}"


def take(
    tx: Session, resource: str, cells: Iterable[int], holder_id: str, *, buffer: Iterable[int] = (), freed_by: str = ""
) -> bool:
    """Take cells for a booking, all or none; False when somebody else holds one of them.

    `buffer` are the cells after it to keep free. Cells of `freed_by`, the booking that this one replaces, are free.
    """
    wanted = dict.fromkeys(cells, holder_id) | dict.fromkeys(buffer, holder_id + BUFFER)
    try:
        with tx.begin_nested():
            inherited = _inherit(tx, resource, wanted, freed_by) if freed_by else set()
            rows = [
                {"resource": resource, "cell": cell, "holder_id": holder}
                for cell, holder in sorted(wanted.items())
                if cell not in inherited
            ]
            if rows:
                tx.execute(insert(Claim), rows)
    except IntegrityError:
        return False
    return True


def take_a_seat(tx: Session, class_id: str, capacity: int, holder_id: str) -> bool:
    """Take a free seat of a class; False when there is none."""
    resource = of_class(class_id)
    taken = set(tx.exec(select(Claim.cell).where(col(Claim.resource) == resource)).all())
    return any(take(tx, resource, [seat], holder_id) for seat in range(capacity) if seat not in taken)


def hand_over_seat(tx: Session, class_id: str, before: str, holder_id: str) -> bool:
    """Pass a seat of a class from one holder to the next; False when the first has none there."""
    own = (col(Claim.resource) == of_class(class_id), col(Claim.holder_id) == before)
    return bool(tx.execute(update(Claim).where(*own).values(holder_id=holder_id)).rowcount)  # type: ignore[attr-defined]


def seats_taken(tx: Session, class_ids: Sequence[str]) -> Counter[str]:
    """Count the seats that are taken, or held, in some sittings of classes."""
    by_resource = {of_class(one): one for one in class_ids}
    held = tx.exec(select(Claim.resource).where(col(Claim.resource).in_(by_resource))).all()
    return Counter(by_resource[resource] for resource in held)


def yield_buffers(tx: Session, resource: str, cells: Sequence[int]) -> None:
    """Give up the times that are only kept free after a visit: the desk may book them."""
    own = (col(Claim.resource) == resource, col(Claim.cell).in_(cells))
    tx.execute(delete(Claim).where(*own, col(Claim.holder_id).endswith(BUFFER, autoescape=True)))


def free(tx: Session, holder_id: str) -> None:
    """Give back every cell and seat that a booking holds, and the time kept free after it."""
    tx.execute(delete(Claim).where(col(Claim.holder_id).in_([holder_id, holder_id + BUFFER])))


def _inherit(tx: Session, resource: str, wanted: dict[int, str], before: str) -> set[int]:
    """Hand over the cells that the replaced booking holds already; tell which."""
    held = (col(Claim.resource) == resource, col(Claim.holder_id).in_([before, before + BUFFER]))
    found = set(tx.exec(select(Claim.cell).where(*held, col(Claim.cell).in_(wanted))).all())
    for cell in found:
        tx.execute(update(Claim).where(*held, col(Claim.cell) == cell).values(holder_id=wanted[cell]))
    return found
