"""Where practitioners meet online instead, who is in the call of an online visit, and from when to when it ran."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("video_link", sa.String(), nullable=True))
    moments = (
        "patient_since",
        "patient_seen_at",
        "practitioner_since",
        "practitioner_seen_at",
        "started_at",
        "ended_at",
    )
    op.create_table(
        "video_call",
        sa.Column("appointment_id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in moments),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name="fk_video_call_appointment_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_video_call_clinic_id"),
        sa.PrimaryKeyConstraint("appointment_id", name="pk_video_call"),
    )
    running = sa.text("started_at IS NOT NULL AND ended_at IS NULL")
    op.create_index(
        "ix_video_call_running", "video_call", ["clinic_id"], sqlite_where=running, postgresql_where=running
    )
