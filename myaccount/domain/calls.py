"""When an online appointment can be joined, by whom, and why no more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from myaccount.domain.appointments import EXPECTED, Visit

OPENS_BEFORE_START = timedelta(minutes=60)
"""How long before its start an online appointment can be joined. Source: S12."""


def may_begin(visit: Visit, now: datetime) -> bool:
    """Tell whether the Begin button shows, and the call opens.

    Edges: from exactly 60 minutes before the start to the end, both inclusive.
    Source: S12, S13; product rules, "Begin".
    """
    if not (visit.is_online and visit.has_call and visit.state in EXPECTED):
        return False
    return visit.starts_at - OPENS_BEFORE_START <= now <= visit.ends_at


def next_change(visit: Visit, now: datetime) -> datetime | None:
    """Tell when Begin appears or disappears next, if it ever does.

    Times: gives aware UTC.
    Edges: strictly after `now`; Begin is still there at the end itself, so it goes one microsecond later.
    """
    if not (visit.is_online and visit.has_call and visit.state in EXPECTED):
        return None
    moments = (visit.starts_at - OPENS_BEFORE_START, visit.ends_at + timedelta(microseconds=1))
    return min((at for at in moments if at > now), default=None)


class OnlineProvider(StrEnum):
    """Where a clinic's online visits take place: in the portal itself, where links lead, or on a Jitsi server."""

    BUILT_IN = "built_in"
    LINK = "link"
    JITSI = "jitsi"


@dataclass(frozen=True)
class Place:
    """Where an online visit takes place: where a `link` leads, on the clinic's `server`, or, without either, here."""

    link: str = ""
    server: str = ""

    @property
    def host(self) -> str:
        """What people know it by; blank for the portal itself."""
        return self.server or urlsplit(self.link).hostname or ""


HERE = Place()
"""The built-in video call, in the portal itself."""


def meeting_place(
    visit_link: str | None, own_link: str | None, provider: OnlineProvider, server: str, *, is_class: bool = False
) -> Place | None:
    """Tell where an online visit takes place; None for nowhere. `server` is the clinic's own, blank if it has none.

    Edges: a link of the visit's own goes before its practitioner's, and that before what the clinic has chosen. The
    portal's own call has two sides, so that no class meets there: everybody would be alone in it.
    """
    if visit_link or own_link:
        return Place(link=visit_link or own_link or "")
    if provider is OnlineProvider.JITSI:
        return Place(server=server) if server else None
    return HERE if provider is OnlineProvider.BUILT_IN and not is_class else None


def can_hold_classes(provider: OnlineProvider, server: str, links: Collection[str | None]) -> bool:
    """Tell whether a class can meet online: on the clinic's server, or by a link of each practitioner who holds it.

    `links` are theirs. Edges: nobody holds it by a link while nobody holds it. Source: docs/adr/0016.
    """
    return (provider is OnlineProvider.JITSI and bool(server)) or (bool(links) and all(links))


class Side(StrEnum):
    """The two sides of a call: the patient of the visit, and the practitioner who gives it. Nobody else has one."""

    PATIENT = "patient"
    PRACTITIONER = "practitioner"

    @property
    def other(self) -> "Side":
        """The side that it talks with."""
        return Side.PRACTITIONER if self is Side.PATIENT else Side.PATIENT

    @property
    def offers(self) -> bool:
        """Whether it makes the offers of a connection, and the other side only answers them."""
        return self is Side.PRACTITIONER


class Over(StrEnum):
    """Why somebody is in a call no more."""

    NOT_HERE = "not_here"
    SIGNED_OUT = "signed_out"
    CANCELLED = "cancelled"
    TIME = "time"
    ELSEWHERE = "elsewhere"
    TOO_MUCH = "too_much"


def why_closed(visit: Visit, now: datetime) -> Over | None:
    """Tell why nobody may be in a visit's call; None while both sides may.

    Edges: as in `may_begin`. What is cancelled, missed or taken back is "cancelled", whatever the time.
    """
    if may_begin(visit, now):
        return None
    return Over.TIME if visit.state in EXPECTED else Over.CANCELLED
