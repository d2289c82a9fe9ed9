"""Who makes a copy of somebody's data holds it for a while: of several workers, one makes it."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("data_export", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("data_export", sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True))
