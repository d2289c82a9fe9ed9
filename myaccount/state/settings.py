"""The clinic's settings."""

import reflex as rx

from myaccount.domain.people import Role
from myaccount.domain.refusals import NotAcceptable
from myaccount.services import settings
from myaccount.services.context import StaffContext
from myaccount.state.access import staff_event, staff_opening_event
from myaccount.state.live import fills
from myaccount.state.shell import framed
from myaccount.store.engine import in_read, in_tx


@fills("/clinic/settings")
class SettingsState(rx.State):
    """What the settings page shows: a value for every key of the registry.

    `saved` is the key that was changed last, here, and `changes` how many there were; `refused` and `error` name the
    key whose new value was turned down, and why; `refusals` counts those.
    """

    loaded: bool = False
    switches: dict[str, bool] = {}
    numbers: dict[str, int] = {}
    touches: dict[str, str] = {}
    saved: str = ""
    changes: int = 0
    refused: str = ""
    error: str = ""
    refusals: int = 0

    @staff_opening_event(Role.OWNER)
    @framed
    async def load(self, ctx: StaffContext) -> None:
        """Open the page."""
        self.saved = self.refused = self.error = ""
        await self._show(ctx)

    @staff_event(Role.OWNER)
    async def change(self, ctx: StaffContext, key: str, value: bool | int | None) -> None:
        """Give one setting another value. `None` is what a number box holds when it holds no whole number."""
        self.saved = self.refused = self.error = ""
        try:
            await in_tx(settings.change, ctx, key, value)
        except NotAcceptable as turned_down:
            self.refused, self.error = key, str(turned_down.facts["reason"])
            self.refusals += 1
        else:
            self.saved = key
            self.changes += 1
        await self._show(ctx)

    async def _show(self, ctx: StaffContext) -> None:
        page = await in_read(settings.page, ctx)
        self.loaded = True
        self._put(switches=dict(page.switches), numbers=dict(page.numbers), touches=dict(page.touches))

    def _put(self, **values: dict[str, bool] | dict[str, int] | dict[str, str]) -> None:
        """Set what differs: an equal value would be sent to the browser again."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
