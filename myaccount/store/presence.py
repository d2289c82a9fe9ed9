"""Who has what open in this process: every tab, whose it is, and the page it shows.

The gate in front of every event writes it; the live pushes read it. It holds no health data.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from myaccount.domain.topics import Topic
from myaccount.store.bus import Notice

SESSIONS = "/account/sessions"
"""The page that shows how many pages are open."""


@dataclass
class Tab:
    """One open page; `acting_for` is whose data it shows, if not that of who is signed in.

    Times: aware UTC. It wants to be refreshed though nothing has changed at `wake_at`, for what it shows, and at
    `session_at`, because its sign-in is about to end then, or ends.
    """

    token: str
    clinic_id: str
    session_id: str | None
    person_id: str | None
    path: str
    router_data: dict[str, Any] = field(repr=False)
    wake_at: datetime | None = None
    session_at: datetime | None = None
    acting_for: str | None = None

    @property
    def page(self) -> str:
        """The address of the page it shows, without a slash at its end."""
        return self.path.rstrip("/")

    @property
    def is_clinic_side(self) -> bool:
        """Whether it shows a page of the clinic's side rather than of My Account."""
        return f"{self.path}/".startswith("/clinic/")

    @property
    def is_booking(self) -> bool:
        """Whether it shows free times, which somebody else may take."""
        return self.page in ("/book", "/book/embed")

    def cares_about(self, notice: Notice) -> bool:
        """Tell whether a change concerns this tab: its person's, its clinic's; at the desk and in booking anybody's."""
        if notice.topic == Topic.EVERYTHING and not notice.clinic_id:
            return True
        if notice.topic == Topic.TABS:
            return notice.person_id == self.person_id and self.page == SESSIONS
        concerned = (
            self.is_clinic_side or self.is_booking or notice.person_id in (None, self.person_id, self.acting_for)
        )
        return notice.clinic_id == self.clinic_id and concerned

    def is_due(self, now: datetime) -> bool:
        """Tell whether one of its wake-ups has come."""
        return any(at is not None and at <= now for at in (self.wake_at, self.session_at))


class Presence:
    """The tabs that are open in this process, by their token."""

    def __init__(self) -> None:
        self._tabs: dict[str, Tab] = {}

    def seen(self, tab: Tab) -> None:
        """Note a tab, or what it shows now; a wake-up it had asked for stands while the page is the same."""
        before = self._tabs.get(tab.token)
        if before and before.path == tab.path:
            tab.wake_at = before.wake_at
        self._tabs[tab.token] = tab

    def get(self, token: str) -> Tab | None:
        """Find a tab by its token."""
        return self._tabs.get(token)

    def shows(self, token: str, path: str) -> bool:
        """Tell whether a tab is known to show a page."""
        tab = self._tabs.get(token)
        return tab is not None and tab.path == path

    def forget(self, token: str) -> None:
        """Drop a tab that was closed."""
        self._tabs.pop(token, None)

    def wake(self, token: str, at: datetime | None) -> None:
        """Ask for a refresh of a tab at an instant, or for none."""
        if tab := self._tabs.get(token):
            tab.wake_at = at

    def wake_all(self, at: datetime) -> None:
        """Ask for a refresh of every tab at an instant."""
        for tab in self._tabs.values():
            tab.wake_at = at

    def concerned(self, notices: Iterable[Notice]) -> list[Tab]:
        """List the tabs that any of these changes concerns, each once."""
        notices = list(notices)
        return [tab for tab in self._tabs.values() if any(tab.cares_about(notice) for notice in notices)]

    def take_due(self, now: datetime) -> list[Tab]:
        """List the tabs whose wake-up has come, and clear it: the refresh asks for the next."""
        due = [tab for tab in self._tabs.values() if tab.is_due(now)]
        for tab in due:
            tab.wake_at = tab.session_at = None
        return due

    def all(self) -> list[Tab]:
        """List every tab."""
        return list(self._tabs.values())


presence = Presence()
