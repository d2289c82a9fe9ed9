"""The logo of a clinic: a stored file like all others."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clinic_logo",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("is_wide", sa.Boolean(), nullable=False),
        sa.Column("imported", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_clinic_logo_clinic_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_clinic_logo_file_id"),
        sa.PrimaryKeyConstraint("clinic_id", name="pk_clinic_logo"),
    )
