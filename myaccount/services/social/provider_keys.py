"""The clinic's keys at the sign-in providers: set by the owner, tried, kept sealed, and never shown again."""

from collections.abc import Mapping

from sqlmodel import Session

from myaccount.config import config
from myaccount.domain import social as rules
from myaccount.domain.people import Role
from myaccount.domain.refusals import NotFound
from myaccount.domain.social import Provider, SocialFailed, SocialSilent
from myaccount.integrations.oauth.provider import Client, KeysRefused
from myaccount.messages import say
from myaccount.models import ProviderKeys
from myaccount.services.context import StaffContext
from myaccount.services.practice import changes as practice
from myaccount.services.roles import only
from myaccount.services.social import keys, oauth_attempts, provider_calls
from myaccount.services.trail.audit import Action
from myaccount.store import clinics
from myaccount.store import social as store
from myaccount.store.engine import in_read, in_tx
from myaccount.views.practice import Outcome
from myaccount.views.social import ProviderFacts

SHOWN = 6


def facts(tx: Session, ctx: StaffContext) -> tuple[ProviderFacts, ...]:
    """Show what is set up at each provider, without a secret. Raises: NotAllowed."""
    only(ctx, Role.OWNER)
    return tuple(_facts(tx, ctx, provider) for provider in Provider)


def client_id(tx: Session, ctx: StaffContext, name: str) -> str:
    """Tell the client id that is kept at a provider; blank for none. Raises: NotAllowed · NotFound."""
    only(ctx, Role.OWNER)
    own = store.keys(tx, ctx.clinic.id, _provider(name).value)
    return own.client_id if own else ""


async def try_and_save(ctx: StaffContext, name: str, form: Mapping[str, str]) -> Outcome:
    """Try the keys that were pasted at the provider, and keep them if it takes them; nothing is kept otherwise.

    Raises: NotAllowed · NotFound for who is no provider.
    """
    tried = await in_read(to_try, ctx, name, form)
    if isinstance(tried, Outcome):
        return tried
    provider = _provider(name)
    try:
        await provider_calls.check_keys(provider, tried, oauth_attempts.callback(provider))
    except KeysRefused:
        return _turned_down(ctx, "client_secret", "provider_keys.refused", provider)
    except SocialSilent:
        return _turned_down(ctx, "client_id", "provider_keys.silent", provider)
    except SocialFailed:
        return _turned_down(ctx, "client_id", "provider_keys.odd", provider)
    return await in_tx(save, ctx, name, form)


def to_try(tx: Session, ctx: StaffContext, name: str, form: Mapping[str, str]) -> Client | Outcome:
    """Read which keys are to be tried; an outcome when there is nothing to try. Raises: NotAllowed · NotFound."""
    only(ctx, Role.OWNER)
    provider = _provider(name)
    before = store.keys(tx, ctx.clinic.id, provider.value)
    new_id, secret, problems = rules.read_keys(form, has_secret=before is not None)
    if problems:
        return Outcome(problems={box: say(key, ctx.lang) for box, key in problems.items()})
    if before is not None and not secret and new_id == before.client_id:
        return Outcome(ctx.clinic.id)
    known = keys.client(tx, ctx.clinic.id, provider) if before is not None and not secret else None
    return Client(new_id, known.client_secret if known else secret, config().oauth_base(provider.value))


def save(tx: Session, ctx: StaffContext, name: str, form: Mapping[str, str]) -> Outcome:
    """Keep the keys that were pasted. Edges: a secret that is left blank stays as it is.

    Raises: NotAllowed · NotFound for who is no provider.
    """
    outcome = to_try(tx, ctx, name, form)
    if isinstance(outcome, Outcome):
        return outcome
    provider = _provider(name)
    clinics.lock(tx, ctx.clinic.id)
    before = store.keys(tx, ctx.clinic.id, provider.value)
    new_id, secret, _ = rules.read_keys(form, has_secret=before is not None)
    kept = keys.sealed(secret, ctx.clinic.id, provider) if secret else before.client_secret if before else ""
    tx.merge(
        ProviderKeys(
            clinic_id=ctx.clinic.id,
            provider=provider.value,
            client_id=new_id,
            client_secret=kept,
            set_at=ctx.now,
            set_by=ctx.person_id,
        )
    )
    clinics.next_version(tx, ctx.clinic.id)
    practice.note(tx, ctx, Action.PROVIDER_SET, ctx.clinic.id, provider=provider.value)
    return Outcome(ctx.clinic.id, changed=True)


def _turned_down(ctx: StaffContext, box: str, key: str, provider: Provider) -> Outcome:
    return Outcome(problems={box: say(key, ctx.lang, provider=provider.label)})


def _provider(name: str) -> Provider:
    try:
        return Provider(name)
    except ValueError as fault:
        raise NotFound() from fault


def _facts(tx: Session, ctx: StaffContext, provider: Provider) -> ProviderFacts:
    own, found = store.keys(tx, ctx.clinic.id, provider.value), keys.client(tx, ctx.clinic.id, provider)
    key = "missing" if found is None else "own" if own else "environment"
    ending = found.client_id[-SHOWN:] if found else ""
    return ProviderFacts(
        provider=provider.value,
        label=provider.label,
        is_set_up=found is not None,
        is_own=own is not None,
        line=say(f"provider_keys.{key}", ctx.lang, ending=ending),
        callback=oauth_attempts.callback(provider),
    )
