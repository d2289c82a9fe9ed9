"""Uses of packages in the database: its unique indexes decide who gets the last one."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from myaccount.domain.redemption import Happening, UseState
from myaccount.models import Appointment, Package, Redemption, Treatment
from myaccount.store.inserting import insert_if_absent


def _is_live() -> ColumnElement[bool]:
    return col(Redemption.state) != UseState.RELEASED.value


def taken(tx: Session, package_ids: Iterable[str], without: str = "") -> Sequence[Row[Any]]:
    """Count the uses that are gone, by package and cycle; those of the visit `without` count as free."""
    query = (
        select_columns(col(Redemption.package_id), col(Redemption.cycle), func.count().label("uses"))
        .where(col(Redemption.package_id).in_(list(package_ids)), _is_live())
        .where(col(Redemption.appointment_id) != without)
        .group_by(col(Redemption.package_id), col(Redemption.cycle))
    )
    return tx.execute(query).all()


def numbers(tx: Session, package_id: str, cycle: date) -> set[int]:
    """List the numbers of the uses that are gone in a cycle, which is named by its first day.

    Times: days as the package counts them, from the one on which it was bought at the clinic.
    """
    query = select(Redemption.number).where(
        col(Redemption.package_id) == package_id, col(Redemption.cycle) == cycle, _is_live()
    )
    return set(tx.exec(query).all())


def add(tx: Session, row: Redemption) -> bool:
    """Redeem a use; False when another visit has it, or this visit has one, at this very moment."""
    return insert_if_absent(tx, row)


def change(
    tx: Session, appointment_id: str, frm: Iterable[UseState], to: UseState, happening: Happening, now: datetime
) -> bool:
    """Compare and set the use that a visit has: False when it has none in one of these states. Times: aware UTC."""
    result = tx.execute(
        update(Redemption)
        .where(col(Redemption.appointment_id) == appointment_id, col(Redemption.state).in_([one.value for one in frm]))
        .values(state=to.value, happening=happening.value, changed_at=now)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def of_visit(tx: Session, appointment_id: str) -> Row[Any] | None:
    """Find the use that a visit has, with its package."""
    query = select_columns(Redemption, Package).join(Package, col(Package.id) == col(Redemption.package_id))
    return tx.execute(query.where(col(Redemption.appointment_id) == appointment_id, _is_live())).one_or_none()


def covering(tx: Session, appointment_ids: Iterable[str]) -> dict[str, str]:
    """Tell which of these visits have a use, with its id."""
    query = select(Redemption.appointment_id, Redemption.id).where(
        col(Redemption.appointment_id).in_(list(appointment_ids)), _is_live()
    )
    return dict(tx.exec(query).all())


def last_of_visit(tx: Session, appointment_id: str) -> Redemption | None:
    """Find the use that a visit had last, whatever became of it."""
    query = select(Redemption).where(col(Redemption.appointment_id) == appointment_id)
    return tx.exec(query.order_by(col(Redemption.changed_at).desc()).limit(1)).one_or_none()


def latest(tx: Session, package_ids: Iterable[str], each: int) -> Sequence[Row[Any]]:
    """List the uses of these packages with their visits, the latest visit first, so many of each package."""
    order = (col(Appointment.starts_at).desc(), col(Redemption.created_at).desc())
    place = func.row_number().over(partition_by=col(Redemption.package_id), order_by=order).label("place")
    found = (
        select_columns(col(Redemption.id).label("use_id"), place)
        .join(Appointment, col(Appointment.id) == col(Redemption.appointment_id))
        .where(col(Redemption.package_id).in_(list(package_ids)))
        .subquery()
    )
    query: Select[*tuple[Any, ...]] = (
        select_columns(Redemption, Appointment, col(Treatment.name).label("treatment"))
        .join(found, found.c.use_id == col(Redemption.id))
        .join(Appointment, col(Appointment.id) == col(Redemption.appointment_id))
        .join(Treatment, col(Treatment.id) == col(Appointment.treatment_id))
        .where(found.c.place <= each)
        .order_by(*order)
    )
    return tx.execute(query).all()
