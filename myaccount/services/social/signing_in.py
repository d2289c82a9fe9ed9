"""Sign in with a linked profile. Source: S54-55."""

from sqlmodel import Session

from myaccount.domain.social import NotLinked, Profile, Provider
from myaccount.services.context import ClinicContext
from myaccount.services.identity import sign_ins
from myaccount.services.identity import signing_in as identity
from myaccount.services.identity.devices import Device
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.social import keys
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts
from myaccount.store import social as store


def sign_in(
    tx: Session,
    ctx: ClinicContext,
    provider: Provider,
    profile: Profile,
    keep_signed_in: bool,
    device: Device,
    replaces: str | None = None,
) -> NewSession:
    """Start a session for whoever a profile is linked to. `replaces` is the session of the same browser.

    Edges: whose e-mail address the profile has is not asked: addresses are shared, and typed by others. So the answer
    tells nobody who has an account. A second step is still asked of staff. Raises: SocialOff · NotLinked.
    """
    keys.check(ctx, provider)
    linked = store.identity(tx, ctx.clinic.id, profile.issuer, profile.subject)
    account = accounts.by_id(tx, ctx.clinic.id, linked.account_id) if linked else None
    if linked is None or account is None or account.disabled_at:
        raise NotLinked(provider=provider.label)
    if replaces:
        identity.sign_out(tx, ctx, replaces)
    store.used(tx, linked.id, ctx.now)
    return sign_ins.start(tx, ctx, account, provider.value, keep_signed_in, device)


def refuse(tx: Session, ctx: ClinicContext, provider: Provider, reason: str) -> None:
    """Write down a refused sign-in: of nobody, since who was meant is not known."""
    audit.record(tx, ctx, Action.SIGN_IN_REFUSED, reason=reason, provider=provider.value)
