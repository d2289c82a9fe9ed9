"""The rows that an import writes, collected by table and written at the end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, SQLModel

from myaccount.models import (
    Account,
    Appointment,
    ClassSession,
    Clinic,
    ClinicHost,
    ClinicSetting,
    Location,
    Package,
    PackageTreatment,
    Person,
    Shift,
    Staff,
    StaffTreatment,
    TimeOff,
    Treatment,
    TreatmentLocation,
    VisitCodes,
)
from myaccount.store import clinic_file as store
from myaccount.store import patient_words

Row = dict[str, Any]

ORDER: tuple[type[SQLModel], ...] = (
    Clinic, ClinicHost, ClinicSetting, Location, Treatment, TreatmentLocation, Person, Account, Staff, StaffTreatment,
    Shift, TimeOff, ClassSession, Appointment, VisitCodes, Package, PackageTreatment,
)  # fmt: skip
"""What refers comes after what it refers to."""


@dataclass
class Writes:
    """The rows to write, by table; and rows to remove before."""

    inserts: dict[type[SQLModel], list[Row]] = field(default_factory=dict)
    updates: dict[type[SQLModel], list[Row]] = field(default_factory=dict)
    removals: list[tuple[type[SQLModel], str, list[str]]] = field(default_factory=list)

    def put(self, model: type[SQLModel], row: Row, before: Mapping[str, Any] | None) -> str:
        """Plan to insert a row, or to update it when it differs; tell which of "added", "updated", "unchanged"."""
        if before is None:
            self.inserts.setdefault(model, []).append(row)
            return "added"
        if all(before[key] == value for key, value in row.items()):
            return "unchanged"
        self.updates.setdefault(model, []).append(row)
        return "updated"

    def remove(self, model: type[SQLModel], column: str, values: Iterable[str]) -> None:
        """Plan to remove the rows in which a column names one of these."""
        self.removals.append((model, column, list(values)))

    def run(self, tx: Session) -> None:
        """Write everything that was planned."""
        for model, column, values in self.removals:
            store.remove(tx, model, column, values)
        for model in ORDER:
            store.insert_all(tx, model, self.inserts.get(model, []))
            store.update_all(tx, model, self.updates.get(model, []))
        patient_words.write(tx, self.inserts.get(Person, []), are_new=True)
        patient_words.write(tx, self.updates.get(Person, []))
