"""Reminders: what a message of a visit is about, what patients chose, and their private calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_choice",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_reminder_choice_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_reminder_choice_person_id"),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_reminder_choice"),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_calendar_feed_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_calendar_feed_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_feed"),
        sa.UniqueConstraint("person_id", name="uq_calendar_feed_person_id"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feed_token_hash"),
    )
    with op.batch_alter_table("outbox_message") as table:
        table.add_column(sa.Column("visit_id", sa.String(), nullable=True))
        table.add_column(sa.Column("channel", sa.String(), nullable=False, server_default="email"))
        table.create_foreign_key("fk_outbox_message_visit_id", "appointment", ["visit_id"], ["id"])
        table.create_index("ix_outbox_visit", ["visit_id"])
