"""With which keys a clinic asks a sign-in provider, and whom people can sign in with."""

from sqlmodel import Session

from myaccount.config import config
from myaccount.crypto.sealing import seal, unseal
from myaccount.domain.social import Provider, SocialOff, offered
from myaccount.integrations.oauth.provider import Client
from myaccount.services.context import ClinicContext
from myaccount.store import clinics
from myaccount.store import social as store

SECRET = ("provider_keys", "client_secret")


def on_offer(ctx: ClinicContext) -> tuple[Provider, ...]:
    """List whom people can sign in with here: turned on, and with keys."""
    return offered(ctx.settings.social, ctx.clinic.sign_in_providers)


def check(ctx: ClinicContext, provider: Provider) -> None:
    """Let only whom the clinic offers go on. Raises: SocialOff."""
    if provider not in on_offer(ctx):
        raise SocialOff(provider=provider.label)


def client(tx: Session, clinic_id: str, provider: Provider) -> Client | None:
    """Find who a clinic is at a provider: with its own keys, or the deployment's when there is no other clinic.

    Raises: Unreadable.
    """
    base, own = config().oauth_base(provider.value), store.keys(tx, clinic_id, provider.value)
    if own is not None:
        return Client(own.client_id, unseal(own.client_secret, *SECRET, place(clinic_id, provider)), base)
    client_id, secret = config().oauth(provider.value)
    alone = clinics.only(tx) if secret else None
    return Client(client_id, secret, base) if alone is not None and alone.id == clinic_id else None


def sealed(secret: str, clinic_id: str, provider: Provider) -> str:
    """Seal a secret for a clinic's row."""
    return seal(secret, *SECRET, place(clinic_id, provider))


def place(clinic_id: str, provider: Provider) -> str:
    """Name the row of a clinic's keys at a provider."""
    return f"{clinic_id}:{provider.value}"
