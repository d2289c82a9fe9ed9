"""What online booking shows."""

from dataclasses import dataclass

ANYBODY = "anybody"
"""Chosen in place of a practitioner: whoever is free first."""


@dataclass(frozen=True)
class TreatmentChoice:
    """A treatment to choose. `line` says how long it takes and what it costs; `group` heads the first of a discipline.

    Money: `price_cents` in minor units of the clinic's currency, before tax.
    """

    id: str = ""
    name: str = ""
    discipline: str = ""
    minutes: int = 0
    price_cents: int = 0
    is_online: bool = False
    is_class: bool = False
    line: str = ""
    group: str = ""


@dataclass(frozen=True)
class PractitionerChoice:
    """A practitioner to choose. `line` says what they offer, until a treatment has been chosen."""

    id: str = ""
    name: str = ""
    initials: str = ""
    line: str = ""


@dataclass(frozen=True)
class LocationChoice:
    """A location to choose."""

    id: str = ""
    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Offer:
    """What can be booked online. Each list holds what goes with what has been chosen of the others.

    `treatment_id`, `staff_id` and `location_id` are what has been chosen; blank is not yet. `unknown` holds when a link
    named something that is not offered: then nothing of it is chosen.
    """

    treatments: tuple[TreatmentChoice, ...]
    practitioners: tuple[PractitionerChoice, ...]
    locations: tuple[LocationChoice, ...]
    treatment_id: str = ""
    staff_id: str = ""
    location_id: str = ""
    unknown: bool = False


@dataclass(frozen=True)
class DayChoice:
    """A day with free times: `day` in ISO form, `label` in words, and the three parts of its tile.

    `contact_only` when none of its times can be booked online.
    """

    day: str = ""
    label: str = ""
    weekday: str = ""
    number: str = ""
    month: str = ""
    free: int = 0
    contact_only: bool = False


@dataclass(frozen=True)
class OpenedDay:
    """The day whose times are shown, and its place among those with free times. Blank where there is none.

    `instead` says that nothing is free on the day that a link asks for.
    """

    day: str = ""
    label: str = ""
    place: int = 0
    instead: str = ""


@dataclass(frozen=True)
class TimeChoice:
    """A free time: `at` is its cell of five minutes since 1970, `label` says it in words.

    `contact` when it is not booked but asked for. Of a class: `class_id`, and how many seats are left.
    """

    at: int = 0
    label: str = ""
    day: str = ""
    day_label: str = ""
    staff_id: str = ""
    practitioner: str = ""
    contact: bool = False
    class_id: str = ""
    seats_left: int = 0
    seats_line: str = ""


@dataclass(frozen=True)
class HeldTime:
    """A time that is held: until when, and for how many seconds from now. `id` is what confirming asks for."""

    id: str
    at: int
    expires_at: str
    seconds_left: int


@dataclass(frozen=True)
class BookingPage:
    """What there is to choose, what is chosen, and which question is open: `step` is what, who, where or when.

    `chosen` are the ids of what was chosen of the three, blank for what merely follows from that. `moving` is the visit
    that is given another time, and `moving_label` says which.
    """

    step: str
    treatments: tuple[TreatmentChoice, ...] = ()
    practitioners: tuple[PractitionerChoice, ...] = ()
    locations: tuple[LocationChoice, ...] = ()
    treatment: TreatmentChoice = TreatmentChoice()
    practitioner: PractitionerChoice = PractitionerChoice()
    location: LocationChoice = LocationChoice()
    chosen: tuple[str, str, str] = ("", "", "")
    unknown: bool = False
    moving: str = ""
    moving_label: str = ""
    zone_line: str = ""


@dataclass(frozen=True)
class Review:
    """What is about to be booked, in words. `id` is the hold that confirming asks for; a move has none.

    `ticket` takes what a guest holds along from a frame on a website to a window of its own.
    `covered_by` is the package that it redeems, blank for none, and `cover_line` says what covers it, or why not.
    `asks` is what booking asks for: a "card" on file, a "deposit", the "full" price, or blank for nothing; `asks_line`
    says it in words, and `asks_amount` is what is paid now. Money: `asks_cents` in cents.
    """

    id: str = ""
    title: str = ""
    day_line: str = ""
    time_line: str = ""
    practitioner: str = ""
    place: str = ""
    is_online: bool = False
    price_line: str = ""
    policy_line: str = ""
    seconds_left: int = 0
    is_move: bool = False
    ticket: str = ""
    covered_by: str = ""
    cover_line: str = ""
    asks: str = ""
    asks_line: str = ""
    asks_cents: int = 0
    asks_amount: str = ""


@dataclass(frozen=True)
class Booked:
    """What has just been booked. `seconds_left` are those of its grace; until `undo_until` it can be taken back.

    `before_line` says when a visit that was moved was before. `needs_account` holds for who booked for the first time,
    and `home` is where "I'm done" leads: for them to booking again, by an address that begins it anew.
    `question` is what the clinic asks, and `answer` what was answered.

    `ticket` takes the booking along from a frame on a website to a window of its own. `paid_line` says what was paid.
    """

    id: str = ""
    review: Review = Review()
    email: str = ""
    can_undo: bool = False
    undo_until: str = ""
    seconds_left: int = 0
    was_moved: bool = False
    before_line: str = ""
    needs_account: bool = False
    home: str = "/account"
    question: str = ""
    answer: str = ""
    ticket: str = ""
    paid_line: str = ""
