"""The call of an online visit: who takes part in it, and the ticket with which a page does."""

import hmac
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from myaccount import clock
from myaccount.crypto.hashes import keyed
from myaccount.domain.appointments import Visit
from myaccount.domain.calls import HERE, Over, Place, Side, meeting_place, why_closed
from myaccount.domain.family import Permission
from myaccount.domain.refusals import NotFound
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.family.acting import one_act
from myaccount.services.identity import sessions
from myaccount.services.identity.sessions import ActiveSession, EndedSession
from myaccount.services.identity.uses import uses
from myaccount.services.visits.facts import facts_of
from myaccount.store import call_participants as store
from myaccount.store.engine import in_read, look_up
from myaccount.store.prepared import DirectReader


@dataclass(frozen=True)
class Participant:
    """Who takes part in the call of one visit, as it stands at one instant. `closed` is why it is shut, if it is.

    `patient_id` is the person whose visit it is, `staff_id` who gives it, and `where` it takes place. `class_id` is the
    class in which it is a seat, blank for none.
    """

    appointment_id: str
    patient_id: str
    staff_id: str
    side: Side
    ctx: PatientContext
    visit: Visit
    where: Place
    closed: Over | None
    class_id: str

    @property
    def ticket(self) -> str:
        """The ticket with which a page takes it: good for this visit, person, side and sign-in, and no other.

        Edges: it says nothing of time; whether the call is open is judged whenever it is shown. Whoever comes for
        somebody of their family says by what; whether they still may is judged each time as well.
        """
        ctx = self.ctx
        bound = ("call", ctx.clinic.id, self.appointment_id, ctx.person_id, self.side.value, ctx.session_id)
        by = ctx.acting.relationship_id if ctx.acting else ""
        return f"{by}.{keyed(*bound, by).hex()}"


def participant(
    tx: Session | DirectReader, ctx: PatientContext, staff: StaffContext | None, appointment_id: str
) -> Participant:
    """Find somebody's side in a visit's call: the patient's whose visit it is, or the practitioner's who gives it.

    Raises: NotFound for everybody else, whoever they are at the clinic.
    """
    return _participant(store.one(tx, ctx.clinic.id, ctx.person_id, _staff_id(staff), appointment_id), ctx)


async def admit(
    clinic_id: str, session_id: str, appointment_id: str, shown: str, *, is_use: bool
) -> Participant | Over:
    """Tell whom a ticket admits at this moment, or why it admits nobody.

    Asked for everything that is said in a call. `is_use` when it was the person who said it: that is use of the
    sign-in; being pushed is not.
    """
    found = await look_up(sessions.resolve, clinic_id, session_id, clock.now())
    if isinstance(found, EndedSession):
        return Over.SIGNED_OUT
    try:
        participant = await _participant_now(found, shown.partition(".")[0], appointment_id)
    except NotFound:
        return Over.NOT_HERE
    if not hmac.compare_digest(participant.ticket.encode(), shown.encode("utf-8", "replace")):
        return Over.NOT_HERE
    if is_use and found.use_is_due:
        await uses.note(session_id, found.ctx.now)
    return participant.closed or participant


async def _participant_now(found: ActiveSession, relationship_id: str, appointment_id: str) -> Participant:
    """Find as whom a sign-in takes part: itself, or by a relationship somebody else."""
    if relationship_id:
        return await in_read(_participant_for_other, found.ctx, relationship_id, appointment_id)
    return await look_up(participant, found.ctx, found.staff, appointment_id)


def _participant_for_other(tx: Session, ctx: PatientContext, relationship_id: str, appointment_id: str) -> Participant:
    return participant(tx, one_act(tx, ctx, relationship_id, Permission.BOOKINGS), None, appointment_id)


def _staff_id(staff: StaffContext | None) -> str:
    return staff.staff_id if staff is not None else ""


def _participant(row: Any, ctx: PatientContext) -> Participant:
    side = Side.PATIENT if row.person_id == ctx.person_id else Side.PRACTITIONER
    chosen, server, class_id = ctx.settings.online_provider, ctx.clinic.video_server, row.class_id or ""
    where = meeting_place(row.call_url, row.video_link, chosen, server, is_class=bool(class_id))
    visit = facts_of(row, has_call=where is not None)
    closed = why_closed(visit, ctx.now)
    return Participant(row.id, row.person_id, row.staff_id, side, ctx, visit, where or HERE, closed, class_id)
