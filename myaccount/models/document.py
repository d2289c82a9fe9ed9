"""What a patient and the clinic have of each other on paper: chart entries, files, and forms that were submitted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from myaccount.domain.documents import DocumentKind, Folder, Source
from myaccount.models.columns import UtcDateTime, new_id, one_of

UNUSED = text("unused_since IS NOT NULL")


class StoredFile(SQLModel, table=True):
    """A file that is kept outside the database, sealed in pieces, under its id and no other name.

    `sha256` and `size` are those of its content. `unused_since` is when the answer that it was became another: it is
    deleted some time after, unless it is a document as well.
    """

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        Index("ix_stored_file_unused", "unused_since", sqlite_where=UNUSED, postgresql_where=UNUSED),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    media: str
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    sha256: str
    stored_at: datetime = Field(sa_type=UtcDateTime)
    unused_since: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Document(SQLModel, table=True):
    """A document of one person's as the clinic works on it: what the patient sees is its `shared_version` alone.

    `text` is the sealed text of a chart entry, `file_id` the file of everything else. `versions` counts those that
    were ever shared. `is_changed` says that something was changed since the last of them. `seen_at` is when somebody
    of the clinic first opened what the patient sent.

    Times: `dated` is the clinic's own day.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("clinic_id", "external_id"),
        Index("ix_document_person", "person_id", "dated", "id"),
        one_of("kind", DocumentKind),
        one_of("source", Source),
        one_of("folder", Folder),
        CheckConstraint("shared_version <= versions", name="shared_version"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    external_id: str | None = None
    person_id: str = Field(foreign_key="person.id")
    kind: str
    source: str = Source.CLINIC.value
    folder: str
    title: str
    dated: date
    text: str | None = None
    file_id: str | None = Field(default=None, foreign_key="stored_file.id")
    versions: int = 0
    shared_version: int | None = None
    is_changed: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: str | None = Field(default=None, foreign_key="person.id")
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    imported: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class DocumentVersion(SQLModel, table=True):
    """A document as it was shared once: it never changes but for `opened_at`, when its patient first opened it."""

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"), one_of("folder", Folder))

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    document_id: str = Field(foreign_key="document.id")
    number: int
    folder: str
    title: str
    dated: date
    text: str | None = None
    file_id: str | None = Field(default=None, foreign_key="stored_file.id")
    shared_at: datetime = Field(sa_type=UtcDateTime)
    shared_by: str | None = Field(default=None, foreign_key="person.id")
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
