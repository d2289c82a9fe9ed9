"""Documents of patients, as they are worked on and as they were shared, and the files that are kept for them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

FOLDERS = "folder IN ('chart_entry', 'exercise_program', 'file', 'form', 'progress_report', 'sent', 'treatment_plan')"


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name="ck_stored_file_size"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_stored_file_clinic_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stored_file"),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("shared_version", sa.Integer(), nullable=True),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imported", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('chart_entry', 'file', 'form')", name="ck_document_kind"),
        sa.CheckConstraint("source IN ('clinic', 'patient')", name="ck_document_source"),
        sa.CheckConstraint(FOLDERS, name="ck_document_folder"),
        sa.CheckConstraint("shared_version <= versions", name="ck_document_shared_version"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_document_clinic_id"),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name="fk_document_created_by"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_document_file_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_document_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("clinic_id", "external_id", name="uq_document_clinic_id_external_id"),
    )
    op.create_index("ix_document_person", "document", ["person_id", "dated", "id"])
    _versions()


def _versions() -> None:
    op.create_table(
        "document_version",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_by", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(FOLDERS, name="ck_document_version_folder"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name="fk_document_version_clinic_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_document_version_document_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_document_version_file_id"),
        sa.ForeignKeyConstraint(["shared_by"], ["person.id"], name="fk_document_version_shared_by"),
        sa.PrimaryKeyConstraint("id", name="pk_document_version"),
        sa.UniqueConstraint("document_id", "number", name="uq_document_version_document_id_number"),
    )
