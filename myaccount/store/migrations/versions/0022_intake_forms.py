"""Intake forms: templates, what they asked in each version, and the forms of patients with their answers.

On SQLite, whatever copies one of these tables later (`batch_alter_table`) has to write its triggers again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

STATES = "state IN ('assigned', 'expired', 'in_progress', 'returned', 'submitted', 'withdrawn')"
REPINNED = "OLD.version_id IS NOT NULL AND (NEW.version_id IS NULL OR NEW.version_id <> OLD.version_id)"
CLOSED = "(SELECT state FROM form WHERE id = {row}.form_id) NOT IN ('assigned', 'in_progress', 'returned')"
REFUSAL = "what a form asked, and what was submitted, is not changed"


def upgrade() -> None:
    _templates()
    _forms()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgres()


def _guard_sqlite() -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    op.execute(f"CREATE TRIGGER form_version_kept BEFORE UPDATE ON form_version {refuse}")
    op.execute(f"CREATE TRIGGER form_version_stays BEFORE DELETE ON form_version {refuse}")
    op.execute(f"CREATE TRIGGER form_pinned BEFORE UPDATE OF version_id ON form WHEN {REPINNED} {refuse}")
    for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        when = CLOSED.format(row=row)
        op.execute(f"CREATE TRIGGER form_answer_{act.lower()} BEFORE {act} ON form_answer WHEN {when} {refuse}")


def _guard_postgres() -> None:
    refuse = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'"
    _function("forms_refuse", f"{refuse};")
    _trigger("form_version_kept", "BEFORE UPDATE ON form_version", "forms_refuse")
    _trigger("form_version_stays", "BEFORE DELETE ON form_version", "forms_refuse")
    _trigger("form_pinned", "BEFORE UPDATE OF version_id ON form", "forms_refuse", REPINNED)
    for act, row, gives in (("INSERT", "NEW", "NEW"), ("UPDATE", "OLD", "NEW"), ("DELETE", "OLD", "OLD")):
        name = f"form_answer_{act.lower()}"
        _function(name, f"IF {CLOSED.format(row=row)} THEN {refuse}; END IF; RETURN {gives};")
        _trigger(name, f"BEFORE {act} ON form_answer", name)


def _function(name: str, body: str) -> None:
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")


def _trigger(name: str, moment: str, does: str, when: str = "") -> None:
    condition = f"WHEN ({when})" if when else ""
    op.execute(f"CREATE TRIGGER {name} {moment} FOR EACH ROW {condition} EXECUTE FUNCTION {does}()")


def _templates() -> None:
    op.create_table(
        "form_template",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("treatments", sa.JSON(), nullable=False),
        sa.Column("every_months", sa.Integer(), nullable=True),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imported", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "trigger IN ('by_hand', 'every', 'first_visit', 'treatment')", name="ck_form_template_trigger"
        ),
        sa.CheckConstraint("every_months >= 1 AND every_months <= 60", name="ck_form_template_every_months"),
        sa.CheckConstraint("(trigger = 'every') = (every_months IS NOT NULL)", name="ck_form_template_every"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_form_template_clinic_id"),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name="fk_form_template_created_by"),
        sa.PrimaryKeyConstraint("id", name="pk_form_template"),
        sa.UniqueConstraint("clinic_id", "external_id", name="uq_form_template_clinic_id_external_id"),
    )
    op.create_table(
        "form_version",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("template_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_form_version_clinic_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_form_version_made_by"),
        sa.ForeignKeyConstraint(["template_id"], ["form_template.id"], name="fk_form_version_template_id"),
        sa.PrimaryKeyConstraint("id", name="pk_form_version"),
        sa.UniqueConstraint("template_id", "number", name="uq_form_version_template_id_number"),
    )


def _forms() -> None:
    op.create_table(
        "form",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("template_id", sa.String(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=True),
        sa.Column("appointment_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_carried", sa.Boolean(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("imported", sa.JSON(), nullable=False),
        sa.CheckConstraint(STATES, name="ck_form_state"),
        sa.CheckConstraint("state <> 'submitted' OR submitted_at IS NOT NULL", name="ck_form_submitted"),
        sa.CheckConstraint(
            "state IN ('assigned', 'withdrawn', 'expired') OR version_id IS NOT NULL", name="ck_form_pinned"
        ),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name="fk_form_appointment_id"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_form_clinic_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_form_document_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_form_person_id"),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name="fk_form_sent_by"),
        sa.ForeignKeyConstraint(["template_id"], ["form_template.id"], name="fk_form_template_id"),
        sa.ForeignKeyConstraint(["version_id"], ["form_version.id"], name="fk_form_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_form"),
        sa.UniqueConstraint("clinic_id", "external_id", name="uq_form_clinic_id_external_id"),
    )
    op.create_index("ix_form_person", "form", ["person_id", "state"])
    op.create_index("ix_form_template", "form", ["template_id", "person_id"])
    op.create_index("ix_form_appointment", "form", ["appointment_id"])
    op.create_table(
        "form_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_carried", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_form_answer_clinic_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_form_answer_file_id"),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name="fk_form_answer_form_id"),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name="fk_form_answer_written_by"),
        sa.PrimaryKeyConstraint("id", name="pk_form_answer"),
        sa.UniqueConstraint("form_id", "question_id", name="uq_form_answer_form_id_question_id"),
    )
