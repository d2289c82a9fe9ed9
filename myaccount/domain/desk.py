"""What the clinic's people may do with a visit."""

from datetime import datetime, timedelta
from enum import StrEnum

from myaccount.domain.appointments import AppointmentState, Visit
from myaccount.domain.claims import CELL_MINUTES

PATIENT_ASKED = "patient_asked"
STAFF_REASONS = (PATIENT_ASKED, "practitioner_away", "clinic_closed", "booked_by_mistake", "other")
NOTE_AT_MOST = 200
AHEAD_AT_MOST = timedelta(days=2 * 365)
"""How far ahead the desk books: further is a slip of the keyboard."""


class Act(StrEnum):
    """A button of the desk."""

    ARRIVE = "arrive"
    MISS = "miss"
    UNDO = "undo"
    MOVE = "move"
    CANCEL = "cancel"


class Problem(StrEnum):
    """Why the desk cannot book at a time."""

    UNEVEN = "uneven"
    PAST = "past"
    FAR = "far"


def offered(visit: Visit, midnight: datetime, now: datetime, *, by_staff: bool) -> frozenset[Act]:
    """Tell what staff may do with a visit at `now`.

    `midnight` is when the visit's day begins where it takes place; `by_staff` is whether the clinic cancelled it.

    Times: aware UTC. Edges: "arrived" from midnight on, that instant included; "no-show" from the start on, included.
    What the patient cancelled, the patient alone books again.
    Source: product rules, "State machines".
    """
    if visit.state is AppointmentState.BOOKED:
        acts = {Act.CANCEL, Act.MOVE}
        acts |= {Act.ARRIVE} if now >= midnight else set()
        acts |= {Act.MISS} if now >= visit.starts_at else set()
        return frozenset(acts)
    undone = visit.state in (AppointmentState.ARRIVED, AppointmentState.NO_SHOW)
    given_up = visit.state is AppointmentState.CANCELLED and by_staff
    return frozenset({Act.UNDO}) if undone or given_up else frozenset()


def problem_of(starts_at: datetime, today: datetime, now: datetime) -> Problem | None:
    """Tell why the desk cannot book at a time; None when it can.

    `today` is the first instant of today where the visit takes place: what has begun today may still be written down.

    Times: aware UTC. Edges: exactly `today` is allowed; starts are multiples of five minutes.
    """
    if starts_at.timestamp() % (CELL_MINUTES * 60):
        return Problem.UNEVEN
    if starts_at < today:
        return Problem.PAST
    return Problem.FAR if starts_at > now + AHEAD_AT_MOST else None
