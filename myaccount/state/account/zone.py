"""By whose clocks visits are told: the browser's, or those that the patient has chosen."""

import reflex as rx

from myaccount.messages import dates, say
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.profiles import zones
from myaccount.state.access import patient_event, pushed_event
from myaccount.state.notice import tell
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.contact import ZoneGroup, ZoneOffer

NOWHERE = "-"
"""What is known of a browser that names no place on earth: it is not asked again."""


class ZoneState(rx.State):
    """The zones there are to choose from besides the clinic's, and the one that the browser goes by, once `known`."""

    known: str = ""
    offer: ZoneOffer = ZoneOffer()
    groups: list[ZoneGroup] = []
    clinics: str = ""

    @pushed_event
    async def notice_zone(self, ctx: ClinicContext, zone: str) -> None:
        """Take what the browser says of its clocks: once in a tab, by itself."""
        self.known = zone if zones.is_one(zone) else NOWHERE
        await self._show(ctx)

    @patient_event
    async def take(self, ctx: PatientContext) -> None:
        """Go by the browser's clocks from now on."""
        taken = await in_tx(zones.take, ctx, self.known)
        await self._show(ctx)
        if taken:
            said = say("zone.taken", ctx.lang, zone=dates.zone_time(self.known, ctx.lang))
            await tell(self, said)

    async def _show(self, ctx: ClinicContext) -> None:
        offer = ZoneOffer()
        if isinstance(ctx, PatientContext) and zones.differs(ctx, self.known):
            offer = await in_read(zones.offer, ctx, self.known)
        set_vars(self, offer=offer)

    def _list(self, ctx: ClinicContext, chosen: str) -> None:
        set_vars(self, groups=list(zones.choices(ctx, chosen)), clinics=dates.zone_time(ctx.clinic.time_zone, ctx.lang))
