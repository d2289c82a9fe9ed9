"""Patients are found by words, and the trail is read by who acted as well."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from myaccount.domain.patient_words import Searched, words_of

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

AT_A_TIME = 2000
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "patient_word",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("word", BYTEWISE, nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_patient_word_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_patient_word_person_id"),
        sa.PrimaryKeyConstraint("clinic_id", "word", "person_id", name="pk_patient_word"),
        sqlite_with_rowid=False,
    )
    _fill()
    op.create_index("ix_patient_word_person", "patient_word", ["person_id", "word"])
    op.create_index("ix_audit_actor", "audit_entry", ["actor_id", "action", "id"])


def _fill() -> None:
    """Write the words of everybody there is: from now on they are written with the profile."""
    names = ("id", "clinic_id", "first_name", "last_name", "preferred_name", "email", "mobile", "other_phone")
    person = sa.table("person", *(sa.column(name) for name in names), sa.column("date_of_birth", sa.Date))
    word = sa.table("patient_word", sa.column("clinic_id"), sa.column("word"), sa.column("person_id"))
    everybody = iter(op.get_bind().execute(sa.select(person)).all())
    while some := list(islice(everybody, AT_A_TIME)):
        if rows := _rows(some):
            op.bulk_insert(word, rows)


def _rows(people: Sequence[sa.Row[Any]]) -> list[dict[str, str]]:
    return [
        {"clinic_id": one.clinic_id, "word": word, "person_id": one.id}
        for one in people
        for word in words_of(
            Searched(
                (one.first_name, one.last_name, one.preferred_name),
                one.email,
                (one.mobile, one.other_phone),
                one.date_of_birth,
            )
        )
    ]
