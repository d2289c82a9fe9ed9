"""Packages & Memberships."""

import reflex as rx

from myaccount.services.context import PatientContext
from myaccount.services.packages import own as packages
from myaccount.state.access import opening_event
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.packages import PackageCard


@fills("/account/packages")
class PackagesState(rx.State):
    """What Packages & Memberships shows: what covers visits, and what is over."""

    loaded: bool = False
    is_open: bool = False
    has_any: bool = False
    current: list[PackageCard] = []
    past: list[PackageCard] = []
    has_more: bool = False
    how_line: str = ""

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page."""
        await self._show(ctx)

    async def _show(self, ctx: PatientContext) -> None:
        page = await in_read(packages.page, ctx)
        set_vars(self, is_open=page.is_open, has_more=page.has_more, how_line=page.how_line, loaded=True)
        set_vars(self, current=list(page.current), past=list(page.past), has_any=bool(page.current or page.past))
