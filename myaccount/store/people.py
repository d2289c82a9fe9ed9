"""People's profiles in the database, scoped to the clinic."""

from sqlalchemy import update
from sqlmodel import Session, col, select

from myaccount.domain.refusals import NotFound
from myaccount.models import Person


def own(tx: Session, clinic_id: str, person_id: str) -> Person:
    """Find a person of a clinic. Raises: NotFound."""
    query = select(Person).where(col(Person.clinic_id) == clinic_id, col(Person.id) == person_id)
    found = tx.exec(query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def own_to_change(tx: Session, clinic_id: str, person_id: str) -> Person:
    """Find a person of a clinic, and let nobody else change them until the end. Raises: NotFound."""
    query = select(Person).where(col(Person.clinic_id) == clinic_id, col(Person.id) == person_id)
    found = tx.exec(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFound()
    return found


def set_language(tx: Session, clinic_id: str, person_id: str, lang: str) -> None:
    """Note the language that a person wants to be spoken to in."""
    own_row = (col(Person.clinic_id) == clinic_id, col(Person.id) == person_id)
    tx.execute(update(Person).where(*own_row).values(language=lang))
