"""Two-step sign-in: authenticators, recovery codes, and when a sign-in's second step was proven."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authenticator",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_authenticator_account_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_authenticator_clinic_id"),
        sa.PrimaryKeyConstraint("id", name="pk_authenticator"),
        sa.UniqueConstraint("account_id", name="uq_authenticator_account_id"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("authenticator_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["authenticator_id"], ["authenticator.id"], name="fk_recovery_code_authenticator_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_recovery_code_clinic_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_authenticator_id", "recovery_code", ["authenticator_id"])
    op.add_column("login_session", sa.Column("two_step_at", sa.DateTime(timezone=True), nullable=True))
