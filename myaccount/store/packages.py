"""Packages and memberships in the database, scoped to the clinic and to the person who bought them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, delete
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.models import Package, PackageTreatment, Treatment
from myaccount.models.package import BILLED


def of_person(tx: Session, clinic_id: str, person_id: str, *, lock: bool = False) -> Sequence[Package]:
    """List what a person has bought. With `lock`, nobody else changes or redeems any of it until the transaction ends.

    By id: whoever holds several takes them in one order.
    """
    query = select(Package).where(col(Package.clinic_id) == clinic_id, col(Package.person_id) == person_id)
    query = query.order_by(col(Package.id)).execution_options(populate_existing=lock)
    return tx.exec(query.with_for_update() if lock else query).all()


def billed_by(tx: Session, day: date, limit: int, *, lock: bool = False) -> Sequence[Package]:
    """List the memberships of every clinic whose next invoice is due by a day, and that have not ended.

    With `lock`, nobody else bills them until the transaction ends; what another process holds is left to it.
    """
    query = select(Package).where(col(Package.bill_on) <= day, BILLED).order_by(col(Package.bill_on)).limit(limit)
    fresh = query.execution_options(populate_existing=lock)
    return tx.exec(fresh.with_for_update(skip_locked=True) if lock else fresh).all()


def latest_of_person(tx: Session, clinic_id: str, person_id: str, limit: int) -> Sequence[Package]:
    """List what a person has bought, the latest first."""
    query = select(Package).where(col(Package.clinic_id) == clinic_id, col(Package.person_id) == person_id)
    return tx.exec(query.order_by(col(Package.purchased_on).desc(), col(Package.id)).limit(limit)).all()


def own(tx: Session, clinic_id: str, person_id: str, package_id: str, *, lock: bool = False) -> Package:
    """Find one of a person's. With `lock`, nobody else changes or redeems it meanwhile. Raises: NotFound."""
    query = select(Package).where(
        col(Package.clinic_id) == clinic_id, col(Package.person_id) == person_id, col(Package.id) == package_id
    )
    query = query.with_for_update() if lock else query
    found = tx.exec(query).one_or_none() if could_be_id(package_id) else None
    if found is None:
        raise NotFound()
    return found


def some(tx: Session, clinic_id: str, person_id: str, ids: Iterable[str]) -> Sequence[Package]:
    """List those of these packages that are the person's."""
    mine = (col(Package.clinic_id) == clinic_id, col(Package.person_id) == person_id)
    return tx.exec(select(Package).where(*mine, col(Package.id).in_(list(ids)))).all()


def treatments(tx: Session, package_ids: Iterable[str]) -> Sequence[Row[Any]]:
    """List what these packages cover, by name."""
    query = (
        select_columns(col(PackageTreatment.package_id), col(PackageTreatment.treatment_id), col(Treatment.name))
        .join(Treatment, col(Treatment.id) == col(PackageTreatment.treatment_id))
        .where(col(PackageTreatment.package_id).in_(list(package_ids)))
        .order_by(col(Treatment.name), col(Treatment.id))
    )
    return tx.execute(query).all()


def set_treatments(tx: Session, package_id: str, added: Iterable[str], removed: Iterable[str]) -> None:
    """Let a package cover some treatments, and others no longer."""
    of_package = col(PackageTreatment.package_id) == package_id
    tx.execute(delete(PackageTreatment).where(of_package, col(PackageTreatment.treatment_id).in_(list(removed))))
    tx.add_all(PackageTreatment(package_id=package_id, treatment_id=one) for one in added)
    tx.flush()
