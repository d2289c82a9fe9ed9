"""The page of an online visit."""

import reflex as rx

from myaccount.domain.family import Permission
from myaccount.domain.refusals import NotFound
from myaccount.services.calls import page as call_page
from myaccount.services.context import PatientContext
from myaccount.state.access import family_event, family_opening_event
from myaccount.state.account.zone import ZoneState
from myaccount.state.caller import acting_staff
from myaccount.state.path_param import path_param
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.store.presence import presence
from myaccount.views.appointments import VisitCard


@fills("/visit/[appointment_id]")
class VisitState(rx.State):
    """What is shown to the patient, or to the practitioner of the visit, and to nobody else.

    `call_url` is where a call elsewhere is, known by `host`, and `ticket` what takes part in one here; blank while it
    is closed.
    `notes` counts what was said to the desk.
    """

    _appointment_id = path_param("appointment_id")

    loaded: bool = False
    card: VisitCard = VisitCard()
    can_begin: bool = False
    call_url: str = ""
    host: str = ""
    ticket: str = ""
    other: str = ""
    is_patient: bool = True
    line: str = ""
    notes: int = 0

    @family_opening_event(Permission.BOOKINGS)
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page of the call."""
        self.can_begin, self.loaded, self.notes = False, True, 0
        await self._show(ctx)

    @family_event(Permission.BOOKINGS)
    async def tell_desk(self, ctx: PatientContext, words: str) -> None:
        """Say something to the desk while waiting."""
        await in_tx(call_page.tell_desk, ctx, self._appointment_id, words)
        self.notes += 1

    async def _show(self, ctx: PatientContext) -> None:
        staff = None if ctx.acting else acting_staff()
        visit = self._appointment_id
        try:
            shown = await in_read(call_page.page, ctx, staff, visit)
        except NotFound:  # the page itself says so, and leads back
            set_vars(self, card=VisitCard(), can_begin=False, call_url="", host="", ticket="", other="", line="")
            return
        if shown.is_open and not self.can_begin:  # written down once, however often the page is refreshed
            await in_tx(call_page.begin, ctx, staff, visit)
        set_vars(
            self,
            card=shown.card,
            can_begin=shown.is_open,
            call_url=shown.call_url,
            ticket=shown.ticket,
            line=shown.line,
        )
        set_vars(self, host=shown.host, other=shown.other, is_patient=shown.is_patient)
        presence.wake(self.router.session.client_token, shown.next_change)
        await (await self.get_state(ZoneState))._show(ctx)
