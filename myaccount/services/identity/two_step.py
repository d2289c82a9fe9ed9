"""The second step of signing in: six digits from an authenticator app, or a recovery code.

Whoever has a role at the clinic acts for it only in a sign-in whose second step is proven (`sessions.resolve`). A
patient has a second step by their own wish or the clinic's. Whoever has one owes it, and until then their sign-in opens
nothing. A sign-in with a passkey owes none.
Each use case holds the account's row, so that of two at once one gets through.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import pyotp
from sqlmodel import Session

from myaccount.crypto.sealing import seal, unseal
from myaccount.domain import two_step as rules
from myaccount.domain.identity_refusals import ProofNeeded
from myaccount.domain.refusals import AlreadyDone, NotAllowed, NotFound, WrongSecondStep
from myaccount.domain.sessions import EndReason, is_proven
from myaccount.messages import dates
from myaccount.models import Account, Authenticator
from myaccount.services.context import ClinicContext, ClinicFacts, PatientContext
from myaccount.services.identity import account_mails, recovery_codes, sessions, sign_ins
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import passkeys
from myaccount.store import sessions as session_store
from myaccount.store import two_step as store
from myaccount.views.two_step import SetUp, TwoStepLine, TwoStepOverview

SECRET = ("authenticator", "secret")
GROUP = 4


class Stage(StrEnum):
    """Where a sign-in stands with its second step."""

    SET_UP = "set_up"
    PASSKEY = "passkey"
    ASKED = "asked"
    PASSED = "passed"


@dataclass(frozen=True)
class Kept:
    """A second step that has just been set up: the sign-in's new cookie, and the recovery codes, shown this once."""

    session: NewSession
    codes: tuple[str, ...] = field(repr=False)


def stage(tx: Session, ctx: PatientContext) -> Stage:
    """Tell what a sign-in is to be asked next.

    Edges: with passkeys and no authenticator it is a passkey, or who learns the password would set one up.
    """
    row = session_store.who(tx, ctx.clinic.id, ctx.session_id)
    if row is not None and row.authenticator_at is not None:
        return Stage.PASSED if row.two_step_at is not None else Stage.ASKED
    is_proven_by_passkey = row is not None and row.two_step_at is not None
    has_passkeys = bool(passkeys.of_person(tx, ctx.clinic.id, ctx.person_id))
    return Stage.PASSKEY if has_passkeys and not is_proven_by_passkey else Stage.SET_UP


def begin(tx: Session, ctx: PatientContext) -> SetUp:
    """Make the secret that a person adds to their app; the same one as long as this sign-in asks.

    Edges: another sign-in gets another secret, so that nobody who looked in earlier knows the one that is confirmed.
    Raises: AlreadyDone when there is an authenticator · ProofNeeded of a patient whose password was given too long ago.
    """
    account = _account(tx, ctx)
    _check_proof(tx, ctx)
    row = store.of_person(tx, ctx.clinic.id, ctx.person_id)
    if row is not None and row.confirmed_at is not None:
        raise AlreadyDone()
    if row is not None and row.session_id != ctx.session_id:
        store.forget(tx, row)
        row = None
    secret = unseal(row.secret, *SECRET, row.id) if row else _new(tx, ctx, account)
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=ctx.clinic.name)
    return SetUp(uri, rules.in_groups(secret, GROUP))


def set_up(tx: Session, ctx: PatientContext, code: str) -> Kept:
    """Confirm the authenticator with its first code; the second step of this sign-in is proven with it.

    Edges: their other sign-ins end: they did without. Raises: AlreadyDone when there is one · ProofNeeded ·
    WrongSecondStep.
    """
    _account(tx, ctx)
    _check_proof(tx, ctx)
    row = store.of_person(tx, ctx.clinic.id, ctx.person_id)
    if row is not None and row.confirmed_at is not None:
        raise AlreadyDone()
    if row is None or row.session_id != ctx.session_id:
        raise WrongSecondStep()
    _take(tx, ctx, row, code)
    row.confirmed_at = ctx.now
    audit.record(tx, ctx, Action.TWO_STEP_SET_UP, subject_id=row.id)
    account_mails.two_step_set_up(tx, ctx, row.id)
    sessions.end_all(tx, ctx, ctx.person_id, EndReason.TWO_STEP, ctx.session_id)
    return Kept(sign_ins.second_step(tx, ctx), recovery_codes.make(tx, row))


def overview(tx: Session, ctx: PatientContext) -> TwoStepOverview:
    """Tell a person since when they have an authenticator, and how many recovery codes are left.

    Times: the day on the clinic's calendar. Raises: NotFound when there is none.
    """
    row = store.of_person(tx, ctx.clinic.id, ctx.person_id)
    if row is None or row.confirmed_at is None:
        raise NotFound()
    day = ctx.clinic.day_of(row.confirmed_at)
    return TwoStepOverview(dates.full_day(day, ctx.lang), recovery_codes.left(tx, row), _may_turn_off(ctx))


def renew(tx: Session, ctx: PatientContext, code: str) -> tuple[str, ...]:
    """Make new recovery codes for whoever gives the six digits of their authenticator; they are told by mail.

    Edges: every old code is void from then on. Raises: NotAllowed · WrongSecondStep.
    """
    row = _confirmed(tx, ctx)
    _take(tx, ctx, row, code)
    store.forget_codes(tx, row)
    audit.record(tx, ctx, Action.TWO_STEP_RENEWED, subject_id=row.id)
    account_mails.two_step_renewed(tx, ctx, f"{row.id}:{row.last_step}")
    return recovery_codes.make(tx, row)


def turn_off(tx: Session, ctx: PatientContext, code: str) -> None:
    """Forget a patient's authenticator and its codes, for the six digits it shows; they are told by mail.

    Raises: NotAllowed where the clinic wants the second step, and for whoever works there · WrongSecondStep.
    """
    if not _may_turn_off(ctx):
        raise NotAllowed()
    row = _confirmed(tx, ctx)
    _take(tx, ctx, row, code)
    store.forget(tx, row)
    audit.record(tx, ctx, Action.TWO_STEP_TURNED_OFF, subject_id=row.id)
    account_mails.two_step_turned_off(tx, ctx, row.id)
    sessions.announce(tx, ctx)


def prove(tx: Session, ctx: PatientContext, code: str) -> NewSession:
    """Take the six digits of a person's authenticator; each code once. The sign-in goes on under a new cookie.

    Edges: a code is good during its own 30 seconds and the 30 before and after. Raises: NotAllowed · WrongSecondStep.
    """
    row = _confirmed(tx, ctx)
    _take(tx, ctx, row, code)
    audit.record(tx, ctx, Action.TWO_STEP_PASSED, subject_id=row.id)
    return sign_ins.second_step(tx, ctx)


def recover(tx: Session, ctx: PatientContext, code: str) -> NewSession:
    """Take a recovery code in place of the authenticator, once; its owner is told by mail.

    Raises: NotAllowed · WrongSecondStep.
    """
    row = _confirmed(tx, ctx)
    code_id, left = recovery_codes.take(tx, row, code, ctx.now)
    audit.record(tx, ctx, Action.TWO_STEP_RECOVERED, subject_id=code_id)
    account_mails.two_step_recovered(tx, ctx, code_id, left)
    return sign_ins.second_step(tx, ctx)


def refuse(tx: Session, ctx: PatientContext, reason: str) -> None:
    """Write down a refused code."""
    audit.record(tx, ctx, Action.TWO_STEP_REFUSED, reason=reason)


def reset_by_operator(tx: Session, facts: ClinicFacts, person_id: str, now: datetime) -> bool:
    """Forget a person's authenticator and passkeys and end their sign-ins; they are told by mail.

    False when there is neither. Times: aware UTC.
    """
    ctx = ClinicContext(facts, now, facts.language)
    account, row = store.locked_account(tx, facts.id, person_id), store.of_person(tx, facts.id, person_id)
    had_passkeys = passkeys.remove_all(tx, facts.id, person_id) > 0
    if account is None or (row is None and not had_passkeys):
        return False
    if row is not None:
        store.forget(tx, row)
    sessions.end_all(tx, ctx, person_id, EndReason.OPERATOR)
    audit.record(tx, ctx, Action.TWO_STEP_RESET, subject_id=account.id, person_id=person_id)
    account_mails.two_step_reset(tx, ctx, person_id, f"{account.id}:{now.isoformat()}")
    return True


def line(tx: Session, facts: ClinicFacts, person_id: str) -> TwoStepLine:
    """Tell the operator whether somebody has an authenticator, and how many recovery codes are left."""
    row = store.of_person(tx, facts.id, person_id)
    if row is None or row.confirmed_at is None:
        return TwoStepLine("", 0)
    return TwoStepLine(f"{row.confirmed_at:%Y-%m-%d %H:%M}", recovery_codes.left(tx, row))


def _account(tx: Session, ctx: PatientContext) -> Account:
    account = store.locked_account(tx, ctx.clinic.id, ctx.person_id)
    if account is None:
        raise NotAllowed()
    return account


def _check_proof(tx: Session, ctx: PatientContext) -> None:
    """Let only whoever has just shown that it is them lock an account with an authenticator of theirs.

    Edges: staff who have nothing set up yet are led here at sign-in, and give no password again.
    """
    row = session_store.live(tx, ctx.clinic.id, ctx.session_id)
    if stage(tx, ctx) is Stage.PASSKEY or row is None:
        raise ProofNeeded()
    is_first = ctx.role is not None and row.two_step_at is None
    if not is_first and not is_proven(row.proven_at, ctx.now):
        raise ProofNeeded()


def _may_turn_off(ctx: PatientContext) -> bool:
    return ctx.role is None and not ctx.settings.require_two_step


def _confirmed(tx: Session, ctx: PatientContext) -> Authenticator:
    _account(tx, ctx)
    row = store.of_person(tx, ctx.clinic.id, ctx.person_id)
    if row is None or row.confirmed_at is None:
        raise WrongSecondStep()
    return row


def _new(tx: Session, ctx: PatientContext, account: Account) -> str:
    secret = pyotp.random_base32()
    row = Authenticator(
        clinic_id=ctx.clinic.id, account_id=account.id, session_id=ctx.session_id, secret="", created_at=ctx.now
    )
    row.secret = seal(secret, *SECRET, row.id)
    tx.add(row)
    return secret


def _take(tx: Session, ctx: PatientContext, row: Authenticator, code: str) -> None:
    app, typed = pyotp.TOTP(unseal(row.secret, *SECRET, row.id)), rules.digits_of(code)
    steps = rules.steps_accepted(ctx.now, row.last_step)
    meant = [step for step in steps if hmac.compare_digest(app.generate_otp(step), typed)]
    if not meant:
        raise WrongSecondStep()
    row.last_step = meant[-1]
    tx.add(row)
