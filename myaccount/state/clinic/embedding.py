"""Online booking on the clinic's own website, as the clinic sets it up."""

from typing import Literal

import reflex as rx

from myaccount.domain.clinic_side import DESK
from myaccount.domain.embedding import Shape
from myaccount.domain.people import Role
from myaccount.domain.refusals import NotAcceptable
from myaccount.messages import say
from myaccount.services.clinic import embedding
from myaccount.services.clinic.embedding import EmbedChoice
from myaccount.services.context import StaffContext
from myaccount.state.access import staff_event, staff_opening_event
from myaccount.state.notice import tell
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.embedding import Embeddable

Part = Literal["treatment", "staff", "location", "language"]


@fills("/clinic/embed")
class EmbeddingState(rx.State):
    """What goes on the website, and which websites may show it.

    `error` says why a website was turned down; `attempts` counts those that were typed, so that the box begins anew.
    """

    loaded: bool = False
    treatments: list[Embeddable] = []
    practitioners: list[Embeddable] = []
    locations: list[Embeddable] = []
    treatment: str = ""
    staff: str = ""
    location: str = ""
    language: str = ""
    shape: str = Shape.INLINE.value
    link: str = ""
    snippet: str = ""
    button: str = ""
    origins: list[str] = []
    may_change: bool = False
    error: str = ""
    attempts: int = 0

    @staff_opening_event(*DESK)
    @framed
    async def load(self, ctx: StaffContext) -> None:
        """Open the page."""
        self.error = ""
        await self._show(ctx)

    @staff_event(*DESK)
    async def choose(self, ctx: StaffContext, part: Part, value: str) -> None:
        """Choose what booking begins with; blank leaves it to the visitor."""
        set_vars(self, **{part: value})
        await self._show(ctx)

    @staff_event(*DESK)
    async def show_as(self, ctx: StaffContext, shape: Literal["inline", "button"]) -> None:
        """Choose how it stands on the website."""
        set_vars(self, shape=shape)
        await self._show(ctx)

    @staff_event(Role.OWNER)
    async def allow(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Let another website show it."""
        try:
            origin = await in_tx(embedding.allow, ctx, form.get("website", ""))
        except NotAcceptable as refused:
            self.error = str(refused.facts["reason"])
            return
        self.error = ""
        self.attempts += 1
        await tell(self, say("embedding.allowed", ctx.lang, origin=origin))
        await self._show(ctx)

    @staff_event(Role.OWNER)
    async def disallow(self, ctx: StaffContext, origin: str) -> None:
        """Let a website show it no longer."""
        await in_tx(embedding.disallow, ctx, origin)
        await tell(self, say("embedding.disallowed", ctx.lang, origin=origin))
        await self._show(ctx)

    async def _show(self, ctx: StaffContext) -> None:
        choice = EmbedChoice(self.treatment, self.staff, self.location, self.language, Shape(self.shape))
        page = await in_read(embedding.page, ctx, choice)
        set_vars(
            self,
            loaded=True,
            treatments=list(page.treatments),
            practitioners=list(page.practitioners),
            locations=list(page.locations),
            treatment=page.treatment,
            staff=page.staff,
            location=page.location,
            link=page.link,
            snippet=page.snippet,
            button=page.button,
            origins=list(page.origins),
            may_change=page.may_change,
        )
