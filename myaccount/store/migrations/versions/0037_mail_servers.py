"""A clinic's own mail server, over which its mail goes."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_server",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("server", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_mail_server_clinic_id"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_mail_server_set_by"),
        sa.PrimaryKeyConstraint("clinic_id", name="pk_mail_server"),
    )
