"""What Notifications & Reminders shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReminderRow:
    """One reminder of the clinic's. `why_not` says why it cannot be had; blank while it `is_possible`."""

    key: str
    name: str
    line: str
    is_on: bool
    is_possible: bool
    why_not: str


@dataclass(frozen=True)
class NotificationsPage:
    """The clinic's reminders, if it lets patients choose among them."""

    is_open: bool = False
    reminders: tuple[ReminderRow, ...] = ()
