"""Newcomers: what guests say of themselves while they book for the first time."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "newcomer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("guest_id", sa.String(), nullable=False),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("mobile", sa.String(), nullable=True),
        sa.Column("date_of_birth", sa.Date(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("code_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("codes_sent", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_newcomer_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_newcomer_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_newcomer"),
        sa.UniqueConstraint("clinic_id", "guest_id", name="uq_newcomer_clinic_id_guest_id"),
    )
    op.create_index("ix_newcomer_address", "newcomer", ["clinic_id", "address_key", "created_at"])
    op.create_index("ix_newcomer_email", "newcomer", ["clinic_id", "email_key", "code_sent_at"])
    op.create_index("ix_newcomer_expires", "newcomer", ["expires_at"])
