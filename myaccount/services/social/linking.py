"""Google, Facebook & Twitter: everybody links and unlinks profiles of their own (S54-55)."""

from datetime import datetime

from sqlmodel import Session

from myaccount.crypto.sealing import Unreadable, seal, unseal
from myaccount.domain.identity_refusals import ProofNeeded
from myaccount.domain.refusals import NotFound
from myaccount.domain.social import LastWayIn, LinkedElsewhere, OneAlready, Profile, Provider, Purpose
from myaccount.domain.time import wall_time
from myaccount.domain.topics import Topic
from myaccount.messages import dates, say
from myaccount.models import Account, SocialIdentity
from myaccount.services.context import PatientContext
from myaccount.services.identity import own_sessions
from myaccount.services.outgoing import outbox
from myaccount.services.outgoing.outbox import Kind
from myaccount.services.social import keys, oauth_attempts
from myaccount.services.social.oauth_attempts import Intent, StartedAttempt
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts, bus, people
from myaccount.store import social as store
from myaccount.views.social import SocialPage, SocialRow

SHOWN = ("social_identity", "shown")
SHOWN_AT_MOST = 200


def page(tx: Session, ctx: PatientContext) -> SocialPage:
    """Show each provider that the clinic offers, and which profile of the caller's is linked there.

    Edges: one that is turned off is not shown, and what is linked there is kept.
    """
    account = accounts.of_person(tx, ctx.clinic.id, ctx.person_id)
    linked = {row.provider: row for row in store.of_account(tx, account.id)} if account else {}
    rows = tuple(_row(provider, linked.get(provider.value), ctx) for provider in keys.on_offer(ctx))
    is_last = account is not None and len(linked) == 1 and accounts.ways_in(tx, account) == 1
    return SocialPage(rows, has_password=bool(account and account.password_hash), keeps_last=is_last)


def begin(tx: Session, ctx: PatientContext, provider: Provider) -> StartedAttempt:
    """Send the caller to a provider, to link a profile of theirs to this sign-in's account.

    Raises: SocialOff · ProofNeeded · OneAlready · NotFound for whoever has no account.
    """
    _check_proof(tx, ctx)
    account = accounts.own(tx, ctx.clinic.id, ctx.person_id)
    if any(row.provider == provider.value for row in store.of_account(tx, account.id)):
        raise OneAlready(provider=provider.label)
    return oauth_attempts.begin(tx, ctx, provider, Intent(Purpose.LINK, ctx.session_id))


def link(tx: Session, ctx: PatientContext, provider: Provider, profile: Profile) -> None:
    """Link the profile of whoever has come back; they are told by mail.

    Edges: the very same one again is no change, and nobody is told.
    Raises: SocialOff · LinkedElsewhere, a profile of somebody else's here · OneAlready, another one of the caller's.
    """
    keys.check(ctx, provider)
    account = accounts.own(tx, ctx.clinic.id, ctx.person_id)
    row = SocialIdentity(
        clinic_id=ctx.clinic.id,
        account_id=account.id,
        provider=provider.value,
        issuer=profile.issuer,
        subject=profile.subject,
        linked_at=ctx.now,
    )
    row.shown = seal(profile.shown[:SHOWN_AT_MOST], *SHOWN, row.id)
    if not store.add(tx, row):
        return _check_same(tx, ctx, account, provider, profile)
    _note(tx, ctx, Action.SOCIAL_LINKED, Kind.SOCIAL_LINKED, provider, row.id)
    return None


def unlink(tx: Session, ctx: PatientContext, provider: Provider) -> None:
    """Unlink the caller's profile of a provider; they are told by mail. What is turned off is unlinked all the same.

    Edges: of two who unlink at once, one is too late when it would be the last way in.
    Raises: ProofNeeded · LastWayIn · NotFound.
    """
    _check_proof(tx, ctx)
    account = accounts.own(tx, ctx.clinic.id, ctx.person_id)
    accounts.lock(tx, account.id)
    row = next((row for row in store.of_account(tx, account.id) if row.provider == provider.value), None)
    if row is None:
        raise NotFound()
    if accounts.ways_in(tx, account) == 1:
        raise LastWayIn(provider=provider.label)
    store.remove(tx, account.id, provider.value)
    _note(tx, ctx, Action.SOCIAL_UNLINKED, Kind.SOCIAL_UNLINKED, provider, row.id)


def refuse(tx: Session, ctx: PatientContext, provider: Provider, reason: str) -> None:
    """Write down that a profile was not linked."""
    audit.record(tx, ctx, Action.SOCIAL_REFUSED, reason=reason, provider=provider.value)


def _check_proof(tx: Session, ctx: PatientContext) -> None:
    if own_sessions.needs_proof(tx, ctx):
        raise ProofNeeded()


def _check_same(tx: Session, ctx: PatientContext, account: Account, provider: Provider, profile: Profile) -> None:
    known = store.identity(tx, ctx.clinic.id, profile.issuer, profile.subject)
    if known is not None and known.account_id != account.id:
        raise LinkedElsewhere(provider=provider.label)
    if known is None:
        raise OneAlready(provider=provider.label)


def _note(tx: Session, ctx: PatientContext, action: Action, mail: Kind, provider: Provider, identity_id: str) -> None:
    person = people.own(tx, ctx.clinic.id, ctx.person_id)
    audit.record(tx, ctx, action, subject_id=identity_id, provider=provider.value)
    outbox.to_person(tx, ctx, person, mail, identity_id, {"provider": provider.label})
    bus.announce(tx, ctx.clinic.id, Topic.SOCIAL, ctx.now, ctx.person_id)


def _row(provider: Provider, linked: SocialIdentity | None, ctx: PatientContext) -> SocialRow:
    if linked is None:
        return SocialRow(provider.value, provider.label)
    used = linked.last_used_at
    return SocialRow(
        provider=provider.value,
        label=provider.label,
        is_linked=True,
        shown=_shown(linked),
        linked=say("social.linked_on", ctx.lang, day=dates.full_day(_local(linked.linked_at, ctx), ctx.lang)),
        used=say("social.used", ctx.lang, when=dates.day_and_time(_local(used, ctx), ctx.lang))
        if used
        else say("social.not_used", ctx.lang),
    )


def _local(at: datetime, ctx: PatientContext) -> datetime:
    return wall_time(at, ctx.time_zone).local


def _shown(linked: SocialIdentity) -> str:
    try:
        return unseal(linked.shown, *SHOWN, linked.id)
    except Unreadable:
        return ""
