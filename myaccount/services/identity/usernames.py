"""Usernames at a clinic: who may have which, and the moment one is taken."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from myaccount.domain.people import casefolded
from myaccount.domain.refusals import NotAcceptable
from myaccount.domain.usernames import username_problem
from myaccount.messages import say
from myaccount.models import Account, Person
from myaccount.services.context import ClinicContext
from myaccount.store import accounts as store


def judge(tx: Session, ctx: ClinicContext, person: Person, username: str) -> None:
    """Judge a username that a person has chosen. Edges: their own one is free. Raises: NotAcceptable."""
    problem = username_problem(username, person.email)
    if problem is None and _is_somebody_elses(tx, ctx, person, username):
        problem = "username.taken"
    if problem:
        raise NotAcceptable(field="username", reason=say(problem, ctx.lang))


def take(tx: Session, ctx: ClinicContext, person: Person, account: Account, username: str) -> None:
    """Give an account its username. Raises: NotAcceptable, also when somebody takes it at the same moment."""
    judge(tx, ctx, person, username)
    account.username, account.username_key = username, casefolded(username)
    try:
        with tx.begin_nested():
            tx.add(account)
    except IntegrityError as error:
        raise NotAcceptable(field="username", reason=say("username.taken", ctx.lang)) from error


def _is_somebody_elses(tx: Session, ctx: ClinicContext, person: Person, username: str) -> bool:
    holder = store.by_username(tx, ctx.clinic.id, casefolded(username))
    return holder is not None and holder.person_id != person.id
