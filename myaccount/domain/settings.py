"""The settings registry: one record for every switch a clinic can flip.

The same record feeds the services (which refuse), the views (which leave out), the settings page, the clinic file
and docs/settings.md. Words for people live in `messages/` under `setting.<key>` and `setting.<key>.help`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from myaccount.domain.cancellation import CancellationRules


class Section(StrEnum):
    """The part of the settings page that a switch stands in."""

    CLINIC_INFO = "clinic_info"
    CANCELLATION = "cancellation"
    SECURITY = "security"


@dataclass(frozen=True)
class Setting:
    """What is known of one switch besides its value.

    `minimum` and `maximum` bound a number, both inclusive.
    """

    key: str
    kind: type[bool] | type[int]
    default: bool | int
    section: Section
    minimum: int | None = None
    maximum: int | None = None

    def accepts(self, value: object) -> bool:
        """Tell whether a value is one that this switch can take. Edges: a bool is no number, a number no bool."""
        if type(value) is not self.kind:
            return False
        low = self.minimum is None or int(value) >= self.minimum
        return low and (self.maximum is None or int(value) <= self.maximum)


def _switch(default: bool, section: Section) -> Any:
    return field(default=default, metadata={"section": section})


def _number(default: int, section: Section, *, minimum: int, maximum: int) -> Any:
    return field(default=default, metadata={"section": section, "minimum": minimum, "maximum": maximum})


@dataclass(frozen=True)
class ClinicSettings:
    """A clinic's settings, every one of them with a value. The fields are the registry."""

    show_phone: bool = _switch(True, Section.CLINIC_INFO)
    show_email: bool = _switch(True, Section.CLINIC_INFO)
    show_clinic_time_zone: bool = _switch(True, Section.CLINIC_INFO)
    client_pronouns: bool = _switch(False, Section.CLINIC_INFO)
    allow_cancellations: bool = _switch(True, Section.CANCELLATION)
    cancellation_period_hours: int = _number(24, Section.CANCELLATION, minimum=0, maximum=24 * 60)
    idle_sign_out_minutes: int = _number(30, Section.SECURITY, minimum=5, maximum=10080)

    @property
    def cancellation(self) -> CancellationRules:
        """The settings that govern cancelling and rescheduling."""
        return CancellationRules(self.allow_cancellations, self.cancellation_period_hours)


REGISTRY: Mapping[str, Setting] = {
    f.name: Setting(key=f.name, kind=type(f.default), default=f.default, **f.metadata)  # type: ignore[arg-type]
    for f in fields(ClinicSettings)
}


def resolve(stored: Mapping[str, object]) -> ClinicSettings:
    """Complete what a clinic has set with the defaults.

    Edges: a stored key that this version does not know, or a value it cannot take, counts as not set.
    """
    known = {key: value for key, value in stored.items() if key in REGISTRY and REGISTRY[key].accepts(value)}
    return ClinicSettings(**known)  # type: ignore[arg-type]
