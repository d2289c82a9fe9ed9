"""Ask for a copy of one's data, see how it stands, and take it, once; what was cut off may be taken again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from myaccount.domain.my_data import AGAIN_FOR, COPIES_A_DAY, CopyGone, CopyState, TooManyCopies, stands
from myaccount.domain.topics import Topic
from myaccount.messages import dates, say
from myaccount.models import DataExport
from myaccount.services.context import PatientContext
from myaccount.services.identity import own_sessions
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, people
from myaccount.store import my_data as store
from myaccount.views.my_data import CopyView


@dataclass(frozen=True)
class Taken:
    """The file of a copy that is being taken."""

    file_id: str
    size: int
    sha256: str


def page(tx: Session, ctx: PatientContext) -> CopyView:
    """Show how the copy stands that a person asked for last."""
    row = store.latest(tx, ctx.clinic.id, ctx.person_id)
    state, until = _stands(row, ctx) if row else (CopyState.NONE, None)
    needs_password = own_sessions.needs_proof(tx, ctx)
    if row is None or until is None:
        return CopyView(state.value, say(f"my_data.{state}", ctx.lang), needs_password=needs_password)
    words = dates.day_and_time(ctx.clinic.local(until), ctx.lang)
    line = say(f"my_data.{state}", ctx.lang, until=words)
    return CopyView(state.value, line, f"/account/data/{row.id}.zip", needs_password, until)


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
    bus.announce(tx, ctx.clinic.id, Topic.MY_DATA, ctx.now, ctx.person_id)


def take(tx: Session, ctx: PatientContext, export_id: str) -> Taken:
    """Take a copy, which is possible once, and for 15 minutes again to the sign-in that did, whole or in part.

    Raises: CopyGone, also when it is somebody else's, or was taken in another sign-in.
    """
    mine = (ctx.clinic.id, ctx.person_id, export_id)
    file = store.file_of(tx, *mine)
    if file is None:
        raise CopyGone()
    if store.take(tx, *mine, ctx.now, ctx.session_id):
        audit.record(tx, ctx, Action.DATA_TAKEN, subject_id=export_id)
        bus.announce(tx, ctx.clinic.id, Topic.MY_DATA, ctx.now, ctx.person_id)
    elif not store.is_being_taken(tx, *mine, ctx.now - AGAIN_FOR, ctx.session_id):
        raise CopyGone()
    return Taken(file.id, file.size, file.sha256)


def _stands(row: DataExport, ctx: PatientContext) -> tuple[CopyState, datetime | None]:
    """Tell how a copy stands, and until when it can be taken; None where it cannot."""
    here = row.taken_in == ctx.session_id
    state = stands(row.ready_at, row.expires_at, row.taken_at, ctx.now, taken_here=here)
    if state is CopyState.STARTED and row.taken_at is not None:
        return state, row.taken_at + AGAIN_FOR
    return state, row.expires_at if state is CopyState.READY else None
