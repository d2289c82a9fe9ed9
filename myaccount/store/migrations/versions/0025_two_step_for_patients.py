"""Sign-ins that act as nobody until their second step is proven."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("login_session", sa.Column("two_step_owed", sa.Boolean(), nullable=False, server_default=sa.false()))
