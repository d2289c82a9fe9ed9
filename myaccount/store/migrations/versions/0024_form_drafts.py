"""Drafts of what forms ask next."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_draft",
        sa.Column("template_id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=True),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name="fk_form_draft_changed_by"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_form_draft_clinic_id"),
        sa.ForeignKeyConstraint(["template_id"], ["form_template.id"], name="fk_form_draft_template_id"),
        sa.PrimaryKeyConstraint("template_id", name="pk_form_draft"),
    )
