"""The wait list: who waits for a time, and what they were offered."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wait_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("treatment_id", sa.String(), nullable=False),
        sa.Column("location_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=True),
        sa.Column("moving_id", sa.String(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_wait_entry_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_wait_entry_person_id"),
        sa.ForeignKeyConstraint(["treatment_id"], ["treatment.id"], name="fk_wait_entry_treatment_id"),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name="fk_wait_entry_location_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_wait_entry_staff_id"),
        sa.ForeignKeyConstraint(["moving_id"], ["appointment.id"], name="fk_wait_entry_moving_id"),
        sa.CheckConstraint("part IN ('afternoon', 'any', 'evening', 'morning')", name="part"),
        sa.CheckConstraint("state IN ('booked', 'left', 'over', 'waiting')", name="state"),
        sa.PrimaryKeyConstraint("id", name="pk_wait_entry"),
    )
    line = ["clinic_id", "state", "location_id", "created_at", "id"]
    op.create_index("ix_wait_entry_line", "wait_entry", line)
    op.create_index("ix_wait_entry_person", "wait_entry", ["person_id", "state"])
    op.create_table(
        "wait_offer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("freed_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_wait_offer_clinic_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["wait_entry.id"], name="fk_wait_offer_entry_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_wait_offer_person_id"),
        sa.ForeignKeyConstraint(["freed_id"], ["appointment.id"], name="fk_wait_offer_freed_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_wait_offer_staff_id"),
        sa.ForeignKeyConstraint(["class_id"], ["class_session.id"], name="fk_wait_offer_class_id"),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name="fk_wait_offer_appointment_id"),
        sa.CheckConstraint("state IN ('accepted', 'declined', 'expired', 'gone', 'open')", name="state"),
        sa.PrimaryKeyConstraint("id", name="pk_wait_offer"),
        sa.UniqueConstraint("entry_id", "freed_id", name="uq_wait_offer_entry_id_freed_id"),
    )
    op.create_index("ix_wait_offer_time", "wait_offer", ["staff_id", "state", "starts_at"])
    op.create_index("ix_wait_offer_due", "wait_offer", ["state", "expires_at"])
    op.create_index("ix_wait_offer_person", "wait_offer", ["person_id", "state"])
    op.create_index("ix_wait_offer_freed", "wait_offer", ["freed_id"])
