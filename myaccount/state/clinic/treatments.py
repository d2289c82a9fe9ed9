"""What the clinic offers."""

import reflex as rx

from myaccount.domain.people import Role
from myaccount.domain.refusals import Refused
from myaccount.domain.superbills import issues_superbills
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.practice import treatment_list, treatments
from myaccount.state.access import staff_event, staff_opening_event
from myaccount.state.panel import Panel, closes
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.practice import Option, TreatmentForm, TreatmentRow


@fills("/clinic/treatments")
class TreatmentsState(Panel, rx.State):
    """The list, and the treatment that the owner has open at its side."""

    loaded: bool = False
    rows: list[TreatmentRow] = []
    may_edit: bool = False
    is_us: bool = False
    title: str = ""
    is_archived: bool = False
    visits: str = ""
    staff: list[Option] = []
    places: list[Option] = []

    close = closes(staff_event(Role.OWNER))

    @staff_opening_event()
    @framed
    async def load(self, ctx: StaffContext) -> None:
        """Open the page."""
        self._shut()
        await self._show(ctx)

    @staff_event(Role.OWNER)
    async def edit(self, ctx: StaffContext, treatment_id: str) -> None:
        """Open a treatment at the side; a blank id begins a new one."""
        form = await in_read(treatments.form, ctx, treatment_id)
        self._begin(form.id, form.fields)
        self._around(form)

    @staff_event(Role.OWNER)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Save what was changed, all of it or nothing."""
        outcome = await in_tx(treatments.save, ctx, self.of, form)
        saved = self._take(outcome, ctx.lang)
        if saved:
            self._shut()
            said = "practice.saved" if outcome.changed else "practice.same"
            await self._say(say(said, ctx.lang), outcome.touches if outcome.changed else "")
        await self._show(ctx)

    @staff_event(Role.OWNER)
    async def archive(self, ctx: StaffContext, treatment_id: str) -> None:
        """Offer a treatment no longer; what is booked stays."""
        stays = await in_tx(treatments.archive, ctx, treatment_id)
        self._shut()
        await self._show(ctx)
        await self._say(say("practice.archived_now", ctx.lang), stays)

    @staff_event(Role.OWNER)
    async def restore(self, ctx: StaffContext, treatment_id: str) -> None:
        """Offer a treatment again."""
        await in_tx(treatments.restore, ctx, treatment_id)
        self._shut()
        await self._show(ctx)
        await self._say(say("practice.restored_now", ctx.lang))

    async def _show(self, ctx: StaffContext) -> None:
        rows = list(await in_read(treatment_list.rows, ctx))
        set_vars(self, rows=rows, may_edit=ctx.role is Role.OWNER, loaded=True)
        set_vars(self, is_us=issues_superbills(ctx.clinic.country))
        if self.is_open:
            try:
                form = await in_read(treatments.form, ctx, self.of)
            except Refused:  # the role was taken away
                self._shut()
                return
            self._follow(form.fields)
            self._around(form)

    def _around(self, form: TreatmentForm) -> None:
        set_vars(self, title=form.name, visits=form.visits, is_archived=form.archived)
        set_vars(self, staff=list(form.staff), places=list(form.places))
