"""Write the audit trail, inside the transaction of what it tells of."""

from enum import StrEnum

from sqlmodel import Session

from myaccount.models import AuditEntry
from myaccount.services.context import ClinicContext, PatientContext, StaffContext


class Action(StrEnum):
    """Everything that is ever written to the trail."""

    APPOINTMENT_CANCELLED = "appointment.cancelled"
    CALL_OPENED = "call.opened"
    CLINIC_CREATED = "clinic.created"
    CLINIC_IMPORTED = "clinic.imported"
    CONTACT_CHANGED = "contact.changed"
    EMAIL_VERIFIED = "email.verified"
    LANGUAGE_CHANGED = "language.changed"
    LINK_REFUSED = "link.refused"
    PASSWORD_RESET = "password.reset"
    REFUSED = "refused"
    RESET_ASKED = "reset.asked"
    SESSION_ENDED = "session.ended"
    SETTING_CHANGED = "setting.changed"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in.refused"
    TWO_STEP_PASSED = "two_step.passed"
    TWO_STEP_RECOVERED = "two_step.recovered"
    TWO_STEP_REFUSED = "two_step.refused"
    TWO_STEP_RESET = "two_step.reset"
    TWO_STEP_SET_UP = "two_step.set_up"
    WELCOME_ACCEPTED = "welcome.accepted"
    WELCOME_SENT = "welcome.sent"


def refused(tx: Session, ctx: ClinicContext, what: str) -> None:
    """Write down that somebody asked for what their role does not allow."""
    record(tx, ctx, Action.REFUSED, what=what)


def record(
    tx: Session,
    ctx: ClinicContext,
    action: Action,
    *,
    subject_id: str | None = None,
    person_id: str | None = None,
    **facts: str | int | bool | None,
) -> None:
    """Append an entry: who is acting is read off the context.

    `person_id` is whose data it concerns: the acting patient's own unless given, nobody's when staff act.
    `facts` hold ids and codes only.
    """
    patient = ctx if isinstance(ctx, PatientContext) else None
    own = patient.person_id if patient and not isinstance(patient, StaffContext) else None
    tx.add(
        AuditEntry(
            clinic_id=ctx.clinic.id,
            at=ctx.now,
            action=action.value,
            actor_id=patient.person_id if patient else None,
            session_id=patient.session_id if patient else None,
            person_id=person_id or own,
            subject_id=subject_id,
            facts=dict(facts),
        )
    )
