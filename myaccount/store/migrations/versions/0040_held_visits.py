"""Visits that are only held, found at once when they run out: a clinic file may bring some."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_held = sa.text("state = 'reserved'")
    op.create_index("ix_appointment_held", "appointment", ["booked_at"], sqlite_where=is_held, postgresql_where=is_held)
