"""Family on a patient's profile."""

import reflex as rx

from myaccount.domain.clinic_side import DESK
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.family import desk as desk_family
from myaccount.services.profiles import patients
from myaccount.state.access import staff_event
from myaccount.state.panel import Panel, closes
from myaccount.state.path_param import path_param
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.family import Granted, GrantForm
from myaccount.views.practice import Option
from myaccount.views.schedule import Found


class ProfileFamilyState(Panel, rx.State):
    """Who may act for a patient and for whom they may, and what the desk has open of it at the side.

    `decides` while the desk does so for the patient. `found` are those who were found by the words `said`.
    """

    _person_id = path_param("person_id")

    granted: list[Granted] = []
    received: list[Granted] = []
    decides: bool = False
    name: str = ""
    labels: list[Option] = []
    found: list[Found] = []
    said: str = ""

    close = closes(staff_event(*DESK))

    @staff_event(*DESK)
    async def edit(self, ctx: StaffContext, relationship_id: str) -> None:
        """Open at the side what somebody may do; a blank id begins with somebody new."""
        form = await in_read(desk_family.form, ctx, self._person_id, relationship_id)
        self._begin(form.id, form.fields)
        self._around(form)
        set_vars(self, found=[], said="")

    @staff_event(*DESK)
    async def find(self, ctx: StaffContext, words: str) -> None:
        """Find people by what is typed."""
        results = await in_read(patients.search, ctx, words)
        set_vars(self, found=[Found(one.id, one.name, one.detail) for one in results.lines], said=words.strip())

    @staff_event(*DESK)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Save who may act and what they may, all of it or nothing; only an open form does, and once."""
        if not self.is_open:
            return
        outcome = await in_tx(desk_family.save, ctx, self._person_id, self.of, form)
        await self._finish(outcome, ctx.lang, "desk_family.saved")
        await self._show(ctx)

    @staff_event(*DESK)
    async def end(self, ctx: StaffContext, relationship_id: str) -> None:
        """Let somebody act no longer."""
        await in_tx(desk_family.end, ctx, self._person_id, relationship_id)
        self._shut()
        await self._show(ctx)
        await self._say(say("desk_family.ended", ctx.lang))

    async def _show(self, ctx: StaffContext) -> None:
        shown = await in_read(desk_family.of_patient, ctx, self._person_id)
        set_vars(self, granted=shown.granted, received=shown.received, decides=shown.decides)
        if not self.is_open:
            return
        try:
            form = await in_read(desk_family.form, ctx, self._person_id, self.of)
        except Refused:  # the patient has an account by now, or the setting, the role or the permission is gone
            self._shut()
            return
        self._follow(form.fields)
        self._around(form)

    def _around(self, form: GrantForm) -> None:
        set_vars(self, name=form.name, labels=list(form.labels))
