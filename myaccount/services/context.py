"""Who asks, at which clinic, and when: the facts that every use case is given.

`now` is read once per event and passed down, so one event is judged at one instant.
"""

from dataclasses import dataclass
from datetime import datetime

from myaccount.domain.people import Role
from myaccount.domain.settings import ClinicSettings
from myaccount.messages import Language


@dataclass(frozen=True)
class ClinicFacts:
    """What the portal knows of a clinic, settings included. `version` grows with every change of any of it."""

    id: str
    slug: str
    name: str
    country: str
    currency: str
    language: Language
    time_zone: str
    phone: str
    email: str
    color: str
    settings: ClinicSettings
    version: int


@dataclass(frozen=True)
class ClinicContext:
    """Anybody at a clinic's address, signed in or not. Times: `now` is aware UTC."""

    clinic: ClinicFacts
    now: datetime
    lang: Language
    address: str = ""

    @property
    def settings(self) -> ClinicSettings:
        """The clinic's settings as they are now."""
        return self.clinic.settings


@dataclass(frozen=True, kw_only=True)
class PatientContext(ClinicContext):
    """Somebody signed in, acting as a patient. `role` says who of the clinic they are besides, and grants nothing."""

    person_id: str
    session_id: str
    time_zone: str
    name: str
    role: Role | None = None


@dataclass(frozen=True, kw_only=True)
class StaffContext(PatientContext):
    """Somebody of the clinic, acting for the clinic."""

    staff_id: str
    role: Role
