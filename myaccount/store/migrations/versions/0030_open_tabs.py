"""How many pages each sign-in has open."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_tabs",
        sa.Column("process_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("tabs", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_open_tabs_clinic_id"),
        sa.ForeignKeyConstraint(["session_id"], ["login_session.id"], name="fk_open_tabs_session_id"),
        sa.PrimaryKeyConstraint("process_id", "session_id", name="pk_open_tabs"),
    )
    op.create_index("ix_open_tabs_session_id", "open_tabs", ["session_id"])
    op.create_index("ix_open_tabs_seen_at", "open_tabs", ["seen_at"])
