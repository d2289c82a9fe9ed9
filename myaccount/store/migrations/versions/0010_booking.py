"""Online booking: times that are held, and what an appointment keeps free after it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_hold",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("treatment_id", sa.String(), nullable=False),
        sa.Column("location_id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_minutes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["class_session.id"], name="fk_booking_hold_class_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_booking_hold_clinic_id"),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name="fk_booking_hold_location_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_booking_hold_staff_id"),
        sa.ForeignKeyConstraint(["treatment_id"], ["treatment.id"], name="fk_booking_hold_treatment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_booking_hold"),
        sa.UniqueConstraint("clinic_id", "holder", name="uq_booking_hold_clinic_id_holder"),
    )
    op.create_index("ix_booking_hold_staff", "booking_hold", ["staff_id", "starts_at"])
    op.create_index("ix_booking_hold_class", "booking_hold", ["class_id"])
    op.create_index("ix_booking_hold_expires", "booking_hold", ["expires_at"])
    op.create_index("ix_class_session_treatment", "class_session", ["treatment_id", "starts_at"])
    op.add_column("appointment", sa.Column("buffer_minutes", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("ix_appointment_staff_starts", "appointment")
    op.create_index(
        "ix_appointment_staff_starts",
        "appointment",
        ["staff_id", "starts_at", "state", "class_id", "minutes", "buffer_minutes"],
    )
