"""The clinic's card processor: with which keys it is asked, and how it is asked without holding anybody up.

A use case that asks it takes the database instead of a transaction: none is open while the processor is asked.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from myaccount.config import config
from myaccount.crypto.sealing import Unreadable, seal, unseal
from myaccount.domain.cards import PaymentsOff, ProcessorClosed, ProcessorSilent
from myaccount.integrations.stripe.gateway import Gateway, KeysRefused, Silent
from myaccount.services.context import ClinicContext
from myaccount.store import clinics, processors
from myaccount.store.engine import Database, database

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 6
SECRET_KEY = ("processor_account", "secret_key")
WEBHOOK_SECRET = ("processor_account", "webhook_secret")


@dataclass(frozen=True)
class Keys:
    """What a clinic's processor is asked with. Only `publishable_key` may be shown to a browser."""

    publishable_key: str
    secret_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)


async def at_processor(use_case: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a use case that asks the processor, on threads that nothing else waits for."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), partial(answered, use_case, *args, **kwargs))


def answered(use_case: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a use case that asks the processor. Raises: ProcessorSilent · ProcessorClosed, when it does not answer."""
    try:
        return use_case(database(), *args, **kwargs)
    except Silent as fault:
        raise ProcessorSilent() from fault
    except (KeysRefused, Unreadable) as fault:
        raise ProcessorClosed() from fault


def keys(tx: Session, clinic_id: str) -> Keys | None:
    """Find the keys of a clinic: its own, or the deployment's when there is no other clinic. Raises: Unreadable."""
    own = processors.account(tx, clinic_id)
    if own is not None:
        secret = unseal(own.secret_key, *SECRET_KEY, clinic_id)
        webhook = unseal(own.webhook_secret, *WEBHOOK_SECRET, clinic_id) if own.webhook_secret else ""
        return Keys(own.publishable_key, secret, webhook)
    given = config()
    alone = clinics.only(tx) if given.stripe_secret_key else None
    if alone is None or alone.id != clinic_id:
        return None
    return Keys(given.stripe_publishable_key, given.stripe_secret_key, given.stripe_webhook_secret)


def takes_payments(ctx: ClinicContext) -> bool:
    """Tell whether patients pay by card here: the clinic has a processor, and has turned payments on."""
    return ctx.settings.payments and ctx.clinic.has_processor


def keys_in_use(tx: Session, ctx: ClinicContext) -> Keys:
    """Find the keys with which patients pay. Raises: PaymentsOff."""
    found = keys(tx, ctx.clinic.id) if ctx.settings.payments else None
    if found is None:
        raise PaymentsOff()
    return found


def open_gateway(with_keys: Keys) -> Gateway:
    """Open the way to the processor."""
    from myaccount.integrations.stripe.client import StripeGateway  # only here: it takes half a second to load

    return StripeGateway(with_keys.secret_key, with_keys.webhook_secret, config().stripe_api_base)


def sealed(with_keys: Keys, clinic_id: str) -> tuple[str, str]:
    """Seal the two secrets for a clinic's row."""
    webhook = seal(with_keys.webhook_secret, *WEBHOOK_SECRET, clinic_id) if with_keys.webhook_secret else ""
    return seal(with_keys.secret_key, *SECRET_KEY, clinic_id), webhook


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="processor")
