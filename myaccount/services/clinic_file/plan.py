"""An import under way: what is known, what shall be written, what is kept, and what is wrong.

Nothing is written while a plan is made, so that every problem of a file is found before the first row changes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlmodel import Session, SQLModel

from myaccount.models import (
    Account,
    Appointment,
    ClassSession,
    Clinic,
    ClinicHost,
    ClinicSetting,
    Location,
    Person,
    Shift,
    Staff,
    StaffTreatment,
    Treatment,
)
from myaccount.services.clinic_file.problems import Problems
from myaccount.store import clinic_file as store
from myaccount.views.clinic_file import Count

T = TypeVar("T")
Row = dict[str, Any]

ORDER: tuple[type[SQLModel], ...] = (
    Clinic, ClinicHost, ClinicSetting, Location, Treatment, Person, Account, Staff, StaffTreatment, Shift,
    ClassSession, Appointment,
)  # fmt: skip
"""What refers comes after what it refers to."""


@dataclass(frozen=True)
class Place:
    """A location that appointments can name."""

    id: str
    zone: str


@dataclass(frozen=True)
class Offer:
    """A treatment that appointments can name. A class has a capacity."""

    id: str
    minutes: int
    online: bool
    capacity: int | None


@dataclass(frozen=True)
class Practitioner:
    """Somebody of the clinic whom appointments can name."""

    id: str
    person_id: str
    name: str


@dataclass(frozen=True)
class Holding:
    """A booking, or a class, that holds time or a seat from now on.

    `staff` is whose time it takes; with `seats_of`, it takes one of the `capacity` seats of that class instead.
    """

    path: str
    holder_id: str
    staff: Practitioner
    starts_at: datetime
    minutes: int
    seats_of: str = ""
    capacity: int = 0


@dataclass(frozen=True)
class Sitting:
    """One sitting of a class that appointments can name: its row, its practitioner and its seats."""

    row: Row
    staff: Practitioner
    capacity: int


class Register(Generic[T]):
    """The objects of a kind that others can name: those of the file, and those that the clinic has already."""

    def __init__(self, kind: str, broken: set[str]) -> None:
        self._kind = kind
        self._broken = broken
        self._known: dict[str, T] = {}

    def enter(self, external_id: str, facts: T) -> None:
        """Note an object; the file's word comes after, and replaces, the database's."""
        self._known[external_id] = facts

    def enter_unless_known(self, external_id: str, facts: T) -> None:
        """Note an object, unless another goes by the same id."""
        self._known.setdefault(external_id, facts)

    def breaks(self, external_id: str) -> None:
        """Note an object that cannot be taken, so that naming it is not a second mistake."""
        self._known.pop(external_id, None)
        self._broken.add(external_id)

    def by(self, key: Callable[[T], str]) -> dict[str, T]:
        """List the objects by something else than the file's ids."""
        return {key(facts): facts for facts in self._known.values()}

    def find(self, problems: Problems, path: str, external_id: str) -> T | None:
        """Look up what an id names; an id that names nothing becomes a problem."""
        found = self._known.get(external_id)
        if found is None and external_id not in self._broken:
            problems.add(path, f"There is no {self._kind} with the id {external_id!r}")
        return found


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


@dataclass
class Plan:
    """Everything that one import has found out and decided so far.

    Times: `now` is aware UTC. `keeps_visits` is off only where a scene is to be set again whatever was done to it.
    """

    clinic_id: str
    country: str
    zone: str
    now: datetime
    keeps_visits: bool
    problems: Problems
    locations: Register[Place]
    treatments: Register[Offer]
    staff: Register[Practitioner]
    people: Register[str]
    classes: Register[Sitting]
    writes: Writes = field(default_factory=Writes)
    kept: list[str] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    holders: set[str] = field(default_factory=set)
    staff_ids: set[str] = field(default_factory=set)
    usernames: dict[str, str] = field(default_factory=dict)
    passwords: list[tuple[Row, str]] = field(default_factory=list)
    moved_classes: list[Row] = field(default_factory=list)
    freed: list[tuple[str, int]] = field(default_factory=list)
    taken: list[Row] = field(default_factory=list)
    tally: dict[str, Counter[str]] = field(default_factory=dict)

    def put(self, kind: str, model: type[SQLModel], row: Row, before: Mapping[str, Any] | None) -> str:
        """Plan a row that stands for an object of the file, and count it."""
        outcome = self.writes.put(model, row, before)
        self.count(kind, outcome)
        return outcome

    def count(self, kind: str, outcome: str) -> None:
        """Count an object of the file as "added", "updated" or "unchanged"."""
        self.tally.setdefault(kind, Counter())[outcome] += 1

    def counts(self) -> tuple[Count, ...]:
        """Tell how many objects of each kind the file brought, in the order of the file."""
        return tuple(Count(kind, n["added"], n["updated"], n["unchanged"]) for kind, n in self.tally.items())
