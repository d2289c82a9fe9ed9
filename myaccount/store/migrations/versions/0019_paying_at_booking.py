"""Paying at booking: which time an attempt pays for."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_payment",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("hold_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("treatment_id", sa.String(), nullable=False),
        sa.Column("location_id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.CheckConstraint("outcome IN ('booked', 'lost', 'open')", name="ck_booking_payment_outcome"),
        sa.ForeignKeyConstraint(["attempt_id"], ["payment_attempt.id"], name="fk_booking_payment_attempt_id"),
        sa.ForeignKeyConstraint(["class_id"], ["class_session.id"], name="fk_booking_payment_class_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_booking_payment_clinic_id"),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name="fk_booking_payment_location_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_booking_payment_staff_id"),
        sa.ForeignKeyConstraint(["treatment_id"], ["treatment.id"], name="fk_booking_payment_treatment_id"),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_booking_payment"),
    )
    op.create_index("ix_booking_payment_hold", "booking_payment", ["hold_id"])
