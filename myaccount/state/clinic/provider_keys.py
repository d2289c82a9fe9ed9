"""The clinic's keys at the sign-in providers, on the settings page."""

import reflex as rx

from myaccount.domain.people import Role
from myaccount.services.context import StaffContext
from myaccount.services.social import provider_keys
from myaccount.state.access import staff_event
from myaccount.state.panel import Panel, closes
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.social import ProviderFacts


class ProviderKeysState(Panel, rx.State):
    """What is set up where, and the form for the keys of one provider. No secret is ever in it."""

    facts: list[ProviderFacts] = []
    shown: ProviderFacts = ProviderFacts()

    close = closes(staff_event(Role.OWNER))

    @staff_event(Role.OWNER)
    async def edit(self, ctx: StaffContext, provider: str) -> None:
        """Open the form of one provider."""
        client_id = await in_read(provider_keys.client_id, ctx, provider)
        await self._show(ctx)
        self.shown = next(one for one in self.facts if one.provider == provider)
        self._begin(provider, {"client_id": client_id})

    @staff_event(Role.OWNER)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Try the keys, and keep them if the provider takes them."""
        outcome = await provider_keys.try_and_save(ctx, self.of, form)
        said = ("provider_keys.saved", "provider_keys.unchanged")
        await self._finish(outcome, ctx.lang, *said, provider=self.shown.label)
        await self._show(ctx)

    async def _show(self, ctx: StaffContext) -> None:
        set_vars(self, facts=list(await in_read(provider_keys.facts, ctx)))
