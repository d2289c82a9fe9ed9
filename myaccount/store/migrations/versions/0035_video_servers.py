"""A clinic's own Jitsi server, where its video visits may take place."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "video_server",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_video_server_clinic_id"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_video_server_set_by"),
        sa.PrimaryKeyConstraint("clinic_id", name="pk_video_server"),
    )
