"""The clinic itself and its locations, on the settings page."""

import reflex as rx

from myaccount.domain.people import Role
from myaccount.domain.refusals import Refused
from myaccount.messages import dates, say
from myaccount.services.clinic import info as clinic_info
from myaccount.services.context import StaffContext
from myaccount.services.practice import locations
from myaccount.state.access import staff_event
from myaccount.state.panel import Panel, closes
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.practice import LocationForm, LocationRow


class ClinicInfoState(Panel, rx.State):
    """What the clinic says of itself, and its form. `light` and `dark` show the colour as people will see it."""

    info: dict[str, str] = {}
    zone: str = ""
    light: dict[str, str] = {}
    dark: dict[str, str] = {}

    close = closes(staff_event(Role.OWNER))

    @staff_event(Role.OWNER)
    async def edit(self, ctx: StaffContext) -> None:
        """Open the form."""
        await self._show(ctx)
        self._begin("", self.info)
        self._try(self.info["color"])

    @staff_event(Role.OWNER)
    async def try_colour(self, ctx: StaffContext, colour: str) -> None:
        """Show how a colour looks while it is being chosen."""
        self._try(colour)

    @staff_event(Role.OWNER)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Save what was changed, all of it or nothing."""
        outcome = await in_tx(clinic_info.save, ctx, form)
        await self._finish(outcome, ctx.lang)
        await self._show(ctx)

    async def _show(self, ctx: StaffContext) -> None:
        info = await in_read(clinic_info.form, ctx)
        set_vars(self, info=info, zone=dates.zone_time(ctx.clinic.time_zone, ctx.lang))
        if self.is_open:
            self._follow(info)

    def _try(self, colour: str) -> None:
        if found := clinic_info.sample(colour):
            set_vars(self, light=dict(found.light), dark=dict(found.dark))


class LocationsState(Panel, rx.State):
    """The locations, and the one that the owner has open at the side."""

    rows: list[LocationRow] = []
    form: LocationForm = LocationForm()

    close = closes(staff_event(Role.OWNER))

    @staff_event(Role.OWNER)
    async def edit(self, ctx: StaffContext, location_id: str) -> None:
        """Open a location at the side; a blank id begins a new one."""
        form = await in_read(locations.form, ctx, location_id)
        self._begin(location_id, form.fields)
        set_vars(self, form=form)

    @staff_event(Role.OWNER)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Save what was changed, all of it or nothing."""
        outcome = await in_tx(locations.save, ctx, self.of, form)
        await self._finish(outcome, ctx.lang)
        await self._show(ctx)

    @staff_event(Role.OWNER)
    async def archive(self, ctx: StaffContext, location_id: str) -> None:
        """Use a location no longer; what is booked there stays."""
        stays = await in_tx(locations.archive, ctx, location_id)
        self._shut()
        await self._show(ctx)
        await self._say(say("practice.archived_now", ctx.lang), stays)

    @staff_event(Role.OWNER)
    async def restore(self, ctx: StaffContext, location_id: str) -> None:
        """Use a location again."""
        await in_tx(locations.restore, ctx, location_id)
        self._shut()
        await self._show(ctx)
        await self._say(say("practice.restored_now", ctx.lang))

    async def _show(self, ctx: StaffContext) -> None:
        set_vars(self, rows=list(await in_read(locations.rows, ctx)))
        if not self.is_open:
            return
        try:
            set_vars(self, form=await in_read(locations.form, ctx, self.of))
        except Refused:  # the role was taken away
            self._shut()
            return
        self._follow(self.form.fields)
