"""The forms that the clinic has, and how one begins."""

from typing import Any

import reflex as rx

from myaccount.domain.clinic_side import DESK
from myaccount.services.context import StaffContext
from myaccount.services.intake import builder, catalogue
from myaccount.state.access import staff_event, staff_opening_event
from myaccount.state.clinic.form_occasion import OccasionState
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.form_templates import LibraryRow, TemplateRow


@fills("/clinic/forms")
class FormTemplatesState(rx.State):
    """The list, and beside it what a new form can begin with while somebody looks for it."""

    loaded: bool = False
    rows: list[TemplateRow] = []
    library: list[LibraryRow] = []
    may_edit: bool = False
    is_choosing: bool = False

    @staff_opening_event()
    @framed
    async def load(self, ctx: StaffContext) -> None:
        """Open the page."""
        self.is_choosing = False
        (await self.get_state(OccasionState))._shut()
        await self._show(ctx)

    @staff_event(*DESK)
    async def choose(self, ctx: StaffContext) -> None:
        """Look for what a new form is to begin with."""
        self.is_choosing = True

    @staff_event(*DESK)
    async def close(self, ctx: StaffContext) -> None:
        """Begin none."""
        self.is_choosing = False

    @staff_event(*DESK)
    async def take(self, ctx: StaffContext, key: str) -> Any:
        """Begin a form with one of the library, and open it."""
        template_id = await in_tx(catalogue.take, ctx, key)
        return rx.redirect(f"/clinic/forms/{template_id}")

    @staff_event(*DESK)
    async def open_one(self, ctx: StaffContext, template_id: str) -> Any:
        """Open a form that has just been brought in."""
        page = await in_read(builder.page, ctx, template_id)
        return rx.redirect(f"/clinic/forms/{page.id}")

    async def _show(self, ctx: StaffContext) -> None:
        page = await in_read(catalogue.page, ctx)
        library = list(page.library) if page.may_edit else []
        set_vars(self, rows=list(page.rows), library=library, may_edit=page.may_edit, loaded=True)
        await (await self.get_state(OccasionState))._show(ctx)
