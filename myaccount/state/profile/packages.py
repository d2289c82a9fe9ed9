"""Packages and memberships on a patient's profile."""

import reflex as rx

from myaccount.domain.clinic_side import DESK
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.packages import desk as desk_packages
from myaccount.state.access import staff_event
from myaccount.state.panel import Panel, closes
from myaccount.state.path_param import path_param
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.packages import PackageCard, PackageForm
from myaccount.views.practice import Option


class ProfilePackagesState(Panel, rx.State):
    """What a patient has bought ahead, and the package that the desk has open at its side."""

    _person_id = path_param("person_id")

    rows: list[PackageCard] = []
    title: str = ""
    is_ended: bool = False
    treatments: list[Option] = []

    close = closes(staff_event(*DESK))

    @staff_event(*DESK)
    async def edit(self, ctx: StaffContext, package_id: str) -> None:
        """Open a package at the side; a blank id begins a new one."""
        form = await in_read(desk_packages.form, ctx, self._person_id, package_id)
        self._begin(form.id, form.fields)
        self._around(form)

    @staff_event(*DESK)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Give the package, or save what was changed of it, all of it or nothing; only an open form does, and once."""
        if not self.is_open:
            return
        of = self.of
        outcome = await in_tx(desk_packages.save, ctx, self._person_id, of, form)
        await self._finish(outcome, ctx.lang, "practice.saved" if of else "pass.given")
        await self._show(ctx)

    @staff_event(*DESK)
    async def end(self, ctx: StaffContext, package_id: str) -> None:
        """Let a package cover nothing more."""
        await in_tx(desk_packages.end, ctx, self._person_id, package_id)
        self._shut()
        await self._show(ctx)
        await self._say(say("pass.ended", ctx.lang))

    @staff_event(*DESK)
    async def resume(self, ctx: StaffContext, package_id: str) -> None:
        """Let a package that was ended cover visits again."""
        await in_tx(desk_packages.resume, ctx, self._person_id, package_id)
        self._shut()
        await self._show(ctx)
        await self._say(say("pass.resumed", ctx.lang))

    async def _show(self, ctx: StaffContext) -> None:
        set_vars(self, rows=list(await in_read(desk_packages.of_patient, ctx, self._person_id)))
        if not self.is_open:
            return
        try:
            form = await in_read(desk_packages.form, ctx, self._person_id, self.of)
        except Refused:  # the setting, or the role, was taken away
            self._shut()
            return
        self._follow(form.fields)
        self._around(form)

    def _around(self, form: PackageForm) -> None:
        set_vars(self, title=form.name, is_ended=form.ended, treatments=list(form.treatments))
