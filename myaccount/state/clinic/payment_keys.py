"""The keys of the clinic's card processor, on the settings page."""

import reflex as rx

from myaccount.domain.people import Role
from myaccount.services.context import StaffContext
from myaccount.services.paying import payment_keys
from myaccount.services.paying.processor import at_processor
from myaccount.state.access import staff_event
from myaccount.state.panel import Panel, closes
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.processor import ProcessorFacts


class PaymentKeysState(Panel, rx.State):
    """What is set up, and the form for the keys. No secret is ever in it: what is pasted goes to the service only."""

    facts: ProcessorFacts = ProcessorFacts()

    close = closes(staff_event(Role.OWNER))

    @staff_event(Role.OWNER)
    async def edit(self, ctx: StaffContext) -> None:
        """Open the form."""
        await self._show(ctx)
        self._begin("", {"publishable_key": self.facts.publishable_key})

    @staff_event(Role.OWNER)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Try the keys, and keep them if the processor takes them."""
        outcome = await at_processor(payment_keys.save, ctx, form)
        await self._finish(outcome, ctx.lang, "processor_keys.saved", "processor_keys.unchanged")
        await self._show(ctx)

    async def _show(self, ctx: StaffContext) -> None:
        set_vars(self, facts=await in_read(payment_keys.facts, ctx))
