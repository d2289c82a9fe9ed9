"""Clinics: each is a tenant with accounts of its own, found by host name."""

from datetime import datetime

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime, new_id


class Clinic(SQLModel, table=True):
    """A clinic. `settings_version` grows with every change of a setting, so that a stale copy is noticed."""

    __tablename__ = "clinic"

    id: str = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    legal_name: str
    country: str
    currency: str
    language: str
    time_zone: str
    phone: str
    email: str
    color: str
    tax_number: str | None = None
    settings_version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)


class ClinicHost(SQLModel, table=True):
    """A host name at which a clinic answers, besides its slug under the deployment's domain."""

    __tablename__ = "clinic_host"

    host: str = Field(primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id", index=True)


class ClinicSetting(SQLModel, table=True):
    """A setting that a clinic has set. One without a row has its default."""

    __tablename__ = "clinic_setting"

    clinic_id: str = Field(foreign_key="clinic.id", primary_key=True)
    key: str = Field(primary_key=True)
    value: bool | int | str | tuple[str, ...] = Field(sa_column=Column(JSON, nullable=False))
