"""Write the audit trail, inside the transaction of what it tells of."""

from enum import StrEnum

from sqlmodel import Session

from myaccount.models import AuditEntry
from myaccount.services.context import ClinicContext, PatientContext, StaffContext

BY = "by_relationship"
"""The fact that names the relationship by which somebody acted for another."""


class Action(StrEnum):
    """Everything that is ever written to the trail."""

    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    APPOINTMENT_ARRIVED = "appointment.arrived"
    APPOINTMENT_BOOKED = "appointment.booked"
    APPOINTMENT_CANCELLED = "appointment.cancelled"
    APPOINTMENT_MISSED = "appointment.missed"
    APPOINTMENT_MOVED = "appointment.moved"
    APPOINTMENT_RESTORED = "appointment.restored"
    APPOINTMENT_TAKEN_BACK = "appointment.taken_back"
    CALENDAR_LINK_MADE = "calendar_link.made"
    CALENDAR_LINK_STOPPED = "calendar_link.stopped"
    CALL_ENDED = "call.ended"
    CALL_OPENED = "call.opened"
    CALL_STARTED = "call.started"
    CARD_ADDED = "card.added"
    CARD_CHOSEN = "card.chosen"
    CARD_REMOVED = "card.removed"
    CLINIC_CHANGED = "clinic.changed"
    CLINIC_CREATED = "clinic.created"
    CLINIC_IMPORTED = "clinic.imported"
    CLINIC_RESTORED = "clinic.restored"
    CLOCKS_FOLLOWED = "clocks.followed"
    CLOCKS_NOT_FOLLOWED = "clocks.not_followed"
    CODES_CHANGED = "codes.changed"
    CONTACT_CHANGED = "contact.changed"
    DATA_ASKED = "data.asked"
    DATA_EXPORTED = "data.exported"
    DATA_TAKEN = "data.taken"
    DOCUMENT_ADDED = "document.added"
    DOCUMENT_CHANGED = "document.changed"
    DOCUMENT_OPENED = "document.opened"
    DOCUMENT_REMOVED = "document.removed"
    DOCUMENT_SENT = "document.sent"
    DOCUMENT_SHARED = "document.shared"
    DOCUMENT_WITHDRAWN = "document.withdrawn"
    EMAIL_VERIFIED = "email.verified"
    FAMILY_ACTED = "family.acted"
    FAMILY_CHANGED = "family.changed"
    FAMILY_DECLINED = "family.declined"
    FAMILY_GRANTED = "family.granted"
    FAMILY_INVITED = "family.invited"
    FAMILY_RECORDED = "family.recorded"
    FAMILY_REVOKED = "family.revoked"
    FAMILY_WITHDRAWN = "family.withdrawn"
    FEE_CHARGED = "fee.charged"
    FORM_EXPIRED = "form.expired"
    FORM_OPENED = "form.opened"
    FORM_REMINDED = "form.reminded"
    FORM_RETURNED = "form.returned"
    FORM_SENT = "form.sent"
    FORM_SUBMITTED = "form.submitted"
    FORM_TEMPLATE_ADDED = "form_template.added"
    FORM_TEMPLATE_ARCHIVED = "form_template.archived"
    FORM_TEMPLATE_CHANGED = "form_template.changed"
    FORM_TEMPLATE_DISCARDED = "form_template.discarded"
    FORM_TEMPLATE_PUBLISHED = "form_template.published"
    FORM_TEMPLATE_RESTORED = "form_template.restored"
    FORM_WITHDRAWN = "form.withdrawn"
    HOURS_CHANGED = "hours.changed"
    INVOICES_CAUGHT_UP = "invoices.caught_up"
    INVOICE_ISSUED = "invoice.issued"
    INVOICE_VOIDED = "invoice.voided"
    LANGUAGE_CHANGED = "language.changed"
    LINK_REFUSED = "link.refused"
    LOCATION_ADDED = "location.added"
    LOCATION_ARCHIVED = "location.archived"
    LOCATION_CHANGED = "location.changed"
    LOCATION_RESTORED = "location.restored"
    MAIL_SERVER_REMOVED = "mail_server.removed"
    MAIL_SERVER_SET = "mail_server.set"
    MAIL_SERVER_TRIED = "mail_server.tried"
    MESSAGE_SENT_AGAIN = "message.sent_again"
    MOBILE_VERIFIED = "mobile.verified"
    ONLINE_BOOKING_CHANGED = "online_booking.changed"
    PACKAGE_CHANGED = "package.changed"
    PACKAGE_ENDED = "package.ended"
    PACKAGE_GIVEN = "package.given"
    PACKAGE_RESUMED = "package.resumed"
    PASSKEY_ADDED = "passkey.added"
    PASSKEY_NAMED = "passkey.named"
    PASSKEY_REFUSED = "passkey.refused"
    PASSKEY_REMOVED = "passkey.removed"
    PASSWORD_CHANGED = "password.changed"
    PASSWORD_RESET = "password.reset"
    PATIENT_ADDED = "patient.added"
    PATIENT_REGISTERED = "patient.registered"
    PAYMENT_APPLIED = "payment.applied"
    PAYMENT_FAILED = "payment.failed"
    PAYMENT_REFUNDED = "payment.refunded"
    PAYMENT_TAKEN = "payment.taken"
    PAYMENT_UNAPPLIED = "payment.unapplied"
    PRODUCT_SOLD = "product.sold"
    PROCESSOR_SET = "processor.set"
    PROVIDER_SET = "provider.set"
    PROFILE_OPENED = "profile.opened"
    RECEIPT_OPENED = "receipt.opened"
    REFUSED = "refused"
    REMINDER_CHOSEN = "reminder.chosen"
    RESET_ASKED = "reset.asked"
    RESET_SENT = "reset.sent"
    SESSION_ENDED = "session.ended"
    SETTING_CHANGED = "setting.changed"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in.refused"
    SOCIAL_LINKED = "social.linked"
    SOCIAL_REFUSED = "social.refused"
    SOCIAL_UNLINKED = "social.unlinked"
    PROOF_REFUSED = "proof.refused"
    QUESTION_ANSWERED = "question.answered"
    WAIT_LIST_JOINED = "wait_list.joined"
    WAIT_LIST_LEFT = "wait_list.left"
    TASK_DONE = "task.done"
    TASK_OPENED = "task.opened"
    TASK_REOPENED = "task.reopened"
    TASK_WITHDRAWN = "task.withdrawn"
    STAFF_ADDED = "staff.added"
    STAFF_ARCHIVED = "staff.archived"
    STAFF_CHANGED = "staff.changed"
    STAFF_RESTORED = "staff.restored"
    TIME_OFF_ADDED = "time_off.added"
    TIME_OFF_REMOVED = "time_off.removed"
    TREATMENT_ADDED = "treatment.added"
    TREATMENT_ARCHIVED = "treatment.archived"
    TREATMENT_CHANGED = "treatment.changed"
    TREATMENT_RESTORED = "treatment.restored"
    TWO_STEP_PASSED = "two_step.passed"
    TWO_STEP_RECOVERED = "two_step.recovered"
    TWO_STEP_REFUSED = "two_step.refused"
    TWO_STEP_RENEWED = "two_step.renewed"
    TWO_STEP_RESET = "two_step.reset"
    TWO_STEP_SET_UP = "two_step.set_up"
    TWO_STEP_TURNED_OFF = "two_step.turned_off"
    USE_REDEEMED = "use.redeemed"
    USE_RELEASED = "use.released"
    USERNAME_CHANGED = "username.changed"
    VIDEO_SERVER_SET = "video_server.set"
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

    `person_id` is whose data it concerns: the acting patient's own unless given, nobody's when staff act. Who acts for
    another is the actor, and by which relationship they do is noted. `facts` hold ids and codes only.
    """
    patient = ctx if isinstance(ctx, PatientContext) else None
    own = patient.person_id if patient and not isinstance(patient, StaffContext) else None
    by = {BY: patient.acting.relationship_id} if patient and patient.acting else {}
    tx.add(
        AuditEntry(
            clinic_id=ctx.clinic.id,
            at=ctx.now,
            action=action.value,
            actor_id=patient.oneself.person_id if patient else None,
            session_id=patient.session_id if patient else None,
            person_id=person_id or own,
            subject_id=subject_id,
            facts={**facts, **by},
        )
    )
