"""Sign-ins and tabs for the tests of the States."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlmodel import select

import myaccount.myaccount  # noqa: F401  # the app: its pages and States
from myaccount.clock import now
from myaccount.models import Account, LoginSession
from myaccount.services.identity.uses import uses
from tests.scenes import Scene
from tests.state.tab import Browser, Tab, browser


class Visitors:
    """Whoever comes to the portal in a test."""

    def __init__(self, scene: Scene, tabs: Browser) -> None:
        self.scene = scene
        self.tabs = tabs

    def sign_in(self, who: str, ago: timedelta = timedelta(), *, second_step: bool = True) -> str:
        """Start a session for somebody, as if signed in a while ago; give back its id."""
        moment = now() - ago
        with self.scene.database.writing() as tx:
            account = tx.exec(select(Account).where(Account.person_id == self.scene.people[who])).one()
            row = LoginSession(
                clinic_id=account.clinic_id,
                account_id=account.id,
                person_id=account.person_id,
                cookie_hash=f"{who} {moment.isoformat()}",
                created_at=moment,
                last_used_at=moment,
                proven_at=moment,
                two_step_at=moment if second_step else None,
            )
            tx.add(row)
        return row.id

    def leave_alone(self, tab: Tab, length: timedelta) -> None:
        """Make a tab's sign-in one that was used last so long ago."""
        with self.scene.database.writing() as tx:
            tx.get_one(LoginSession, tab.identity.session_id).last_used_at = now() - length

    def minutes_unused(self, tab: Tab) -> int:
        """How long a tab's sign-in has not been used."""
        with self.scene.database.reading() as tx:
            last = tx.get_one(LoginSession, tab.identity.session_id).last_used_at
            return round((now() - last).total_seconds() / 60)

    async def tab(self, who: str | None, path: str = "/account", at: str | None = None) -> Tab:
        """Open a tab: signed in as somebody, or as nobody; at their own clinic unless another's address is named."""
        place = self.scene.place_of(at or who or "alice")
        return await self.tabs.open(place.clinic_id, self.sign_in(who) if who else None, path).hydrate()


@pytest.fixture
async def visitors(sqlite_scene: Scene) -> AsyncIterator[Visitors]:
    """People who come to the portal, over SQLite."""
    async with browser() as tabs:
        yield Visitors(sqlite_scene, tabs)
        if (writing := uses._writing) and not writing.done():
            await asyncio.wait(
                {writing}
            )  # on a slow machine it goes on after the event, and is no matter of the next test
        assert not tabs.bugs
