"""Paying by card: attempts to charge, attempts to give back, and the processor's messages."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATES = "state IN ('cancelled', 'failed', 'open', 'succeeded')"


def upgrade() -> None:
    is_open = sa.text("closed_at IS NULL")
    op.create_table(
        "payment_attempt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("card_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("method_id", sa.String(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("intent_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(STATES, name="ck_payment_attempt_state"),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name="fk_payment_attempt_card_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_payment_attempt_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_payment_attempt_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payment_attempt"),
        sa.UniqueConstraint("clinic_id", "intent_id", name="uq_payment_attempt_clinic_id_intent_id"),
    )
    op.create_index("ix_payment_attempt_person", "payment_attempt", ["person_id", "created_at"])
    op.create_index(
        "uq_payment_attempt_open",
        "payment_attempt",
        ["person_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    _refunds(is_open)
    op.create_table(
        "processor_event",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_processor_event_clinic_id"),
        sa.PrimaryKeyConstraint("clinic_id", "event_id", name="pk_processor_event"),
    )
    op.create_index("ix_processor_event_received", "processor_event", ["received_at"])


def _refunds(is_open: sa.TextClause) -> None:
    op.create_table(
        "refund_attempt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("payment_id", sa.String(), nullable=False),
        sa.Column("intent_id", sa.String(), nullable=False),
        sa.Column("receipt_id", sa.String(), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(STATES, name="ck_refund_attempt_state"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_refund_attempt_by_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_refund_attempt_clinic_id"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_refund_attempt_payment_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_refund_attempt_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_refund_attempt"),
    )
    op.create_index(
        "uq_refund_attempt_open",
        "refund_attempt",
        ["payment_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
