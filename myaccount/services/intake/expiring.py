"""Close the forms whose last day is over."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from myaccount.domain.forms.states import FormAct
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.services.intake import sending
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import clinics as clinic_store
from myaccount.store import forms as store

BATCH_SIZE = 200


def expire_overdue(tx: Session, now: datetime, clinic_ids: Collection[str] | None = None) -> int:
    """Let pending forms expire whose last day is over; tell how many. Open pages say so.

    Those of all clinics, or of some. Times: `now` is aware UTC; the days are each clinic's own.
    Edges: on the last day itself a form is still open.
    """
    return sum(_expire_of(tx, clinic_id, now) for clinic_id in clinic_ids or clinic_store.ids(tx))


def _expire_of(tx: Session, clinic_id: str, now: datetime) -> int:
    facts = clinics.facts(tx, clinic_id)
    ctx = ClinicContext(facts, now, facts.language)
    rows = store.overdue(tx, clinic_id, ctx.today, BATCH_SIZE)
    for row in rows:
        sending.close(tx, ctx, row, FormAct.EXPIRE)
        audit.record(tx, ctx, Action.FORM_EXPIRED, subject_id=row.id, person_id=row.person_id)
    return len(rows)
