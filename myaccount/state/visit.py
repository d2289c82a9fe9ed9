"""The door to an online visit."""

import reflex as rx

from myaccount.domain.family import Permission
from myaccount.domain.refusals import NotFound
from myaccount.services import appointments
from myaccount.services.context import PatientContext
from myaccount.state.access import family_opening_event
from myaccount.state.difference import put
from myaccount.state.live import fills
from myaccount.state.shell import framed
from myaccount.store.engine import in_read, in_tx
from myaccount.store.presence import presence
from myaccount.views.appointments import VisitCard


@fills("/visit/[appointment_id]")
class VisitState(rx.State):
    """What the door shows. `call_url` is where the call is, and blank while the door is closed."""

    loaded: bool = False
    card: VisitCard = VisitCard()
    can_begin: bool = False
    call_url: str = ""
    line: str = ""

    @family_opening_event(Permission.BOOKINGS)
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Come to the door."""
        self.call_url, self.loaded = "", True
        await self._show(ctx)

    async def _show(self, ctx: PatientContext) -> None:
        try:
            door = await in_read(appointments.door, ctx, self.appointment_id)  # type: ignore[attr-defined]
        except NotFound:  # the page itself says so, and leads back
            put(self, card=VisitCard(), can_begin=False, call_url="", line="")
            return
        if door.is_open and not self.call_url:  # written down once, however often the page is refreshed
            await in_tx(appointments.begin, ctx, door.card.id)
        put(self, card=door.card, can_begin=door.is_open, call_url=door.call_url, line=door.line)
        presence.wake(self.router.session.client_token, door.next_change)
