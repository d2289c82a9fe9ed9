"""When the sweep last looked an attempt up at the processor: whoever has waited longest comes next."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("payment_attempt", "refund_attempt"):
        op.add_column(table, sa.Column("looked_up_at", sa.DateTime(timezone=True), nullable=True))
