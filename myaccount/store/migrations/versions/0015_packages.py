"""Packages and memberships, and the uses of them that visits redeem."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

LIVE = sa.text("state <> 'released'")


def upgrade() -> None:
    op.create_table(
        "package",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("cycle", sa.String(), nullable=True),
        sa.Column("used_before", sa.Integer(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("purchased_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('membership', 'package')", name="ck_package_kind"),
        sa.CheckConstraint("cycle IN ('month', 'week', 'year')", name="ck_package_cycle"),
        sa.CheckConstraint("quantity > 0", name="ck_package_quantity"),
        sa.CheckConstraint("used_before >= 0", name="ck_package_used_before"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_package_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_package_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_package"),
        sa.UniqueConstraint("clinic_id", "external_id", name="uq_package_clinic_id_external_id"),
    )
    op.create_index("ix_package_person", "package", ["person_id", "purchased_on"])
    op.create_table(
        "package_treatment",
        sa.Column("package_id", sa.String(), nullable=False),
        sa.Column("treatment_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name="fk_package_treatment_package_id"),
        sa.ForeignKeyConstraint(["treatment_id"], ["treatment.id"], name="fk_package_treatment_treatment_id"),
        sa.PrimaryKeyConstraint("package_id", "treatment_id", name="pk_package_treatment"),
    )
    _redemptions()


def _redemptions() -> None:
    op.create_table(
        "redemption",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("package_id", sa.String(), nullable=False),
        sa.Column("appointment_id", sa.String(), nullable=False),
        sa.Column("cycle", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("happening", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('consumed', 'forfeited', 'released', 'reserved')", name="ck_redemption_state"),
        sa.CheckConstraint("number >= 0", name="ck_redemption_number"),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name="fk_redemption_appointment_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_redemption_clinic_id"),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name="fk_redemption_package_id"),
        sa.PrimaryKeyConstraint("id", name="pk_redemption"),
    )
    for name, columns in (("use", ["package_id", "cycle", "number"]), ("visit", ["appointment_id"])):
        op.create_index(
            f"uq_redemption_{name}", "redemption", columns, unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        )
    op.create_index("ix_redemption_appointment", "redemption", ["appointment_id", "changed_at"])
    op.create_index("ix_redemption_package", "redemption", ["package_id", "created_at"])
