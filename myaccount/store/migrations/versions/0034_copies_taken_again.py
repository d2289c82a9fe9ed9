"""Which sign-in took a copy of somebody's data: it may take it again for a while, should the network fail."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("data_export", sa.Column("taken_in", sa.String(), nullable=True))
