"""Cards on file in the database, scoped to the clinic and the person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.models import Card, CardSetup


def on_file(tx: Session, clinic_id: str, person_id: str) -> Sequence[Card]:
    """List a person's cards: the default first, then the newest."""
    newest = (col(Card.is_default).desc(), col(Card.added_at).desc(), col(Card.id))
    return tx.exec(select(Card).where(_own(clinic_id, person_id)).order_by(*newest)).all()


def one(tx: Session, clinic_id: str, person_id: str, card_id: str) -> Card:
    """Find a card on file. Raises: NotFound, also when it is somebody else's, or removed."""
    query = select(Card).where(_own(clinic_id, person_id), col(Card.id) == card_id)
    found = tx.exec(query).one_or_none() if could_be_id(card_id) else None
    if found is None:
        raise NotFound()
    return found


def method_of(tx: Session, clinic_id: str, person_id: str, card_id: str) -> str:
    """Tell the processor's name of a card on file. Raises: NotFound."""
    return one(tx, clinic_id, person_id, card_id).method_id


def has_same(tx: Session, clinic_id: str, person_id: str, than: str, mark: str, month: int, year: int) -> bool:
    """Tell whether another card on file than this method has the same number and expiry date."""
    same = and_(col(Card.mark) == mark, col(Card.exp_month) == month, col(Card.exp_year) == year)
    query = select(Card.id).where(_own(clinic_id, person_id), same, col(Card.method_id) != than)
    return bool(mark) and tx.exec(query.limit(1)).one_or_none() is not None


def by_method(tx: Session, clinic_id: str, method_id: str) -> Card | None:
    """Find a card by the processor's name of it, removed or not."""
    query = select(Card).where(col(Card.clinic_id) == clinic_id, col(Card.method_id) == method_id)
    return tx.exec(query).one_or_none()


def make_default(tx: Session, clinic_id: str, person_id: str, card_id: str) -> None:
    """Make one card the default, and no other."""
    mine = and_(col(Card.clinic_id) == clinic_id, col(Card.person_id) == person_id)
    tx.execute(update(Card).where(mine, col(Card.is_default)).values(is_default=False))
    tx.execute(update(Card).where(mine, col(Card.id) == card_id).values(is_default=True))


def remove(tx: Session, card_id: str, now: datetime) -> bool:
    """Compare and set: False when it is not on file any more. Times: aware UTC."""
    is_it = and_(col(Card.id) == card_id, col(Card.removed_at).is_(None))
    return _changed(tx, update(Card).where(is_it).values(removed_at=now, is_default=False))


def forget_all(tx: Session, clinic_id: str, now: datetime) -> None:
    """Take every card of a clinic off file. Times: aware UTC."""
    held = and_(col(Card.clinic_id) == clinic_id, col(Card.removed_at).is_(None))
    tx.execute(update(Card).where(held).values(removed_at=now, is_default=False))
    begun = and_(col(CardSetup.clinic_id) == clinic_id, col(CardSetup.finished_at).is_(None))
    tx.execute(update(CardSetup).where(begun).values(finished_at=now))


def count_setups(tx: Session, clinic_id: str, person_id: str, since: datetime) -> int:
    """Count the cards that somebody has begun to add since then. Times: aware UTC."""
    query = select(func.count()).select_from(CardSetup)
    begun = and_(_setups(clinic_id, person_id), col(CardSetup.created_at) > since)
    return tx.exec(query.where(begun)).one()


def waiting_setups(tx: Session, clinic_id: str, person_id: str) -> Sequence[Row[Any]]:
    """List what somebody has begun and not finished, the latest first: id, setup_id and created_at of each."""
    waiting = and_(_setups(clinic_id, person_id), col(CardSetup.finished_at).is_(None))
    query = select_columns(col(CardSetup.id), col(CardSetup.setup_id), col(CardSetup.created_at)).where(waiting)
    return tx.execute(query.order_by(col(CardSetup.created_at).desc())).all()


def finish_setup(tx: Session, setup_row_id: str, now: datetime) -> None:
    """Note that a setup is over. Times: aware UTC."""
    tx.execute(update(CardSetup).where(col(CardSetup.id) == setup_row_id).values(finished_at=now))


def _own(clinic_id: str, person_id: str) -> ColumnElement[bool]:
    return and_(col(Card.person_id) == person_id, col(Card.removed_at).is_(None), col(Card.clinic_id) == clinic_id)


def _setups(clinic_id: str, person_id: str) -> ColumnElement[bool]:
    return and_(col(CardSetup.person_id) == person_id, col(CardSetup.clinic_id) == clinic_id)


def _changed(tx: Session, change: Any) -> bool:
    return bool(tx.execute(change).rowcount)  # type: ignore[attr-defined]
