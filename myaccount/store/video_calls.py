"""Attendance of calls in the database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from myaccount.models import VideoCall
from myaccount.store.inserting import insert_if_absent


def of_visit(tx: Session, clinic_id: str, appointment_id: str) -> VideoCall:
    """Find the attendance of a visit's call, or begin it, and lock it. Of two at once one waits for the other."""
    query = select(VideoCall).where(col(VideoCall.appointment_id) == appointment_id).with_for_update()
    found = tx.exec(query).one_or_none()
    if found is not None:
        return found
    insert_if_absent(
        tx, VideoCall(appointment_id=appointment_id, clinic_id=clinic_id)
    )  # or the other one began in the meantime
    return tx.exec(query).one()


def of_visits(tx: Session, appointment_ids: Collection[str]) -> Mapping[str, VideoCall]:
    """Find the attendance of those of these visits that have any, by visit."""
    query = select(VideoCall).where(col(VideoCall.appointment_id).in_(appointment_ids))
    return {row.appointment_id: row for row in tx.exec(query)} if appointment_ids else {}


def running_unseen_since(tx: Session, before: datetime, limit: int) -> Sequence[VideoCall]:
    """List the calls that have begun and not ended, though a side was not seen since an instant, and hold them.

    Times: aware UTC. Edges: one that another process holds, who ends it or is in it, is left to it.
    """
    unseen = (col(VideoCall.patient_seen_at) <= before) | (col(VideoCall.practitioner_seen_at) <= before)
    query = select(VideoCall).where(col(VideoCall.started_at).is_not(None), col(VideoCall.ended_at).is_(None), unseen)
    first = query.order_by(col(VideoCall.appointment_id)).limit(limit)
    held = first.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return tx.exec(held).all()
