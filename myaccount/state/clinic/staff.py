"""The people who work at the clinic."""

import reflex as rx

from myaccount.domain.people import Role
from myaccount.domain.refusals import Refused
from myaccount.domain.superbills import issues_superbills
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.practice import staff, staff_list
from myaccount.services.practice.week import week
from myaccount.state.access import staff_event, staff_opening_event
from myaccount.state.panel import Panel, closes
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.practice import Option, StaffForm, StaffRow, Week


@fills("/clinic/staff")
class StaffState(Panel, rx.State):
    """The list, and whoever is open at its side: their profile for the owner, and their week.

    `added` and `invited` say in the panel what was done there: what stands behind it is out of reach.
    """

    loaded: bool = False
    rows: list[StaffRow] = []
    may_edit: bool = False
    is_us: bool = False
    form: StaffForm = StaffForm()
    week: Week = Week()
    treatments: list[Option] = []
    added: str = ""
    invited: str = ""

    close = closes(staff_event())

    @staff_opening_event()
    @framed
    async def load(self, ctx: StaffContext) -> None:
        """Open the page."""
        self._shut()
        await self._show(ctx)

    @staff_event()
    async def show(self, ctx: StaffContext, staff_id: str) -> None:
        """Open somebody at the side; for the owner a blank id begins somebody new."""
        await self._open(ctx, staff_id)

    @staff_event(Role.OWNER)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Save what was changed in a profile, all of it or nothing. Somebody new stays open, for their hours."""
        is_new = not self.of
        outcome = await in_tx(staff.save, ctx, self.of, form)
        if self._take(outcome, ctx.lang):
            await self._open(ctx, outcome.id) if is_new else self._shut()
            if is_new:
                self.added = say("staff.added", ctx.lang)
            else:
                await self._say(say("practice.saved" if outcome.changed else "practice.same", ctx.lang))
        await self._show(ctx)

    @staff_event(Role.OWNER)
    async def archive(self, ctx: StaffContext, staff_id: str) -> None:
        """Take somebody out of the clinic; what is booked with them stays."""
        stays = await in_tx(staff.archive, ctx, staff_id)
        self._shut()
        await self._show(ctx)
        await self._say(say("staff.archived_now", ctx.lang), stays)

    @staff_event(Role.OWNER)
    async def restore(self, ctx: StaffContext, staff_id: str) -> None:
        """Take somebody back."""
        await in_tx(staff.restore, ctx, staff_id)
        self._shut()
        await self._show(ctx)
        await self._say(say("practice.restored_now", ctx.lang))

    @staff_event(Role.OWNER)
    async def invite(self, ctx: StaffContext, staff_id: str) -> None:
        """Send somebody the Welcome e-mail."""
        email = await in_tx(staff.invite, ctx, staff_id)
        self.added, self.invited = "", say("staff.invited", ctx.lang, email=email)
        await self._show(ctx)

    async def _show(self, ctx: StaffContext) -> None:
        rows = list(await in_read(staff_list.rows, ctx))
        set_vars(self, rows=rows, may_edit=ctx.role is Role.OWNER, loaded=True)
        set_vars(self, is_us=issues_superbills(ctx.clinic.country))
        if self.is_open:
            try:
                await self._around(ctx, self.of)
            except Refused:  # the person was archived, or the role was taken away
                self._shut()
                return
            self._follow(self.form.fields)

    def _shut(self) -> None:
        super()._shut()
        set_vars(self, form=StaffForm(), week=Week(), treatments=[])

    async def _open(self, ctx: StaffContext, staff_id: str) -> None:
        await self._around(ctx, staff_id)
        self._begin(staff_id, self.form.fields)
        self.added = self.invited = ""

    async def _around(self, ctx: StaffContext, staff_id: str) -> None:
        """Read what stands around the boxes: nobody but the owner is given the profile."""
        owns = ctx.role is Role.OWNER
        form = await in_read(staff.form, ctx, staff_id) if owns else StaffForm(staff_id)
        works = bool(staff_id) and not form.archived
        shown = await in_read(week, ctx, staff_id) if works or not owns else Week()
        set_vars(self, form=form, week=shown, treatments=list(form.treatments))
