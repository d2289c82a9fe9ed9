"""When an online appointment can be joined."""

from datetime import datetime, timedelta

from myaccount.domain.appointments import EXPECTED, Visit

DOORS_OPEN = timedelta(minutes=60)
"""How long before its start an online appointment can be joined. Source: S12."""


def may_begin(visit: Visit, now: datetime) -> bool:
    """Tell whether the Begin button shows, and the call opens.

    Edges: from exactly 60 minutes before the start to the end, both inclusive.
    Source: S12, S13; product rules, "Begin".
    """
    if not (visit.is_online and visit.has_call and visit.state in EXPECTED):
        return False
    return visit.starts_at - DOORS_OPEN <= now <= visit.ends_at


def next_change(visit: Visit, now: datetime) -> datetime | None:
    """Tell when Begin appears or disappears next, if it ever does.

    Edges: strictly after `now`; Begin is still there at the end itself, so it goes one microsecond later.
    """
    if not (visit.is_online and visit.has_call and visit.state in EXPECTED):
        return None
    moments = (visit.starts_at - DOORS_OPEN, visit.ends_at + timedelta(microseconds=1))
    return min((at for at in moments if at > now), default=None)
