"""The clinic's settings."""

import reflex as rx

from myaccount.domain.people import Role
from myaccount.domain.refusals import NotAcceptable
from myaccount.services.clinic import settings
from myaccount.services.context import StaffContext
from myaccount.state.access import staff_event, staff_opening_event
from myaccount.state.clinic.mail_server import MailServerState
from myaccount.state.clinic.payment_keys import PaymentKeysState
from myaccount.state.clinic.places import ClinicInfoState, LocationsState
from myaccount.state.clinic.provider_keys import ProviderKeysState
from myaccount.state.clinic.video_server import VideoServerState
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx

SHOWN = ("switches", "numbers", "choices", "lists", "texts", "touches")
PANELS = (ClinicInfoState, LocationsState, PaymentKeysState, ProviderKeysState, VideoServerState, MailServerState)


@fills("/clinic/settings")
class SettingsState(rx.State):
    """What the settings page shows: a value for every key of the registry.

    `saved` is the key that was changed last, here, and `changes` how many there were; `refused` and `error` name the
    key whose new value was turned down, and why; `refusals` counts those.
    """

    loaded: bool = False
    switches: dict[str, bool] = {}
    numbers: dict[str, int] = {}
    choices: dict[str, str] = {}
    lists: dict[str, str] = {}
    texts: dict[str, str] = {}
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
        for panel in PANELS:
            (await self.get_state(panel))._shut()
        await self._show(ctx)

    @staff_event(Role.OWNER)
    async def change(self, ctx: StaffContext, key: str, value: bool | int | str | None) -> None:
        """Give one setting another value: `None` is a number box without a whole number, a list is a text of lines."""
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
        shown = {name: dict(getattr(page, name)) for name in SHOWN}
        set_vars(self, **shown, loaded=True)
        for panel in PANELS:
            await (await self.get_state(panel))._show(ctx)
