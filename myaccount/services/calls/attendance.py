"""Attendance of a call: who came into it, when the two met, and when it ended."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Session

from myaccount.domain.call_attendance import (
    PRESENCE_LASTS,
    CallPhase,
    CallStatus,
    Presence,
    call_status,
    elsewhere,
    is_present,
)
from myaccount.domain.calls import Side
from myaccount.domain.topics import Topic
from myaccount.models import Appointment, VideoCall
from myaccount.services.calls.participants import Participant
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus
from myaccount.store import video_calls as store

BATCH_SIZE = 200


def note_present(tx: Session, participant: Participant) -> None:
    """Note that a side is in the call; when the other one is, too, that the call has begun.

    Edges: whoever was not seen for 45 seconds has come anew. What has not changed is told to nobody.
    """
    row, now = store.of_visit(tx, participant.ctx.clinic.id, participant.appointment_id), participant.ctx.now
    presences, was_running = _presences(row), _is_running(row)
    came = not is_present(presences.get(participant.side), now)
    setattr(row, f"{participant.side.value}_seen_at", now)
    if came:
        setattr(row, f"{participant.side.value}_since", now)
    if is_present(presences.get(participant.side.other), now) and not was_running:
        row.started_at, row.ended_at = row.started_at or now, None
        _note(tx, participant.ctx, Action.CALL_STARTED, participant.appointment_id, participant.patient_id)
    elif came:
        bus.announce(tx, participant.ctx.clinic.id, Topic.VISIT, now, participant.patient_id)


def note_left(tx: Session, participant: Participant) -> None:
    """Note that a side has left for good; a call that ran has ended then."""
    row = store.of_visit(tx, participant.ctx.clinic.id, participant.appointment_id)
    setattr(row, f"{participant.side.value}_seen_at", None)
    setattr(row, f"{participant.side.value}_since", None)
    if _is_running(row):
        row.ended_at = participant.ctx.now
        _note(tx, participant.ctx, Action.CALL_ENDED, participant.appointment_id, participant.patient_id)
    else:
        bus.announce(tx, participant.ctx.clinic.id, Topic.VISIT, participant.ctx.now, participant.patient_id)


def note_left_for_own_server(tx: Session, participant: Participant) -> None:
    """Note that a side has gone to the call on the clinic's own server. Edges: the last time that it goes counts."""
    row = store.of_visit(tx, participant.ctx.clinic.id, participant.appointment_id)
    note_left(tx, participant)
    setattr(row, f"{participant.side.value}_since", participant.ctx.now)


def end_abandoned(tx: Session, now: datetime) -> int:
    """End the calls of which a side has gone without a word; tell how many. Times: aware UTC.

    Edges: such a call has ended when the side that went was seen last.
    """
    found = store.running_unseen_since(tx, now - PRESENCE_LASTS, BATCH_SIZE)
    for row in found:
        row.ended_at = min(presence.seen_at for presence in _presences(row).values())
        facts = clinics.facts(tx, row.clinic_id)
        patient_id = tx.get_one(Appointment, row.appointment_id).person_id
        _note(tx, ClinicContext(facts, now, facts.language), Action.CALL_ENDED, row.appointment_id, patient_id)
    return len(found)


def of_visits(tx: Session, rows: Collection[Appointment], now: datetime) -> Mapping[str, CallStatus]:
    """Tell how the calls of some visits stand, by visit; those of which there is nothing to tell are left out."""
    starts = {row.id: row.starts_at for row in rows if row.online}
    rows_by_visit = store.of_visits(tx, list(starts))
    found = {key: _status(row, starts[key], now) for key, row in rows_by_visit.items()}
    return {key: one for key, one in found.items() if one is not None}


def _status(row: VideoCall, starts_at: datetime, now: datetime) -> CallStatus | None:
    """Tell how one call stands. Edges: who is here now goes before who went elsewhere, and that before what is over."""
    here = call_status(_presences(row), starts_at, row.started_at, now)
    is_here = here is not None and here.phase is not CallPhase.OVER
    return here if is_here else elsewhere(_gone(row)) or here


def _is_running(row: VideoCall) -> bool:
    return row.started_at is not None and row.ended_at is None


def _gone(row: VideoCall) -> dict[Side, datetime]:
    """List the sides that have gone to a call elsewhere: they came, and are not seen here."""
    pairs = ((side, getattr(row, f"{side.value}_since"), getattr(row, f"{side.value}_seen_at")) for side in Side)
    return {side: since for side, since, seen_at in pairs if since and not seen_at}


def _presences(row: VideoCall) -> dict[Side, Presence]:
    pairs = ((side, getattr(row, f"{side.value}_since"), getattr(row, f"{side.value}_seen_at")) for side in Side)
    return {side: Presence(since, seen_at) for side, since, seen_at in pairs if since and seen_at}


def _note(tx: Session, ctx: ClinicContext, action: Action, appointment_id: str, patient_id: str) -> None:
    audit.record(tx, ctx, action, subject_id=appointment_id, person_id=patient_id)
    bus.announce(tx, ctx.clinic.id, Topic.VISIT, ctx.now, patient_id)
