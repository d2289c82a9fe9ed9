"""Receipts in the database, scoped to the clinic and the person; only those that still show."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, literal_column, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.ids import could_be_id
from myaccount.models import Payment, Receipt, ReceiptCode


def listed(
    tx: Session,
    clinic_id: str,
    person_id: str,
    *,
    since: date | None,
    until: date | None,
    up_to: tuple[date, int] | None,
    limit: int,
) -> Sequence[Row[Any]]:
    """List a person's receipts by payment date and number, latest first, with the payment's method and currency.

    Times: clinic-local days, both included. Edges: from `up_to` on, itself included: it may have a second paper.
    """
    query = _rows(clinic_id, person_id)
    if since is not None:
        query = query.where(col(Receipt.paid_on) >= since)
    if until is not None:
        query = query.where(col(Receipt.paid_on) <= until)
    if up_to is not None:
        day, number = up_to
        earlier = or_(col(Receipt.paid_on) < day, col(Receipt.number) <= number)
        query = query.where(col(Receipt.paid_on) <= day, earlier)
    return tx.execute(_latest_first(query).limit(limit)).all()


def own(tx: Session, clinic_id: str, person_id: str, receipt_ids: Iterable[str]) -> Sequence[Row[Any]]:
    """List those of these receipts that are the person's and still show, latest first."""
    wanted = [receipt_id for receipt_id in receipt_ids if could_be_id(receipt_id)]
    query = _rows(clinic_id, person_id).where(col(Receipt.id).in_(wanted))
    return tx.execute(_latest_first(query)).all() if wanted else ()


def days(tx: Session, clinic_id: str, person_id: str) -> tuple[date | None, date | None]:
    """Tell the first and the last payment date of a person's receipts; None of both when there are none.

    Times: the clinic's days.
    """
    first, last = (
        select_columns(Receipt.paid_on).where(_shown(clinic_id, person_id)).order_by(order).limit(1).scalar_subquery()  # type: ignore[call-overload]
        for order in (col(Receipt.paid_on), col(Receipt.paid_on).desc())
    )
    found = tx.execute(select_columns(first, last)).one()
    return found[0], found[1]


def codes(tx: Session, clinic_id: str, receipt_ids: Sequence[str]) -> dict[str, str]:
    """Find the codes of receipts by their ids."""
    query = select(ReceiptCode).where(
        col(ReceiptCode.clinic_id) == clinic_id, col(ReceiptCode.receipt_id).in_(receipt_ids)
    )
    return {row.receipt_id: row.code for row in tx.exec(query)}


def by_code(tx: Session, clinic_id: str, code: str) -> Row[Any] | None:
    """Find a receipt of a clinic by the code that is printed on it, whatever became of it."""
    query = (
        _all()
        .join(ReceiptCode, col(ReceiptCode.receipt_id) == col(Receipt.id))
        .where(col(ReceiptCode.clinic_id) == clinic_id, col(ReceiptCode.code) == code)
    )
    return tx.execute(query).one_or_none()


def _rows(clinic_id: str, person_id: str) -> Select[*tuple[Any, ...]]:
    return _all().where(_shown(clinic_id, person_id))


@cache
def _all() -> Select[*tuple[Any, ...]]:
    return select_columns(Receipt, col(Payment.method), col(Payment.currency)).join(
        Payment, col(Payment.id) == col(Receipt.payment_id)
    )


def _shown(clinic_id: str, person_id: str) -> ColumnElement[bool]:
    """Only what still holds something shows; said as the index says it. Source: S38–S41."""
    return and_(
        col(Receipt.clinic_id) == clinic_id,
        col(Receipt.person_id) == person_id,
        col(Receipt.applied_cents) > literal_column("0"),
    )


def _latest_first(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.order_by(col(Receipt.paid_on).desc(), col(Receipt.number).desc())
