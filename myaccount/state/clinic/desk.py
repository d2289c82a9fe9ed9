"""The visit, or the class, that the desk has opened, and what it does with one."""

from collections.abc import Callable
from typing import Any, NotRequired

import reflex as rx
from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from myaccount.domain.refusals import NotAcceptable, NotFound
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.desk import visits as desk
from myaccount.services.packages import desk_redemptions
from myaccount.state.access import staff_event
from myaccount.state.live import LiveState
from myaccount.state.notice import tell
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.schedule import SittingPanel, VisitPanel


@with_config(ConfigDict(extra="forbid", strict=True))
class CancelForm(TypedDict):
    """The questions before a visit is cancelled. A box that is not there, or not ticked, is not sent, or is None."""

    reason: NotRequired[str | None]
    note: NotRequired[str | None]
    tell: NotRequired[bool | str | None]


class DeskState(rx.State):
    """What is open beside the page: a visit, or a class; a blank id is none. `asking` is whether it asks to cancel."""

    visit: VisitPanel = VisitPanel()
    sitting: SittingPanel = SittingPanel()
    asking: bool = False
    error: str = ""

    @staff_event()
    async def open_visit(self, ctx: StaffContext, appointment_id: str) -> None:
        """Open one visit."""
        set_vars(self, visit=await in_read(desk.one, ctx, appointment_id), sitting=SittingPanel(), asking=False)

    @staff_event()
    async def open_class(self, ctx: StaffContext, class_id: str) -> None:
        """Open one sitting of a class."""
        set_vars(self, sitting=await in_read(desk.sitting, ctx, class_id), visit=VisitPanel(), asking=False)

    @staff_event()
    async def close(self, ctx: StaffContext) -> None:
        """Close what is open."""
        self._close()

    @staff_event()
    async def arrive(self, ctx: StaffContext, appointment_id: str) -> Any:
        """Mark that the patient has come."""
        return await self._do(ctx, desk.arrive, appointment_id, "desk.arrived")

    @staff_event()
    async def miss(self, ctx: StaffContext, appointment_id: str) -> Any:
        """Mark that the patient has not come."""
        return await self._do(ctx, desk.miss, appointment_id, "desk.missed")

    @staff_event()
    async def undo(self, ctx: StaffContext, appointment_id: str) -> Any:
        """Take the last of these back."""
        return await self._do(ctx, desk.undo, appointment_id, "desk.undone")

    @staff_event()
    async def redeem(self, ctx: StaffContext, appointment_id: str, package_id: str) -> Any:
        """Redeem a use of a package for the visit."""
        return await self._do(ctx, desk_redemptions.redeem, appointment_id, "cover.redeemed", package_id)

    @staff_event()
    async def release(self, ctx: StaffContext, appointment_id: str) -> Any:
        """Give the visit's use back."""
        return await self._do(ctx, desk_redemptions.release, appointment_id, "cover.released")

    @staff_event()
    async def ask(self, ctx: StaffContext, appointment_id: str) -> None:
        """Ask whether a visit is really to be cancelled, and why."""
        set_vars(
            self, visit=await in_read(desk.one, ctx, appointment_id), sitting=SittingPanel(), asking=True, error=""
        )

    @staff_event()
    async def keep(self, ctx: StaffContext) -> None:
        """Keep the visit after all."""
        self.asking = False

    @staff_event()
    async def cancel(self, ctx: StaffContext, form: CancelForm) -> Any:
        """Cancel the visit that was asked about."""
        reason, note, is_told = form.get("reason") or "", form.get("note") or "", bool(form.get("tell"))
        try:
            await in_tx(desk.cancel, ctx, self.visit.id, reason, note, tell=is_told)
        except NotAcceptable as refused:
            self.error = str(refused.facts["reason"])
            return None
        finally:
            await self._show(ctx)
        self.asking = False
        await tell(self, say("desk.cancelled", ctx.lang))
        return LiveState.refresh

    async def _do(self, ctx: StaffContext, act: Callable[..., None], visit_id: str, said: str, *more: str) -> Any:
        try:
            await in_tx(act, ctx, visit_id, *more)
        finally:
            await self._show(ctx)
        await tell(self, say(said, ctx.lang))
        return LiveState.refresh

    async def _show(self, ctx: StaffContext) -> None:
        """Show what is open as it is now; close what is not theirs to see any more."""
        try:
            if self.visit.id:
                set_vars(self, visit=await in_read(desk.one, ctx, self.visit.id))
            if self.sitting.id:
                set_vars(self, sitting=await in_read(desk.sitting, ctx, self.sitting.id))
        except NotFound:
            self._close()

    def _close(self) -> None:
        set_vars(self, visit=VisitPanel(), sitting=SittingPanel(), asking=False, error="")
