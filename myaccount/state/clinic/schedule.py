"""The schedule: a day of everybody, or a week of one practitioner."""

from datetime import date, timedelta
from typing import Any, Literal
from urllib.parse import urlencode

import reflex as rx

from myaccount.domain.grid import monday_of
from myaccount.domain.parsing import read_day
from myaccount.domain.refusals import NotFound
from myaccount.services.context import StaffContext
from myaccount.services.desk import schedule
from myaccount.services.wait_list import page as wait_list
from myaccount.state.access import staff_event, staff_opening_event
from myaccount.state.clinic.booking import DeskBookingState
from myaccount.state.clinic.desk import DeskState
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.store.presence import presence
from myaccount.views.schedule import CancelledLine, Choice, Column, HourLine, SchedulePage
from myaccount.views.wait_list import WaitLine

ROUTE = "/clinic/schedule"
View = Literal["day", "week"]
YEARS = range(2000, 2100)


@fills(ROUTE)
class ScheduleState(rx.State):
    """What the schedule shows. Its address carries the view; `previous`, `following` and `this_day` are addresses."""

    loaded: bool = False
    view: str = "day"
    day: str = ""
    staff_id: str = ""
    location_id: str = ""
    title: str = ""
    zone_line: str = ""
    columns: list[Column] = []
    hours: list[HourLine] = []
    first: int = 0
    minutes: int = 0
    now: int = -1
    cancelled: list[CancelledLine] = []
    waiting: list[WaitLine] = []
    staff: list[Choice] = []
    locations: list[Choice] = []
    previous: str = ""
    following: str = ""
    this_day: str = ""

    @staff_opening_event()
    @framed
    async def load(self, ctx: StaffContext) -> None:
        """Open the page, at what its address asks for. Anybody can write anything into an address."""
        asked = self.router.url.query_parameters
        shown = _day(asked.get("day", "")) or ctx.today
        set_vars(self, day=shown.isoformat(), view="week" if asked.get("view") == "week" else "day")
        set_vars(self, staff_id=asked.get("staff", ""), location_id=asked.get("location", ""))
        (await self.get_state(DeskState))._close()
        await (await self.get_state(DeskBookingState))._close()
        await self._show(ctx)

    @staff_event()
    async def go(self, ctx: StaffContext, day: str) -> Any:
        """Go to a day. What is being typed and is none yet leads nowhere."""
        found = _day(day)
        return rx.redirect(self._address(day=found.isoformat())) if found else None

    @staff_event()
    async def choose_view(self, ctx: StaffContext, view: View) -> Any:
        """Show a day or a week."""
        return rx.redirect(self._address(view=view))

    @staff_event()
    async def choose_staff(self, ctx: StaffContext, staff_id: str) -> Any:
        """Show another practitioner's week."""
        return rx.redirect(self._address(staff=staff_id, view="week"))

    @staff_event()
    async def choose_location(self, ctx: StaffContext, location_id: str) -> Any:
        """Show one location, or all."""
        return rx.redirect(self._address(location=location_id))

    async def _show(self, ctx: StaffContext) -> None:
        page = await self._page(ctx)
        set_vars(self, loaded=True, title=page.title, zone_line=page.zone_line, columns=page.columns, hours=page.hours)
        set_vars(self, first=page.first, minutes=page.minutes, now=page.now, cancelled=page.cancelled)
        set_vars(self, waiting=await in_read(wait_list.everybody, ctx))
        set_vars(self, staff=page.staff, locations=page.locations, staff_id=page.staff_id)
        step = timedelta(days=7 if self.view == "week" else 1)
        here = date.fromisoformat(self.day)
        set_vars(self, previous=self._address(day=(here - step).isoformat()), this_day=self._address(day=""))
        set_vars(self, following=self._address(day=(here + step).isoformat()))
        await (await self.get_state(DeskState))._show(ctx)
        presence.wake(self.router.session.client_token, page.next_change)

    async def _page(self, ctx: StaffContext) -> SchedulePage:
        here = date.fromisoformat(self.day) if self.day else ctx.today
        if self.view != "week":
            return await in_read(schedule.day, ctx, here, self.location_id)
        try:
            return await in_read(schedule.week, ctx, self.staff_id, monday_of(here), self.location_id)
        except NotFound:  # an address that names nobody
            return await in_read(schedule.week, ctx, "", monday_of(here), self.location_id)

    def _address(self, **changed: str) -> str:
        shown = {"day": self.day, "view": self.view, "staff": self.staff_id, "location": self.location_id} | changed
        kept = {name: value for name, value in shown.items() if value and (name, value) != ("view", "day")}
        if shown["view"] != "week":
            kept.pop("staff", None)
        return f"{ROUTE}?{urlencode(kept)}" if kept else ROUTE


def _day(asked: str) -> date | None:
    """Read a day as a date box gives it; None for anything else, and for years out of reach."""
    day = read_day(asked)
    return day if day and day.year in YEARS else None
