"""What packages and memberships cost, and when the next invoice of a membership is due."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("package", sa.Column("price_cents", sa.BigInteger(), nullable=True))
    op.add_column("package", sa.Column("tax_ppm", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("package", sa.Column("bill_on", sa.Date(), nullable=True))
    billed = sa.text("bill_on IS NOT NULL AND ended_at IS NULL")
    op.create_index("ix_package_bill", "package", ["bill_on"], sqlite_where=billed, postgresql_where=billed)
