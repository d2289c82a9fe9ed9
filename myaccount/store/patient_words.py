"""The words by which patients are found are written with every profile.

Whoever writes a `Person` through a session writes its words as well, without knowing of them; who writes rows in bulk
says so here.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, event, insert, inspect
from sqlmodel import Session, col

from myaccount.domain.patient_words import Searched, words_of
from myaccount.models import PatientWord, Person
from myaccount.store.chunks import chunked

NAMES = ("first_name", "last_name", "preferred_name")
PHONES = ("mobile", "other_phone")
SEARCHED = (*NAMES, "email", *PHONES, "date_of_birth")


def write(tx: Session | Connection, people: Iterable[Mapping[str, Any]], *, are_new: bool = False) -> None:
    """Write the words of some profiles, in place of those that they had."""
    for some in chunked(people):
        if not are_new:
            tx.execute(delete(PatientWord).where(col(PatientWord.person_id).in_([one["id"] for one in some])))
        if rows := [row for one in some for row in _rows(one)]:
            tx.execute(insert(PatientWord), rows)


@event.listens_for(Person, "after_insert")
def _inserted(_mapper: object, connection: Connection, person: Person) -> None:
    write(connection, [person.model_dump()], are_new=True)


@event.listens_for(Person, "after_update")
def _updated(_mapper: object, connection: Connection, person: Person) -> None:
    written = inspect(person).attrs
    if any(written[name].history.has_changes() for name in SEARCHED):
        write(connection, [person.model_dump()])


def _rows(person: Mapping[str, Any]) -> list[dict[str, str]]:
    words = words_of(
        Searched(
            names=tuple(person[name] for name in NAMES),
            email=person["email"],
            phones=tuple(person[name] for name in PHONES),
            date_of_birth=person["date_of_birth"],
        )
    )
    return [{"clinic_id": person["clinic_id"], "word": word, "person_id": person["id"]} for word in words]
