"""Attempts to charge a card: which invoices the money is for, where somebody has chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payment_attempt", sa.Column("towards", sa.JSON(), nullable=True))
