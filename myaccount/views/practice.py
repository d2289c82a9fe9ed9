"""What the pages of a clinic's practice show: treatments, the people who offer them, and places."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Option:
    """Something to tick or to choose in a form: the name of its box, or its value, and what it is called."""

    box: str = ""
    name: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a form: the id of what was saved, or what is wrong with each box.

    `clashed` says that somebody else changed the same box meanwhile, `changed` that something was written, and
    `touches` what the change is about, in words.
    """

    id: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    clashed: bool = False
    changed: bool = False
    touches: str = ""


@dataclass(frozen=True)
class TreatmentRow:
    """One treatment in the list. `heads` names the group that begins with it, and is blank for the others."""

    id: str = ""
    heads: str = ""
    name: str = ""
    minutes: str = ""
    price: str = ""
    kind: str = ""
    where: str = ""
    who: str = ""
    book_online: bool = False
    archived: bool = False


@dataclass(frozen=True)
class TreatmentForm:
    """A treatment to change; a new one has no id. `fields` holds every box by its name."""

    id: str = ""
    name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    staff: tuple[Option, ...] = ()
    places: tuple[Option, ...] = ()
    visits: str = ""
    archived: bool = False


@dataclass(frozen=True)
class StaffRow:
    """Somebody who works at the clinic, in the list. `account` says in words how far their account is."""

    id: str = ""
    name: str = ""
    initials: str = ""
    role: str = ""
    treatments: str = ""
    hours: str = ""
    account: str = ""
    archived: bool = False


@dataclass(frozen=True)
class StaffForm:
    """Somebody who works at the clinic, to change; a new one has no id. `fields` holds every box by its name.

    `visits` says how many are booked with them. `can_invite` while they have an address and no account.
    """

    id: str = ""
    name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    treatments: tuple[Option, ...] = ()
    visits: str = ""
    account: str = ""
    can_invite: bool = False
    is_self: bool = False
    archived: bool = False


@dataclass(frozen=True)
class HoursRow:
    """Hours of one weekday, in words."""

    id: str = ""
    day: str = ""
    span: str = ""
    place: str = ""
    mode: str = ""


@dataclass(frozen=True)
class OffRow:
    """Time off, in words."""

    id: str = ""
    when: str = ""
    note: str = ""


@dataclass(frozen=True)
class Week:
    """When somebody works: their weekly hours, their time off from now on, and what of their visits lies outside."""

    name: str = ""
    hours: tuple[HoursRow, ...] = ()
    off: tuple[OffRow, ...] = ()
    places: tuple[Option, ...] = ()
    zones: tuple[Option, ...] = ()
    outside: str = ""
    may_change: bool = False


@dataclass(frozen=True)
class LocationRow:
    """One location in the list."""

    id: str = ""
    name: str = ""
    address: str = ""
    phone: str = ""
    zone: str = ""
    archived: bool = False


@dataclass(frozen=True)
class LocationForm:
    """A location to change; a new one has no id. `fields` holds every box by its name."""

    id: str = ""
    name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    visits: str = ""
    archived: bool = False


@dataclass(frozen=True)
class Sample:
    """How a clinic's colour looks where people read it, in the light theme and in the dark."""

    light: Mapping[str, str] = field(default_factory=dict)
    dark: Mapping[str, str] = field(default_factory=dict)
