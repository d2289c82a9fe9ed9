"""Receipts on a patient's profile: the desk sees the very same as the patient (S37)."""

import reflex as rx

from myaccount.domain.clinic_side import DESK
from myaccount.services.context import StaffContext
from myaccount.state.access import staff_event
from myaccount.state.paged import turns
from myaccount.state.path_param import path_param
from myaccount.state.receipt_list import ReceiptFilter, ReceiptList


class PatientReceiptsState(ReceiptList, rx.State):
    """A patient's receipts, as the desk sees them beside that patient's profile."""

    _person_id = path_param("person_id")
    older, newer = turns(staff_event(*DESK))

    @staff_event(*DESK)
    async def open(self, ctx: StaffContext) -> None:
        """Turn to the receipts."""
        self._begin()
        await self._show(ctx)

    @staff_event(*DESK)
    async def filter(self, ctx: StaffContext, form: ReceiptFilter) -> None:
        """Show the payments between two days."""
        self._choose(form, ctx)
        await self._show(ctx)

    @staff_event(*DESK)
    async def clear(self, ctx: StaffContext) -> None:
        """Show everything again."""
        self._begin()
        await self._show(ctx)

    async def _show(self, ctx: StaffContext) -> None:
        await self._fill(ctx, self._person_id)
