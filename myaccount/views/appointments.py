"""What a page shows of an appointment."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class VisitCard:
    """One visit, in words. An empty string means that there is nothing to show in that place.

    `contact_title` says what to contact the clinic for, where nothing can be done online.
    `question` is what the clinic asks and the patient may answer, `answer` what they did.
    `again_url` leads to the free times of the same treatment with the same practitioner.
    `money` says of one that has just been cancelled what becomes of what was paid ahead.
    """

    id: str = ""
    title: str = ""
    label: str = ""
    weekday: str = ""
    day: str = ""
    month: str = ""
    day_line: str = ""
    time_line: str = ""
    practitioner: str = ""
    initials: str = ""
    place: str = ""
    place_address: str = ""
    map_url: str = ""
    is_online: bool = False
    is_today: bool = False
    verdict_line: str = ""
    can_cancel: bool = False
    contact_title: str = ""
    move_url: str = ""
    again_url: str = ""
    begin_url: str = ""
    calendar_url: str = ""
    state: str = ""
    state_line: str = ""
    question: str = ""
    answer: str = ""
    money: str = ""


@dataclass(frozen=True)
class CancelQuestion:
    """The visit that is about to be cancelled. `money` says what becomes of what was paid ahead; blank for nothing."""

    id: str = ""
    title: str = ""
    line: str = ""
    money: str = ""


@dataclass(frozen=True)
class UpcomingPage:
    """Upcoming Appointments. `next_change` is when any of it changes by the mere passing of time (aware UTC).

    `has_visits` tells whether any of the cards is of a visit that stands.
    """

    cards: tuple[VisitCard, ...]
    has_visits: bool
    has_more: bool
    next_change: datetime


@dataclass(frozen=True)
class HistoryPage:
    """A page of Appointment History. `cursor` says where the next page starts; blank on the last."""

    cards: tuple[VisitCard, ...]
    cursor: str


@dataclass(frozen=True)
class CallPage:
    """The page of an online visit: whether its call is open, and if not, why. `next_change` as on UpcomingPage.

    `call_url` is where a call elsewhere is, `host` what people know that by, and `ticket` what the page shows to take
    part in one here; all are blank while the call is closed. `other` is who is on the other side, and `is_patient`
    on which one this is.
    """

    card: VisitCard
    is_open: bool
    call_url: str
    line: str
    next_change: datetime | None
    host: str = ""
    ticket: str = ""
    other: str = ""
    is_patient: bool = True
