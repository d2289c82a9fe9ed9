"""What Manage Sessions shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SessionRow:
    """One sign-in, in words. Times: the patient's zone. `status` is current, active or ended.

    `tabs` says how many pages it has open, blank for none, and `ended` how it ended; `name` tells it from the others
    where it is asked about.
    """

    id: str = ""
    status: str = ""
    status_label: str = ""
    ended: str = ""
    signed_in: str = ""
    last_used: str = ""
    tabs: str = ""
    how: str = ""
    browser: str = ""
    operating_system: str = ""
    address: str = ""
    name: str = ""


@dataclass(frozen=True)
class SessionPage:
    """A page of the list; `others` counts the live sign-ins beside the caller's own.

    `cursor` says where the next page starts; blank on the last.
    """

    rows: tuple[SessionRow, ...]
    cursor: str
    others: int
