"""Invoices, payments and the ledger between them; the database itself lets nobody change what is in the books.

On SQLite, whatever copies one of these tables later (`batch_alter_table`) has to write its triggers again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


KEPT = {
    "ledger_act": "",
    "ledger_entry": "",
    "refund": "",
    "receipt": "clinic_id person_id payment_id act_id number paid_on issued_at original_cents",
    "payment": "clinic_id person_id payer_id external_id method currency amount_cents received_at reference",
    "invoice": "clinic_id person_id external_id number kind currency issued_on issued_at",
    "invoice_line": "clinic_id person_id invoice_id position description amount_cents tax_cents tax_ppm "
    "appointment_id staff_id served_on minutes covered_by",
}
"""The columns that nobody changes any more, by table; none named stands for all of them. No row is ever deleted."""

SUMS = (
    ("receipt", "applied_cents", "SELECT coalesce(sum(delta_cents), 0) FROM ledger_entry WHERE receipt_id = NEW.id"),
    ("payment", "applied_cents", "SELECT coalesce(sum(delta_cents), 0) FROM ledger_entry WHERE payment_id = NEW.id"),
    ("invoice_line", "paid_cents", "SELECT coalesce(sum(delta_cents), 0) FROM ledger_entry WHERE line_id = NEW.id"),
    ("payment", "refunded_cents", "SELECT coalesce(sum(amount_cents), 0) FROM refund WHERE payment_id = NEW.id"),
)
"""The columns that are sums of other rows: they begin with nothing and are never anything else than the sum."""

RECKON_ENTRY = """
    UPDATE receipt SET applied_cents =
        (SELECT sum(delta_cents) FROM ledger_entry WHERE receipt_id = NEW.receipt_id) WHERE id = NEW.receipt_id;
    UPDATE payment SET applied_cents =
        (SELECT sum(delta_cents) FROM ledger_entry WHERE payment_id = NEW.payment_id) WHERE id = NEW.payment_id;
    UPDATE invoice_line SET paid_cents =
        (SELECT sum(delta_cents) FROM ledger_entry WHERE line_id = NEW.line_id) WHERE id = NEW.line_id;
"""
RECKON_REFUND = """
    UPDATE payment SET refunded_cents =
        (SELECT sum(amount_cents) FROM refund WHERE payment_id = NEW.payment_id) WHERE id = NEW.payment_id;
"""
WRONG_ENTRY = """
    NOT EXISTS (SELECT 1 FROM payment JOIN invoice_line
        ON invoice_line.clinic_id = payment.clinic_id AND invoice_line.person_id = payment.person_id
        WHERE payment.id = NEW.payment_id AND invoice_line.id = NEW.line_id
        AND payment.clinic_id = NEW.clinic_id AND payment.person_id = NEW.person_id
        AND (payment.method = 'insurer') = (NEW.receipt_id IS NULL))
    OR (NEW.receipt_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM receipt
        WHERE receipt.id = NEW.receipt_id AND receipt.payment_id = NEW.payment_id
        AND (NEW.delta_cents < 0 OR receipt.act_id = NEW.act_id)))
    OR (NEW.delta_cents < 0 AND NEW.delta_cents + (SELECT coalesce(sum(delta_cents), 0) FROM ledger_entry
        WHERE line_id = NEW.line_id AND payment_id = NEW.payment_id
        AND coalesce(receipt_id, '') = coalesce(NEW.receipt_id, '')) < 0)
"""
"""One person's payment on that person's invoice; only the act that opened a receipt adds to it; nothing below zero."""

FINAL = {
    "invoice": ("voided_at", "OLD.voided_at IS NOT NULL"),
    "invoice_line": ("reduced_cents", "NEW.reduced_cents < OLD.reduced_cents"),
}
"""What only ever goes one way: an invoice stays void, and what needs no paying never needs it again."""


def upgrade() -> None:
    create_tables()
    guard = guard_sqlite if op.get_bind().dialect.name == "sqlite" else guard_postgres
    guard()


def guard_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the books are not changed'); END"
    for table, columns in KEPT.items():
        of = f" OF {', '.join(columns.split())}" if columns else ""
        op.execute(f"CREATE TRIGGER {table}_kept BEFORE UPDATE{of} ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {refuse}")
    for table, column, total in SUMS:
        name = f"{table}_{column}"
        op.execute(f"CREATE TRIGGER {name}_begins BEFORE INSERT ON {table} WHEN NEW.{column} <> 0 {refuse}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE OF {column} ON {table} WHEN NEW.{column} <> ({total}) {refuse}"
        )
    for table, (column, wrong) in FINAL.items():
        op.execute(f"CREATE TRIGGER {table}_final BEFORE UPDATE OF {column} ON {table} WHEN {wrong} {refuse}")
    op.execute(f"CREATE TRIGGER ledger_entry_right BEFORE INSERT ON ledger_entry WHEN {WRONG_ENTRY} {refuse}")
    op.execute(f"CREATE TRIGGER ledger_entry_sums AFTER INSERT ON ledger_entry BEGIN {RECKON_ENTRY} END")
    op.execute(f"CREATE TRIGGER refund_sums AFTER INSERT ON refund BEGIN {RECKON_REFUND} END")


def guard_postgres() -> None:
    refuse = "RAISE EXCEPTION 'the books are not changed' USING ERRCODE = 'integrity_constraint_violation'"
    function("books_refuse", f"{refuse};")
    for table, columns in KEPT.items():
        of = f" OF {', '.join(columns.split())}" if columns else ""
        trigger(f"{table}_kept", f"BEFORE UPDATE{of} ON {table}", "books_refuse")
        trigger(f"{table}_stays", f"BEFORE DELETE ON {table}", "books_refuse")
    for table, column, total in SUMS:
        name = f"{table}_{column}"
        function(name, f"IF NEW.{column} <> ({total}) THEN {refuse}; END IF; RETURN NEW;")
        trigger(f"{name}_begins", f"BEFORE INSERT ON {table}", "books_refuse", f"NEW.{column} <> 0")
        trigger(name, f"BEFORE UPDATE OF {column} ON {table}", name)
    for table, (column, wrong) in FINAL.items():
        trigger(f"{table}_final", f"BEFORE UPDATE OF {column} ON {table}", "books_refuse", wrong)
    # Whoever comes second waits here, and then reads what the first has written.
    wait = """
    PERFORM 1 FROM payment WHERE id = NEW.payment_id FOR NO KEY UPDATE;
    PERFORM 1 FROM invoice_line WHERE id = NEW.line_id FOR NO KEY UPDATE;
    """
    function("ledger_entry_right", f"{wait} IF {WRONG_ENTRY} THEN {refuse}; END IF; RETURN NEW;")
    function("ledger_entry_sums", f"{RECKON_ENTRY} RETURN NULL;")
    function("refund_waits", "PERFORM 1 FROM payment WHERE id = NEW.payment_id FOR NO KEY UPDATE; RETURN NEW;")
    function("refund_sums", f"{RECKON_REFUND} RETURN NULL;")
    trigger("ledger_entry_right", "BEFORE INSERT ON ledger_entry", "ledger_entry_right")
    trigger("ledger_entry_sums", "AFTER INSERT ON ledger_entry", "ledger_entry_sums")
    trigger("refund_waits", "BEFORE INSERT ON refund", "refund_waits")
    trigger("refund_sums", "AFTER INSERT ON refund", "refund_sums")


def function(name: str, body: str) -> None:
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")


def trigger(name: str, moment: str, does: str, when: str = "") -> None:
    condition = f"WHEN ({when})" if when else ""
    op.execute(f"CREATE TRIGGER {name} {moment} FOR EACH ROW {condition} EXECUTE FUNCTION {does}()")


def create_tables() -> None:
    op.create_table(
        "clinic_counter",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_clinic_counter_clinic_id"),
        sa.PrimaryKeyConstraint("clinic_id", "kind", name="pk_clinic_counter"),
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("credited_to_id", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('fee', 'membership', 'other', 'package', 'prepayment', 'sale', 'visit')", name="ck_invoice_kind"
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_invoice_clinic_id"),
        sa.ForeignKeyConstraint(["credited_to_id"], ["invoice.id"], name="fk_invoice_credited_to_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_invoice_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invoice"),
        sa.UniqueConstraint("clinic_id", "external_id", name="uq_invoice_clinic_id_external_id"),
        sa.UniqueConstraint("clinic_id", "number", name="uq_invoice_clinic_id_number"),
    )
    op.create_index("ix_invoice_person", "invoice", ["person_id", "issued_on", "number"])

    op.create_table(
        "payment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("payer_id", sa.String(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("applied_cents", sa.BigInteger(), nullable=False),
        sa.Column("refunded_cents", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("imported", sa.JSON(), nullable=False),
        sa.CheckConstraint("method IN ('card', 'cash', 'cheque', 'insurer', 'transfer')", name="ck_payment_method"),
        sa.CheckConstraint("amount_cents > 0", name="ck_payment_amount"),
        sa.CheckConstraint("applied_cents + refunded_cents <= amount_cents", name="ck_payment_credit"),
        sa.CheckConstraint("applied_cents >= 0 AND refunded_cents >= 0", name="ck_payment_parts"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_payment_clinic_id"),
        sa.ForeignKeyConstraint(["payer_id"], ["person.id"], name="fk_payment_payer_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_payment_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payment"),
        sa.UniqueConstraint("clinic_id", "external_id", name="uq_payment_clinic_id_external_id"),
        sa.UniqueConstraint("clinic_id", "reference", name="uq_payment_clinic_id_reference"),
    )
    op.create_index(
        "ix_payment_credit",
        "payment",
        ["person_id"],
        sqlite_where=sa.text("amount_cents > applied_cents + refunded_cents"),
        postgresql_where=sa.text("amount_cents > applied_cents + refunded_cents"),
    )
    op.create_index("ix_payment_person", "payment", ["person_id", "received_at", "id"])

    op.create_table(
        "ledger_act",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.String(), nullable=True),
        sa.Column("invoice_id", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('applied', 'charged_back', 'issued', 'received', 'refunded', 'taken_out', 'unapplied', 'voided')",
            name="ck_ledger_act_kind",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_ledger_act_by_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_ledger_act_clinic_id"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name="fk_ledger_act_invoice_id"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_ledger_act_payment_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_ledger_act_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_act"),
    )
    op.create_index("ix_ledger_act_payment", "ledger_act", ["payment_id"])
    op.create_index("ix_ledger_act_person", "ledger_act", ["person_id", "at", "id"])

    op.create_table(
        "receipt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("payment_id", sa.String(), nullable=False),
        sa.Column("act_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("original_cents", sa.BigInteger(), nullable=False),
        sa.Column("applied_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("applied_cents >= 0 AND applied_cents <= original_cents", name="ck_receipt_applied"),
        sa.CheckConstraint("original_cents > 0", name="ck_receipt_original"),
        sa.ForeignKeyConstraint(["act_id"], ["ledger_act.id"], name="fk_receipt_act_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_receipt_clinic_id"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_receipt_payment_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_receipt_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_receipt"),
        sa.UniqueConstraint("clinic_id", "number", name="uq_receipt_clinic_id_number"),
    )
    op.create_index("ix_receipt_payment", "receipt", ["payment_id"])
    op.create_index(
        "ix_receipt_person",
        "receipt",
        ["person_id", "paid_on", "number"],
        sqlite_where=sa.text("applied_cents > 0"),
        postgresql_where=sa.text("applied_cents > 0"),
    )

    op.create_table(
        "refund",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("payment_id", sa.String(), nullable=False),
        sa.Column("act_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('chargeback', 'mistake', 'refund')", name="ck_refund_kind"),
        sa.CheckConstraint("amount_cents > 0", name="ck_refund_amount"),
        sa.ForeignKeyConstraint(["act_id"], ["ledger_act.id"], name="fk_refund_act_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_refund_clinic_id"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_refund_payment_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_refund_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_refund"),
        sa.UniqueConstraint("clinic_id", "reference", name="uq_refund_clinic_id_reference"),
    )
    op.create_index("ix_refund_payment", "refund", ["payment_id"])

    op.create_table(
        "invoice_line",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("invoice_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("tax_cents", sa.BigInteger(), nullable=False),
        sa.Column("tax_ppm", sa.Integer(), nullable=False),
        sa.Column("paid_cents", sa.BigInteger(), nullable=False),
        sa.Column("reduced_cents", sa.BigInteger(), nullable=False),
        sa.Column("appointment_id", sa.String(), nullable=True),
        sa.Column("staff_id", sa.String(), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("covered_by", sa.String(), nullable=True),
        sa.CheckConstraint("amount_cents >= 0 AND tax_cents >= 0", name="ck_invoice_line_amount"),
        sa.CheckConstraint("paid_cents + reduced_cents <= amount_cents + tax_cents", name="ck_invoice_line_owed"),
        sa.CheckConstraint("paid_cents >= 0 AND reduced_cents >= 0", name="ck_invoice_line_paid"),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name="fk_invoice_line_appointment_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_invoice_line_clinic_id"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name="fk_invoice_line_invoice_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_invoice_line_person_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_invoice_line_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invoice_line"),
        sa.UniqueConstraint("invoice_id", "position", name="uq_invoice_line_invoice_id_position"),
    )
    op.create_index("ix_invoice_line_appointment", "invoice_line", ["appointment_id"])
    op.create_index(
        "ix_invoice_line_due",
        "invoice_line",
        ["person_id"],
        sqlite_where=sa.text("amount_cents + tax_cents > paid_cents + reduced_cents"),
        postgresql_where=sa.text("amount_cents + tax_cents > paid_cents + reduced_cents"),
    )

    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("act_id", sa.String(), nullable=False),
        sa.Column("payment_id", sa.String(), nullable=False),
        sa.Column("receipt_id", sa.String(), nullable=True),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("delta_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("delta_cents <> 0", name="ck_ledger_entry_delta"),
        sa.ForeignKeyConstraint(["act_id"], ["ledger_act.id"], name="fk_ledger_entry_act_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_ledger_entry_clinic_id"),
        sa.ForeignKeyConstraint(["line_id"], ["invoice_line.id"], name="fk_ledger_entry_line_id"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_ledger_entry_payment_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_ledger_entry_person_id"),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name="fk_ledger_entry_receipt_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_entry"),
    )
    op.create_index("ix_ledger_entry_act", "ledger_entry", ["act_id"])
    op.create_index("ix_ledger_entry_line", "ledger_entry", ["line_id"])
    op.create_index("ix_ledger_entry_payment", "ledger_entry", ["payment_id"])
    op.create_index("ix_ledger_entry_receipt", "ledger_entry", ["receipt_id"])

    op.add_column("appointment", sa.Column("invoice_id", sa.String(), nullable=True))
    op.create_index(
        "ix_appointment_uninvoiced",
        "appointment",
        ["clinic_id"],
        sqlite_where=sa.text("state = 'arrived' AND invoice_id IS NULL"),
        postgresql_where=sa.text("state = 'arrived' AND invoice_id IS NULL"),
    )
