"""Sign-ins and tabs for the tests of the States."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import reflex as rx
from sqlmodel import select

from myaccount.clock import now
from myaccount.models import Account, LoginSession
from tests.scenes import Scene
from tests.state.tab import Browser, Tab, browser


rx.State.setup_dynamic_args({"appointment_id": "single"})  # as adding the page does


class Visitors:
    """Whoever comes to the portal in a test."""

    def __init__(self, scene: Scene, tabs: Browser) -> None:
        self.scene = scene
        self.tabs = tabs

    def sign_in(self, who: str, ago: timedelta = timedelta()) -> str:
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
            )
            tx.add(row)
        return row.id

    def tab(self, who: str | None, path: str = "/account", at: str | None = None) -> Tab:
        """Open a tab: signed in as somebody, or as nobody; at their own clinic unless another's address is named."""
        place = self.scene.place_of(at or who or "alice")
        return self.tabs.open(place.clinic_id, self.sign_in(who) if who else None, path)


@pytest.fixture
async def visitors(sqlite_scene: Scene) -> AsyncIterator[Visitors]:
    """People who come to the portal, over SQLite."""
    async with browser() as tabs:
        yield Visitors(sqlite_scene, tabs)
        assert not tabs.bugs
