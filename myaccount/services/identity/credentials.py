"""Username/Password: their owner changes either, with the current password (S43)."""

from sqlmodel import Session

from myaccount.domain.sessions import EndReason
from myaccount.domain.usernames import tidy
from myaccount.messages import dates
from myaccount.services.context import PatientContext
from myaccount.services.identity import account_mails, one_time_links, reauthentication, sessions, usernames
from myaccount.services.identity.one_time_links import Kind
from myaccount.services.identity.reauthentication import StoredPassword
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.identity.welcome import personal_words
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts as store
from myaccount.store import people, two_step


def username(tx: Session, ctx: PatientContext) -> str:
    """Tell the caller their username. Edges: blank for somebody without an account."""
    account = store.of_person(tx, ctx.clinic.id, ctx.person_id)
    return account.username if account else ""


def two_step_since(tx: Session, ctx: PatientContext) -> str:
    """Tell since which day the caller signs in in two steps; blank for whoever does not."""
    row = two_step.of_person(tx, ctx.clinic.id, ctx.person_id)
    if row is None or row.confirmed_at is None:
        return ""
    return dates.full_day(ctx.clinic.day_of(row.confirmed_at), ctx.lang)


def words_to_avoid(tx: Session, ctx: PatientContext) -> tuple[str, ...]:
    """List what others may know of the caller, which makes a poor password."""
    return (username(tx, ctx), *personal_words(people.own(tx, ctx.clinic.id, ctx.person_id), ctx))


def judge_username(tx: Session, ctx: PatientContext, chosen: str) -> None:
    """Judge a new username before the password is. Raises: NotAcceptable."""
    usernames.judge(tx, ctx, people.own(tx, ctx.clinic.id, ctx.person_id), tidy(chosen))


def change_username(tx: Session, ctx: PatientContext, proof: StoredPassword, chosen: str) -> NewSession:
    """Take a new username; the person is told by mail. Every sign-in stays.

    Edges: the same one in other letters is a change; the very same one is none, and nobody is told.
    Raises: WrongPassword · NotAcceptable · NotFound.
    """
    session = reauthentication.renew(tx, ctx, proof)
    account, person = reauthentication.account_of(tx, ctx, proof), people.own(tx, ctx.clinic.id, ctx.person_id)
    if account.username != tidy(chosen):
        usernames.take(tx, ctx, person, account, tidy(chosen))
        audit.record(tx, ctx, Action.USERNAME_CHANGED, subject_id=account.id)
        account_mails.username_changed(tx, ctx, person, account.username, f"{account.id}:{ctx.now.isoformat()}")
        sessions.announce(tx, ctx)
    return session


def change_password(tx: Session, ctx: PatientContext, proof: StoredPassword, password_hash: str) -> NewSession:
    """Take a new password: every other sign-in ends, links on their way open nothing, the person is told by mail.

    Raises: WrongPassword · NotFound.
    """
    session = reauthentication.renew(tx, ctx, proof)
    account = reauthentication.account_of(tx, ctx, proof)
    store.set_password(tx, account.id, password_hash, ctx.now)
    one_time_links.void(tx, ctx, Kind.RESET, ctx.person_id)
    sessions.end_all(tx, ctx, ctx.person_id, EndReason.PASSWORD_CHANGE, ctx.session_id)
    audit.record(tx, ctx, Action.PASSWORD_CHANGED, subject_id=account.id)
    person = people.own(tx, ctx.clinic.id, ctx.person_id)
    account_mails.password_changed(tx, ctx, person, f"{account.id}:{ctx.now.isoformat()}")
    return session
