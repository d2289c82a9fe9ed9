"""An import under way: what is known, what shall be written, what is kept, and what is wrong.

Nothing is written while a plan is made, so that every problem of a file is found before the first row changes.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel

from myaccount.domain.forms.answers import Value
from myaccount.domain.forms.definition import Definition
from myaccount.services.clinic_file.names import Offer, Place, Practitioner, Register, Sitting
from myaccount.services.clinic_file.problems import Problems
from myaccount.services.clinic_file.writes import Row, Writes
from myaccount.views.clinic_file import Count


@dataclass(frozen=True)
class Holding:
    """A booking, or a class, that holds time or a seat from now on.

    `staff` is whose time it takes; with `seats_of`, it takes one of the `capacity` seats of that class instead.
    `buffer_minutes` are to be kept free after it; how many are is written into its `row`.
    """

    path: str
    row: Row
    staff: Practitioner
    minutes: int
    buffer_minutes: int = 0
    seats_of: str = ""
    capacity: int = 0

    @property
    def holder_id(self) -> str:
        """Who holds it: the id of the row."""
        return str(self.row["id"])

    @property
    def starts_at(self) -> datetime:
        """When it begins. Times: aware UTC."""
        found: datetime = self.row["starts_at"]
        return found


@dataclass(frozen=True)
class Draft:
    """A row of a booking or a class that is all but planned: what is kept free after it is not known yet."""

    kind: str
    model: type[SQLModel]
    row: Row
    before: Mapping[str, Any] | None


@dataclass(frozen=True)
class Brought:
    """A document of the file: whose, what is said of it by the names of its columns, and what it holds.

    `content` is the SHA-256 of its text, or of the file at `source`. `before` is the id of the one that there is.
    """

    external_id: str
    path: str
    person_id: str
    kind: str
    says: Row
    text: str | None = None
    source: Path | None = None
    before: str = ""


@dataclass(frozen=True)
class BroughtTemplate:
    """A form template of the file: what is said of it by the names of its columns, and what it asks."""

    external_id: str
    path: str
    says: Row
    asks: Definition
    before: str = ""


@dataclass(frozen=True)
class BroughtForm:
    """A form of the file: whose, of which template, what is said of it, and its answers as they are kept.

    Times: `submitted_at` is aware UTC.
    """

    external_id: str
    path: str
    person_id: str
    template: str
    says: Row
    answers: Mapping[str, Value]
    submitted_at: datetime
    before: str = ""


@dataclass(frozen=True)
class BroughtRelationship:
    """What somebody of the file may do for somebody else: `from_id` is whose data it is."""

    path: str
    from_id: str
    to_id: str
    label: str
    permissions: str


@dataclass
class Plan:
    """Everything that one import has found out and decided so far.

    Times: `now` is aware UTC. `keeps_visits` is off only where a scene is to be set again whatever was done to it.
    `folder` is where the files lie that the clinic file names; None when it comes from nowhere.
    """

    clinic_id: str
    country: str
    zone: str
    now: datetime
    keeps_visits: bool
    folder: Path | None
    problems: Problems
    locations: Register[Place]
    treatments: Register[Offer]
    staff: Register[Practitioner]
    people: Register[str]
    classes: Register[Sitting]
    writes: Writes = field(default_factory=Writes)
    kept: list[str] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    holders: set[str] = field(default_factory=set)
    staff_ids: set[str] = field(default_factory=set)
    usernames: dict[str, str] = field(default_factory=dict)
    passwords: list[tuple[Row, str]] = field(default_factory=list)
    moved_classes: list[Row] = field(default_factory=list)
    called_off: list[str] = field(default_factory=list)
    freed: list[tuple[str, int]] = field(default_factory=list)
    taken: list[Row] = field(default_factory=list)
    form_templates: list[BroughtTemplate] = field(default_factory=list)
    forms: list[BroughtForm] = field(default_factory=list)
    documents: list[Brought] = field(default_factory=list)
    logo: Path | None = None
    relationships: list[BroughtRelationship] = field(default_factory=list)
    tally: dict[str, Counter[str]] = field(default_factory=dict)

    def put(self, kind: str, model: type[SQLModel], row: Row, before: Mapping[str, Any] | None) -> str:
        """Plan a row that stands for an object of the file, and count it."""
        outcome = self.writes.put(model, row, before)
        self.count(kind, outcome)
        return outcome

    def put_drafts(self) -> None:
        """Plan the rows of bookings and classes, now that it is known what each of them holds."""
        for draft in self.drafts:
            self.put(draft.kind, draft.model, draft.row, draft.before)
        self.drafts.clear()

    def count(self, kind: str, outcome: str) -> None:
        """Count an object of the file as "added", "updated" or "unchanged"."""
        self.tally.setdefault(kind, Counter())[outcome] += 1

    def counts(self) -> tuple[Count, ...]:
        """Tell how many objects of each kind the file brought, in the order of the file."""
        return tuple(Count(kind, n["added"], n["updated"], n["unchanged"]) for kind, n in self.tally.items())
