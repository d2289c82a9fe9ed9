"""Notifications & Reminders."""

import reflex as rx

from myaccount.services.context import PatientContext
from myaccount.services.profiles import notifications
from myaccount.state.access import opening_event, patient_event
from myaccount.state.account.calendar_feed import CalendarFeedState
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.notifications import ReminderRow


@fills("/account/notifications")
class NotificationsState(rx.State):
    """What Notifications & Reminders shows. `saved` is the reminder that was changed last, here; `changes` counts."""

    loaded: bool = False
    is_open: bool = False
    reminders: list[ReminderRow] = []
    saved: str = ""
    changes: int = 0

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page."""
        self.saved = ""
        (await self.get_state(CalendarFeedState))._fold()
        await self._show(ctx)

    @patient_event
    async def choose(self, ctx: PatientContext, key: str, wanted: bool) -> None:
        """Take a reminder, or do without it."""
        self.saved = ""
        await in_tx(notifications.choose, ctx, key, wanted)
        self.saved = key
        self.changes += 1
        await self._show(ctx)

    async def _show(self, ctx: PatientContext) -> None:
        page = await in_read(notifications.page, ctx)
        set_vars(self, is_open=page.is_open, reminders=list(page.reminders), loaded=True)
