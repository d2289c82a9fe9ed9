"""People's profiles in the database, scoped to the clinic."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.models import Person, Staff


def own(tx: Session, clinic_id: str, person_id: str) -> Person:
    """Find a person of a clinic. Raises: NotFound."""
    query = select(Person).where(col(Person.clinic_id) == clinic_id, col(Person.id) == person_id)
    found = tx.exec(query).one_or_none() if could_be_id(person_id) else None
    if found is None:
        raise NotFound()
    return found


def own_to_change(tx: Session, clinic_id: str, person_id: str) -> Person:
    """Find a person of a clinic, and let nobody else change them until the end. Raises: NotFound."""
    query = select(Person).where(col(Person.clinic_id) == clinic_id, col(Person.id) == person_id)
    found = tx.exec(query.with_for_update()).one_or_none() if could_be_id(person_id) else None
    if found is None:
        raise NotFound()
    return found


def staff_among(tx: Session, clinic_id: str, person_ids: Iterable[str]) -> Sequence[Row[Any]]:
    """List those of these people who work, or have worked, at the clinic: id, names and role."""
    query = (
        select_columns(col(Person.id), col(Person.first_name), col(Person.last_name), col(Staff.role))
        .join(Staff, col(Staff.person_id) == col(Person.id))
        .where(col(Person.clinic_id) == clinic_id, col(Person.id).in_(list(person_ids)))
    )
    return tx.execute(query).all()


def works_here(tx: Session, clinic_id: str, person_id: str) -> bool:
    """Tell whether a person works, or has worked, at the clinic."""
    return bool(staff_among(tx, clinic_id, [person_id]))


def online_booking(tx: Session, clinic_id: str, person_id: str) -> str | None:
    """Tell what is set for a person about booking online; None when nothing is."""
    query = select(Person.online_booking).where(col(Person.clinic_id) == clinic_id, col(Person.id) == person_id)
    return tx.exec(query).one_or_none()


def set_language(tx: Session, clinic_id: str, person_id: str, lang: str) -> None:
    """Note the language that a person wants to be spoken to in."""
    own_row = (col(Person.clinic_id) == clinic_id, col(Person.id) == person_id)
    tx.execute(update(Person).where(*own_row).values(language=lang))
