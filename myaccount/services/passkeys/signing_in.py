"""Sign in with a passkey: whoever holds the device, and is known to it, has proven both steps."""

from typing import Any

from sqlmodel import Session

from myaccount.domain.passkeys import PasskeyCopied, PasskeyRefused, Purpose, is_copy
from myaccount.domain.refusals import Refused
from myaccount.integrations import webauthn
from myaccount.integrations.webauthn import Claim, Place, Unproven
from myaccount.models import Account, Passkey
from myaccount.services.context import ClinicContext
from myaccount.services.identity import sign_ins
from myaccount.services.identity import signing_in as identity
from myaccount.services.identity.devices import Device
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.passkeys import challenges
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts
from myaccount.store import passkeys as store


def begin(ctx: ClinicContext, place: Place) -> dict[str, Any]:
    """Write what a guest's device is asked. It says nothing of who has an account, or a passkey."""
    return webauthn.asked(place, challenges.make(ctx, Purpose.SIGN_IN, ctx.guest_id, place.rp_id))


def sign_in(
    tx: Session,
    ctx: ClinicContext,
    place: Place,
    said: Claim,
    keep_signed_in: bool,
    device: Device,
    replaces: str | None = None,
) -> NewSession:
    """Start a session for whoever a passkey belongs to. `replaces` is the session of the same browser.

    The question is spent before, in a transaction of its own, whatever becomes of the answer.
    Raises: PasskeyRefused, the same for unknown, removed, forged and disabled · PasskeyCopied.
    """
    row, account = _meant(tx, ctx, place, said)
    if row is None or account is None or account.disabled_at or said.user_handle != row.user_handle:
        raise PasskeyRefused()
    try:
        count = webauthn.count(said, place, row.public_key)
    except Unproven as fault:
        raise PasskeyRefused() from fault
    if is_copy(row.sign_count, count):
        raise PasskeyCopied()
    row.sign_count, row.last_used_at = count, ctx.now
    tx.add(row)
    if replaces:
        identity.sign_out(tx, ctx, replaces)
    return sign_ins.start(tx, ctx, account, "passkey", keep_signed_in, device)


def refuse(tx: Session, ctx: ClinicContext, place: Place, said: Claim | None, refused: Refused) -> None:
    """Write down a refused sign-in: of whoever's passkey it was, or of nobody."""
    account = _meant(tx, ctx, place, said)[1] if said else None
    person_id = account.person_id if account else None
    audit.record(tx, ctx, Action.SIGN_IN_REFUSED, person_id=person_id, reason=refused.code)


def _meant(tx: Session, ctx: ClinicContext, place: Place, said: Claim) -> tuple[Passkey | None, Account | None]:
    row = store.by_credential(tx, ctx.clinic.id, place.rp_id, said.credential_id)
    return row, accounts.by_id(tx, ctx.clinic.id, row.account_id) if row else None
