"""A card page of forms, what a form said when it was sent back, and files that answer nothing any more."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("form_version", "form_draft"):
        op.add_column(table, sa.Column("card", sa.String(), nullable=False, server_default="none"))
    op.add_column("stored_file", sa.Column("unused_since", sa.DateTime(timezone=True), nullable=True))
    is_unused = sa.text("unused_since IS NOT NULL")
    op.create_index(
        "ix_stored_file_unused", "stored_file", ["unused_since"], sqlite_where=is_unused, postgresql_where=is_unused
    )
    op.add_column("form", sa.Column("sent_back", sa.String(), nullable=True))
