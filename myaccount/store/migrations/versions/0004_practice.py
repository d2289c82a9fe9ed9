"""The clinic's practice: time off, where a treatment is offered, and what is no longer in use."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "treatment_location",
        sa.Column("treatment_id", sa.String(), nullable=False),
        sa.Column("location_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name="fk_treatment_location_location_id"),
        sa.ForeignKeyConstraint(["treatment_id"], ["treatment.id"], name="fk_treatment_location_treatment_id"),
        sa.PrimaryKeyConstraint("treatment_id", "location_id", name="pk_treatment_location"),
    )
    op.create_table(
        "time_off",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("starts_local", sa.DateTime(), nullable=False),
        sa.Column("ends_local", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("zone_data", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name="ck_time_off_lasts"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_time_off_clinic_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_time_off_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_time_off"),
    )
    op.create_index("ix_time_off_staff", "time_off", ["staff_id", "ends_at"])
    for table in ("location", "staff", "treatment"):
        op.add_column(table, sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("staff", sa.Column("start_interval_minutes", sa.Integer(), nullable=False, server_default="15"))
    op.add_column("staff", sa.Column("buffer_minutes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("person", sa.Column("online_booking", sa.String(), nullable=True))
