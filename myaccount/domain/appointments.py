"""What an appointment is, and the states it goes through."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AppointmentState(StrEnum):
    """reserved → booked → arrived | no_show | cancelled | archived.

    Source: product rules, "State machines".
    """

    RESERVED = "reserved"
    BOOKED = "booked"
    ARRIVED = "arrived"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"


LIVE = frozenset({AppointmentState.RESERVED, AppointmentState.BOOKED, AppointmentState.ARRIVED})
EXPECTED = frozenset({AppointmentState.BOOKED, AppointmentState.ARRIVED})
UNSEEN = frozenset({AppointmentState.RESERVED, AppointmentState.ARCHIVED})
"""The states that patients and their history are never shown: held, or taken back as if it had not been booked."""


@dataclass(frozen=True)
class Visit:
    """The facts of one appointment that the rules judge.

    Times: aware UTC.
    """

    state: AppointmentState
    starts_at: datetime
    ends_at: datetime
    booked_at: datetime
    is_online: bool = False
    has_call: bool = False

    @property
    def is_booked(self) -> bool:
        """Whether the visit stands as booked: not arrived, cancelled, missed or archived."""
        return self.state is AppointmentState.BOOKED
