"""What the rules judge of an appointment, taken from its row."""

from myaccount.domain.appointments import AppointmentState, Visit
from myaccount.models import Appointment


def facts_of(row: Appointment) -> Visit:
    """Take from a row what the rules judge."""
    return Visit(
        state=AppointmentState(row.state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        booked_at=row.booked_at,
        is_online=row.online,
        has_call=bool(row.call_url),
    )
