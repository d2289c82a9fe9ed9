"""Cards on file, and the processor that keeps them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "processor_account",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("publishable_key", sa.String(), nullable=False),
        sa.Column("secret_key", sa.String(), nullable=False),
        sa.Column("webhook_secret", sa.String(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_processor_account_clinic_id"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_processor_account_set_by"),
        sa.PrimaryKeyConstraint("clinic_id", name="pk_processor_account"),
    )
    op.create_table(
        "processor_customer",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_processor_customer_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_processor_customer_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_processor_customer"),
        sa.UniqueConstraint("clinic_id", "customer_id", name="uq_processor_customer_clinic_id_customer_id"),
    )
    _cards()


def _cards() -> None:
    on_file, default = sa.text("removed_at IS NULL"), sa.text("is_default AND removed_at IS NULL")
    waiting = sa.text("finished_at IS NULL")
    op.create_table(
        "card",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("method_id", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("last4", sa.String(), nullable=False),
        sa.Column("exp_month", sa.Integer(), nullable=False),
        sa.Column("exp_year", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_card_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_card_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_card"),
        sa.UniqueConstraint("clinic_id", "method_id", name="uq_card_clinic_id_method_id"),
    )
    person = ["person_id", "added_at", "id"]
    op.create_index("ix_card_person", "card", person, sqlite_where=on_file, postgresql_where=on_file)
    op.create_index(
        "uq_card_default", "card", ["person_id"], unique=True, sqlite_where=default, postgresql_where=default
    )
    op.create_table(
        "card_setup",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("setup_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_card_setup_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_card_setup_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_card_setup"),
    )
    op.create_index("ix_card_setup_person", "card_setup", ["person_id", "created_at"])
    op.create_index(
        "ix_card_setup_waiting", "card_setup", ["person_id"], sqlite_where=waiting, postgresql_where=waiting
    )
