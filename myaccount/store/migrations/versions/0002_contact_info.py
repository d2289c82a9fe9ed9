"""Contact Info: more of a profile, how long each text may be, and who changed what."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LONGEST = {
    "first_name": 200,
    "last_name": 200,
    "preferred_name": 200,
    "pronouns": 200,
    "email": 254,
    "mobile": 40,
    "other_phone": 40,
    "address": 500,
    "emergency_name": 200,
    "emergency_phone": 40,
}


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("preferred_name", sa.String(), nullable=True))
        person.add_column(sa.Column("mobile_verified_at", sa.DateTime(timezone=True), nullable=True))
        person.add_column(sa.Column("other_phone", sa.String(), nullable=True))
        person.add_column(sa.Column("emergency_name", sa.String(), nullable=True))
        person.add_column(sa.Column("emergency_phone", sa.String(), nullable=True))
        for column, length in LONGEST.items():
            person.create_check_constraint(op.f(f"ck_person_{column}"), f"length({column}) <= {length}")

    op.create_table(
        "contact_change",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("wording", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_contact_change_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_contact_change_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_change"),
    )
    op.create_index("ix_contact_change_person", "contact_change", ["person_id", "at"])
