"""What patients ask of the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OPEN = sa.text("done_at IS NULL AND withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(note) <= 1000", name="ck_task_note"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_task_clinic_id"),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name="fk_task_done_by"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_task_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
    )
    op.create_index("ix_task_open", "task", ["clinic_id", "created_at", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_task_done", "task", ["clinic_id", "done_at", "id"])
    op.create_index("ix_task_person", "task", ["person_id", "created_at"])
