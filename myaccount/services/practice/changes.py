"""What every change of a clinic's practice has in common: how somebody is reached, and who hears of it."""

from collections.abc import Sequence

from sqlmodel import Session

from myaccount.domain.people import Role
from myaccount.domain.refusals import OwnerOnly
from myaccount.domain.topics import Topic
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, people

NAMED = 3
Fact = str | int | bool | None


def check_reach(tx: Session, ctx: StaffContext, person_id: str) -> None:
    """Let the owner alone decide how somebody of the clinic is reached; patients are everybody's at the desk.

    Raises: OwnerOnly.
    """
    if not may_reach(tx, ctx, person_id):
        raise OwnerOnly()


def may_reach(tx: Session, ctx: StaffContext, person_id: str) -> bool:
    """Tell whether somebody may change where mail to this person goes: a Welcome e-mail opens an account, role and all.

    Edges: also of who is archived, since they may be taken back in the role that they had.
    """
    return ctx.role is Role.OWNER or not people.works_here(tx, ctx.clinic.id, person_id)


def note(
    tx: Session, ctx: StaffContext, action: Action, subject_id: str, *, person_id: str | None = None, **facts: Fact
) -> None:
    """Write a change into the trail, and let every open page of the clinic hear of it."""
    audit.record(tx, ctx, action, subject_id=subject_id, person_id=person_id, **facts)
    bus.announce(tx, ctx.clinic.id, Topic.PRACTICE, ctx.now)


def stays(count: int, ctx: StaffContext) -> str:
    """Say how many booked visits stay as they are; blank for none."""
    if count == 0:
        return ""
    return say("practice.stays_one" if count == 1 else "practice.stays", ctx.lang, count=count)


def few(names: Sequence[str], ctx: StaffContext) -> str:
    """Name the first few, and count the others; blank for none."""
    named, more = ", ".join(names[:NAMED]), len(names) - NAMED
    return say("practice.more", ctx.lang, names=named, count=more) if more > 0 else named
