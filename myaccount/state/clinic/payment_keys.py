"""The keys of the clinic's card processor, on the settings page."""

import reflex as rx

from myaccount.domain.people import Role
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.paying import payment_keys
from myaccount.services.paying.processor import at_processor
from myaccount.state.access import staff_event
from myaccount.state.difference import put
from myaccount.state.panel import Panel
from myaccount.store.engine import in_read
from myaccount.views.processor import ProcessorFacts


class PaymentKeysState(Panel, rx.State):
    """What is set up, and the form for the keys. No secret is ever in it: what is pasted goes to the service only."""

    facts: ProcessorFacts = ProcessorFacts()

    @staff_event(Role.OWNER)
    async def edit(self, ctx: StaffContext) -> None:
        """Open the form."""
        await self._show(ctx)
        self._begin("", {"publishable_key": self.facts.publishable_key})

    @staff_event(Role.OWNER)
    async def close(self, ctx: StaffContext) -> None:
        """Put the form away without saving."""
        self._shut()

    @staff_event(Role.OWNER)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Try the keys, and keep them if the processor takes them."""
        outcome = await at_processor(payment_keys.save, ctx, form)
        if self._take(outcome, ctx.lang):
            self._shut()
            await self._say(say("processor_keys.saved" if outcome.changed else "processor_keys.unchanged", ctx.lang))
        await self._show(ctx)

    async def _show(self, ctx: StaffContext) -> None:
        put(self, facts=await in_read(payment_keys.facts, ctx))
