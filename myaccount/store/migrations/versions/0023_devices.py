"""The device of a sign-in, known again by a hash of the mark that its browser keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("login_session", sa.Column("device_hash", sa.String(), nullable=True))
