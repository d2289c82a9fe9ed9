"""What patients answer to the clinic's question after a booking."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_answer",
        sa.Column("appointment_id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(answer) <= 1000", name="answer"),
        sa.CheckConstraint("length(question) <= 200", name="question"),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name="fk_booking_answer_appointment_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_booking_answer_clinic_id"),
        sa.PrimaryKeyConstraint("appointment_id", name="pk_booking_answer"),
    )
