"""Families: what one person may do for another, invitations to that, and which tab acts for whom."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

STANDS = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "relationship",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("from_id", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("permissions", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imported", sa.String(), nullable=True),
        sa.CheckConstraint("from_id <> to_id", name="ck_relationship_two_people"),
        sa.CheckConstraint("length(label) <= 40", name="ck_relationship_label"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_relationship_clinic_id"),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name="fk_relationship_from_id"),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name="fk_relationship_to_id"),
        sa.PrimaryKeyConstraint("id", name="pk_relationship"),
    )
    op.create_index(
        "uq_relationship_pair", "relationship", ["from_id", "to_id"], unique=True,
        sqlite_where=STANDS, postgresql_where=STANDS,
    )  # fmt: skip
    op.create_index("ix_relationship_to", "relationship", ["to_id", "ended_at"])
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("from_id", sa.String(), nullable=False),
        sa.Column("sent_to", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("permissions", sa.String(), nullable=False),
        sa.Column("grant_expires_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(label) <= 40", name="ck_invitation_label"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_invitation_clinic_id"),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name="fk_invitation_from_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
    )
    op.create_index("ix_invitation_from", "invitation", ["from_id", "created_at"])
    op.create_table(
        "acting",
        sa.Column("tab", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("relationship_id", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["login_session.id"], name="fk_acting_session_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["relationship_id"], ["relationship.id"], name="fk_acting_relationship_id"),
        sa.PrimaryKeyConstraint("tab", name="pk_acting"),
    )
    op.create_index("ix_acting_session", "acting", ["session_id"])
