"""Today: the clinic's day at a glance."""

import reflex as rx

from myaccount.services.context import StaffContext
from myaccount.services.desk.today import today
from myaccount.state.access import staff_event, staff_opening_event
from myaccount.state.clinic.booking import DeskBookingState
from myaccount.state.clinic.desk import DeskState
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.store.presence import presence
from myaccount.views.schedule import Choice, DeskRow


@fills("/clinic")
class TodayState(rx.State):
    """What Today shows: the visits of the day, of one practitioner or location when chosen."""

    loaded: bool = False
    title: str = ""
    counts: str = ""
    rows: list[DeskRow] = []
    has_more: bool = False
    staff: list[Choice] = []
    locations: list[Choice] = []
    staff_id: str = ""
    location_id: str = ""

    @staff_opening_event()
    @framed
    async def load(self, ctx: StaffContext) -> None:
        """Open the page."""
        (await self.get_state(DeskState))._close()
        await (await self.get_state(DeskBookingState))._close()
        await self._show(ctx)

    @staff_event()
    async def choose_staff(self, ctx: StaffContext, staff_id: str) -> None:
        """Show the visits with one practitioner, or with everybody."""
        self.staff_id = staff_id
        await self._show(ctx)

    @staff_event()
    async def choose_location(self, ctx: StaffContext, location_id: str) -> None:
        """Show the visits at one location, or everywhere."""
        self.location_id = location_id
        await self._show(ctx)

    @staff_event()
    async def show_all(self, ctx: StaffContext) -> None:
        """Show everybody again."""
        self.staff_id = self.location_id = ""
        await self._show(ctx)

    async def _show(self, ctx: StaffContext) -> None:
        page = await in_read(today, ctx, self.staff_id, self.location_id)
        set_vars(self, loaded=True, title=page.title, counts=page.counts, rows=page.rows, has_more=page.has_more)
        set_vars(self, staff=page.staff, locations=page.locations)
        await (await self.get_state(DeskState))._show(ctx)
        presence.wake(self.router.session.client_token, page.next_change)
