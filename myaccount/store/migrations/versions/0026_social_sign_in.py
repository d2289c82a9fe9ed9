"""Signing in with Google, Facebook and X: a clinic's keys, linked profiles, and who is away at a provider."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider_keys",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("client_secret", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_provider_keys_clinic_id"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_provider_keys_set_by"),
        sa.PrimaryKeyConstraint("clinic_id", "provider", name="pk_provider_keys"),
    )
    op.create_table(
        "social_identity",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_social_identity_account_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_social_identity_clinic_id"),
        sa.PrimaryKeyConstraint("id", name="pk_social_identity"),
        sa.UniqueConstraint("account_id", "provider", name="uq_social_identity_account_id_provider"),
        sa.UniqueConstraint("clinic_id", "issuer", "subject", name="uq_social_identity_clinic_id_issuer_subject"),
    )
    op.create_table(
        "social_attempt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("state_hash", sa.String(), nullable=False),
        sa.Column("browser_hash", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("next_path", sa.String(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_social_attempt_clinic_id"),
        sa.PrimaryKeyConstraint("id", name="pk_social_attempt"),
        sa.UniqueConstraint("state_hash", name="uq_social_attempt_state_hash"),
    )
    op.create_index("ix_social_attempt_expires_at", "social_attempt", ["expires_at"])
