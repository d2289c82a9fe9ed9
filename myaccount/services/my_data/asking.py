"""Ask for a copy of one's data, see how it stands, and take it, once."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from myaccount.domain.my_data import COPIES_A_DAY, CopyGone, CopyState, TooManyCopies, stands
from myaccount.domain.time import wall_time
from myaccount.messages import dates, say
from myaccount.models import DataExport
from myaccount.services import audit, own_sessions
from myaccount.services.audit import Action
from myaccount.services.context import PatientContext
from myaccount.services.my_data import TOPIC
from myaccount.store import bus, people
from myaccount.store import my_data as store
from myaccount.views.my_data import CopyView


@dataclass(frozen=True)
class Taken:
    """The file of a copy that is being taken."""

    file_id: str
    size: int


def page(tx: Session, ctx: PatientContext) -> CopyView:
    """Show how the copy stands that a person asked for last."""
    row = store.latest(tx, ctx.clinic.id, ctx.person_id)
    state = stands(row.ready_at, row.expires_at, row.taken_at, ctx.now) if row else CopyState.NONE
    needs_password = own_sessions.needs_proof(tx, ctx)
    if row is None or row.expires_at is None or state is not CopyState.READY:
        return CopyView(state.value, say(f"my_data.{state}", ctx.lang), needs_password=needs_password)
    until = dates.day_and_time(wall_time(row.expires_at, ctx.clinic.time_zone).local, ctx.lang)
    line = say("my_data.ready", ctx.lang, until=until)
    return CopyView(state.value, line, f"/account/data/{row.id}.zip", needs_password, row.expires_at)


def ask(tx: Session, ctx: PatientContext) -> None:
    """Ask for a copy; it is made in the background. While one is being made, that is the one.

    Raises: ProofNeeded when the password was given too long ago · TooManyCopies for the fourth within 24 hours.
    """
    own_sessions.check_proof(tx, ctx)
    people.own_to_change(tx, ctx.clinic.id, ctx.person_id)  # of two that ask at once, one does
    row = store.latest(tx, ctx.clinic.id, ctx.person_id)
    if row is not None and row.ready_at is None:
        return
    if store.asked_since(tx, ctx.clinic.id, ctx.person_id, ctx.now - timedelta(days=1)) >= COPIES_A_DAY:
        raise TooManyCopies(most=COPIES_A_DAY)
    made = DataExport(clinic_id=ctx.clinic.id, person_id=ctx.person_id, asked_at=ctx.now)
    tx.add(made)
    audit.record(tx, ctx, Action.DATA_ASKED, subject_id=made.id)
    bus.announce(tx, ctx.clinic.id, TOPIC, ctx.now, ctx.person_id)


def take(tx: Session, ctx: PatientContext, export_id: str) -> Taken:
    """Take a copy, which is possible once. Raises: CopyGone, also when it is somebody else's, or was taken before."""
    file = store.file_of(tx, ctx.clinic.id, ctx.person_id, export_id)
    if file is None or not store.take(tx, ctx.clinic.id, ctx.person_id, export_id, ctx.now):
        raise CopyGone()
    audit.record(tx, ctx, Action.DATA_TAKEN, subject_id=export_id)
    bus.announce(tx, ctx.clinic.id, TOPIC, ctx.now, ctx.person_id)
    return Taken(file.id, file.size)
