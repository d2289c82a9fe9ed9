"""The desk: who of the clinic cancelled a visit and what they noted, and the sittings of a day."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("appointment", sa.Column("cancelled_by_id", sa.String(), nullable=True))
    op.add_column("appointment", sa.Column("cancel_note", sa.String(), nullable=True))
    op.create_index("ix_class_session_staff_starts", "class_session", ["staff_id", "starts_at"])
