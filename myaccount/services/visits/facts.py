"""What the rules judge of an appointment, taken from its row."""

from myaccount.domain.appointments import AppointmentState, Visit
from myaccount.models import Appointment


def facts_of(row: Appointment, *, has_call: bool = True) -> Visit:
    """Take from a row what the rules judge. `has_call` tells whether there is a place to meet, where that counts."""
    return Visit(
        state=AppointmentState(row.state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        booked_at=row.booked_at,
        is_online=row.online,
        has_call=row.online and has_call,
    )
