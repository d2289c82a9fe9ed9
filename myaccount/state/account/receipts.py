"""Receipts: the patient's own, and a patient's on the clinic's side."""

import reflex as rx

from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.receipts import receipts
from myaccount.state.access import opening_event, patient_event
from myaccount.state.notice import tell
from myaccount.state.paged import turns
from myaccount.state.receipt_list import ReceiptFilter, ReceiptList
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.store.engine import in_tx


@fills("/account/receipts")
class ReceiptsState(ReceiptList, rx.State):
    """The patient's own receipts."""

    older, newer = turns(patient_event)

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page."""
        self._begin()
        await self._show(ctx)

    @patient_event
    async def filter(self, ctx: PatientContext, form: ReceiptFilter) -> None:
        """Show the payments between two days."""
        self._choose(form, ctx)
        await self._show(ctx)

    @patient_event
    async def clear(self, ctx: PatientContext) -> None:
        """Show everything again."""
        self._begin()
        await self._show(ctx)

    @patient_event
    async def ask(self, ctx: PatientContext, receipt_id: str) -> None:
        """Ask the desk for a detailed receipt."""
        title = await in_tx(receipts.ask_for_details, ctx, receipt_id)
        await self._show(ctx)
        await tell(self, say("receipts.ask_done", ctx.lang, title=title))

    async def _show(self, ctx: PatientContext) -> None:
        await self._fill(ctx)
