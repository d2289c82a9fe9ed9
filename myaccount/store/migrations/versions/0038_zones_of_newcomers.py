"""The zone of a newcomer's browser, which their profile begins with."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("newcomer", sa.Column("time_zone", sa.String(), nullable=True))
