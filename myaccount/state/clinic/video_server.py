"""The clinic's own video server, on the settings page."""

import reflex as rx

from myaccount.domain.people import Role
from myaccount.services.calls import video_server
from myaccount.services.context import StaffContext
from myaccount.state.access import staff_event
from myaccount.state.panel import Panel, closes
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.video_server import VideoServerFacts


class VideoServerState(Panel, rx.State):
    """What is set up, and the form for it. The secret is never in it: what is pasted goes to the service only."""

    facts: VideoServerFacts = VideoServerFacts()

    close = closes(staff_event(Role.OWNER))

    @staff_event(Role.OWNER)
    async def edit(self, ctx: StaffContext) -> None:
        """Open the form."""
        await self._show(ctx)
        self._begin("", {"domain": self.facts.domain, "app_id": self.facts.app_id})

    @staff_event(Role.OWNER)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Keep what was filled in."""
        outcome = await in_tx(video_server.save, ctx, form)
        await self._finish(outcome, ctx.lang, "video_server.saved", "video_server.unchanged")
        await self._show(ctx)

    async def _show(self, ctx: StaffContext) -> None:
        set_vars(self, facts=await in_read(video_server.facts, ctx))
