"""Papers as they were handed out, the codes on them, and what a superbill needs of visits and of staff."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_paper",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("state_hash", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_kept_paper_clinic_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_kept_paper_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_paper"),
        sa.UniqueConstraint("person_id", "state_hash", name="uq_kept_paper_person_id_state_hash"),
    )
    op.create_table(
        "receipt_code",
        sa.Column("receipt_id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_receipt_code_clinic_id"),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name="fk_receipt_code_receipt_id"),
        sa.PrimaryKeyConstraint("receipt_id", name="pk_receipt_code"),
        sa.UniqueConstraint("clinic_id", "code", name="uq_receipt_code_clinic_id_code"),
    )
    op.create_table(
        "visit_codes",
        sa.Column("appointment_id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("cpt", sa.String(), nullable=False),
        sa.Column("modifiers", sa.String(), nullable=False),
        sa.Column("diagnoses", sa.String(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.CheckConstraint("units BETWEEN 1 AND 99", name="ck_visit_codes_units"),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name="fk_visit_codes_appointment_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_visit_codes_clinic_id"),
        sa.PrimaryKeyConstraint("appointment_id", name="pk_visit_codes"),
    )
    for name in ("credentials", "license_number", "signature"):
        op.add_column("staff", sa.Column(name, sa.String(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'what was handed out is not changed'); END"
        op.execute(f"CREATE TRIGGER kept_paper_kept BEFORE UPDATE ON kept_paper {refuse}")
        op.execute(f"CREATE TRIGGER receipt_code_kept BEFORE UPDATE ON receipt_code {refuse}")
        return
    refuse = "RAISE EXCEPTION 'what was handed out is not changed' USING ERRCODE = 'integrity_constraint_violation'"
    op.execute(f"CREATE FUNCTION papers_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$")
    for table in ("kept_paper", "receipt_code"):
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION papers_refuse()"
        )
