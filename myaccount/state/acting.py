"""For whom a tab acts: the line on every page that says so, the ways to change it, and which pages are closed to it."""

import secrets
from typing import Any

import reflex as rx

from myaccount.domain.family import ForOthers, Permission
from myaccount.messages import say
from myaccount.services.context import ClinicContext, PatientContext, StaffContext
from myaccount.services.family import acting, page
from myaccount.state.access import family_event
from myaccount.state.sections import closed_pages, is_closed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.store.presence import presence
from myaccount.views.family import ActingBar, FamilyChoice

HOME = "/account"
FIRST_PAGES = {Permission.BOOKINGS: HOME, Permission.FORMS: "/account/forms", Permission.PAYMENTS: "/account/balance"}
"""Where whoever acts for another begins: on the first of these pages that is open to them."""


class ActingState(rx.State):
    """`line` says for whom the tab acts, blank where it is whoever is signed in. `choices` are the others.

    `closed` are the pages that are not open to them now, and `here` says so where one of them is open.
    """

    line: str = ""
    choices: list[FamilyChoice] = []
    closed: list[str] = []
    here: str = ""

    @family_event(ForOthers.ONESELF)
    async def act_for(self, ctx: PatientContext, relationship_id: str) -> Any:
        """Act for somebody from now on, in this tab. Nothing of what it showed stays."""
        allowed = await in_tx(acting.begin, ctx, self.router.session.client_token, relationship_id)
        return self._begin_anew(next(page for needed, page in FIRST_PAGES.items() if needed in allowed))

    @family_event(ForOthers.ONESELF)
    async def back(self, ctx: PatientContext) -> Any:
        """Act for oneself again; whoever does already stays where they are."""
        if await in_tx(acting.stop, self.router.session.client_token):
            return self._begin_anew()
        return None

    def _begin_anew(self, page: str = HOME) -> Any:
        """Go to a page with an empty State. The address is another each time, or the page would stay as it is."""
        self._get_root_state().reset()
        return rx.redirect(f"{page}?as={secrets.token_hex(3)}", replace=True)

    async def _show(self, ctx: ClinicContext) -> None:
        if not isinstance(ctx, PatientContext) or isinstance(ctx, StaffContext):
            set_vars(self, line="", choices=[], closed=[], here="")
            return
        bar = await in_read(page.bar, ctx) if ctx.settings.family_profiles else ActingBar()
        tab = presence.get(self.router.session.client_token)
        here = say("acting.closed", ctx.lang, name=ctx.first_name) if tab and is_closed(tab.page, ctx) else ""
        set_vars(self, line=bar.line, choices=bar.choices, closed=closed_pages(ctx), here=here)
