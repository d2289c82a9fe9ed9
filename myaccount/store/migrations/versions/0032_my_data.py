"""My data: copies of everything that is held of a person, and requests that are answered by a day."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

WAITS = sa.text("ready_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "data_export",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_data_export_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_data_export_person_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_data_export_file_id"),
        sa.PrimaryKeyConstraint("id", name="pk_data_export"),
    )
    op.create_index(
        "uq_data_export_waits", "data_export", ["person_id"], unique=True,
        sqlite_where=WAITS, postgresql_where=WAITS,
    )  # fmt: skip
    op.create_index("ix_data_export_person", "data_export", ["person_id", "asked_at"])
    with op.batch_alter_table("task") as task:
        task.add_column(sa.Column("answer", sa.String(), nullable=False, server_default=""))
        task.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        task.create_check_constraint("ck_task_answer", "length(answer) <= 1000")
    with op.batch_alter_table("task") as task:
        task.alter_column("answer", server_default=None)
