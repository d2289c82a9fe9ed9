"""A clinic's logo."""

from sqlmodel import Field, SQLModel


class ClinicLogo(SQLModel, table=True):
    """Which file a clinic's logo is; none once it was removed.

    `imported` is the SHA-256 of the picture that a clinic file has brought last.
    """

    __tablename__ = "clinic_logo"

    clinic_id: str = Field(foreign_key="clinic.id", primary_key=True)
    file_id: str | None = Field(default=None, foreign_key="stored_file.id")
    is_wide: bool = False
    imported: str | None = None
