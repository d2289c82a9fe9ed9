"""What the desk sees of a day, of a week, and of one visit. Where there is nothing to show, a string is blank."""

from dataclasses import dataclass, field
from datetime import datetime

from myaccount.views.packages import VisitCover


@dataclass(frozen=True)
class Choice:
    """Something to choose from a list."""

    id: str
    name: str


@dataclass(frozen=True)
class Found:
    """A patient that was found; a blank id is nobody. `detail` tells two of one name apart."""

    id: str = ""
    name: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Band:
    """A span of hours, or of time off, in minutes from the top of the grid."""

    top: int
    minutes: int
    label: str = ""


@dataclass(frozen=True)
class Block:
    """A visit, or a sitting of a class, on the grid. `name` is all of it in one line.

    `start` is the beginning of `time`; `top` and `minutes` are minutes from the top of the grid; `lane` counts from 0.
    """

    id: str
    name: str
    start: str
    time: str
    who: str
    what: str
    state: str
    state_word: str
    top: int
    minutes: int
    lane: int
    lanes: int
    is_class: bool = False
    is_online: bool = False


@dataclass(frozen=True)
class Column:
    """A practitioner's day. `day` is its date as in an address; a click on it books with `staff_id`."""

    id: str
    staff_id: str
    day: str
    name: str
    detail: str
    is_today: bool
    hours: list[Band] = field(default_factory=list)
    away: list[Band] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class HourLine:
    """A full hour on the grid: its label and how many minutes below the top it stands."""

    label: str
    top: int


@dataclass(frozen=True)
class CancelledLine:
    """A cancelled visit, listed below the grid."""

    id: str
    line: str


@dataclass(frozen=True)
class SchedulePage:
    """A day or a week. `staff_id` is whose week it is, blank for a day.

    `first` is the minute of the day at the top; `now` is minutes from there, -1 when it is not in view.
    Times: `next_change` is when it changes by itself, aware UTC.
    """

    title: str
    staff_id: str
    zone_line: str
    columns: list[Column]
    hours: list[HourLine]
    first: int
    minutes: int
    now: int
    cancelled: list[CancelledLine]
    staff: list[Choice]
    locations: list[Choice]
    next_change: datetime


@dataclass(frozen=True)
class DeskRow:
    """A visit in a list, with what can be done with it now. `name` is all of it in one line.

    `alarm` says that its patient's forms have flagged answers, `forms` what else there is to know of them.
    `call_line` says how its call stands, and `call_hint` that one side has waited long alone. `begin_url` leads its
    practitioner into the call.
    """

    id: str
    person_id: str
    name: str
    time: str
    who: str
    what: str
    practitioner: str
    place: str
    state: str
    state_word: str
    is_next: bool = False
    is_online: bool = False
    arrive: bool = False
    miss: bool = False
    undo: bool = False
    alarm: str = ""
    forms: str = ""
    call_line: str = ""
    call_hint: str = ""
    begin_url: str = ""


@dataclass(frozen=True)
class TodayPage:
    """The clinic's day, by time. Times: `next_change` as on SchedulePage."""

    title: str
    counts: str
    rows: list[DeskRow]
    has_more: bool
    staff: list[Choice]
    locations: list[Choice]
    next_change: datetime


@dataclass(frozen=True)
class VisitPanel:
    """One visit, with all that the desk may do with it. `class_id` is the sitting that the visit is a seat of.

    `answer` is the patient's, to the `question` after booking. `in_grace` is whether nobody has been told of it yet,
    `has_email` whether the patient has an address, `has_codes` whether it may have a superbill, `has_billing` whether
    whoever looks takes payments. `money` says what becomes of what was paid ahead when it is cancelled.
    """

    id: str = ""
    person_id: str = ""
    who: str = ""
    day: str = ""
    time: str = ""
    what: str = ""
    practitioner: str = ""
    place: str = ""
    is_online: bool = False
    state: str = ""
    state_word: str = ""
    state_line: str = ""
    note: str = ""
    question: str = ""
    answer: str = ""
    class_id: str = ""
    arrive: bool = False
    miss: bool = False
    undo: bool = False
    move: bool = False
    cancel: bool = False
    in_grace: bool = False
    has_email: bool = False
    has_codes: bool = False
    has_billing: bool = False
    money: str = ""
    begin_url: str = ""
    cover: VisitCover = field(default_factory=VisitCover)


@dataclass(frozen=True)
class SittingPanel:
    """One sitting of a class, with its people. `seats` is as in "5 of 8 places taken"."""

    id: str = ""
    what: str = ""
    day: str = ""
    time: str = ""
    practitioner: str = ""
    place: str = ""
    seats: str = ""
    has_room: bool = False
    rows: list[DeskRow] = field(default_factory=list)


@dataclass(frozen=True)
class BookingForm:
    """What the booking dialog offers, for what is chosen in it so far.

    `treatment_id` and `location_id` are what counts as chosen. `warnings` are plain sentences; `is_twice` asks which
    of an hour that comes twice is meant. `sittings` are those to which a seat in a class can be moved.
    """

    staff: list[Choice] = field(default_factory=list)
    treatments: list[Choice] = field(default_factory=list)
    locations: list[Choice] = field(default_factory=list)
    treatment_id: str = ""
    location_id: str = ""
    warnings: list[str] = field(default_factory=list)
    is_twice: bool = False
    sittings: list[Choice] = field(default_factory=list)
