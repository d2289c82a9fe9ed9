"""What is kept free after a sitting of a class, as after a visit."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("class_session", sa.Column("buffer_minutes", sa.Integer(), nullable=False, server_default="0"))
