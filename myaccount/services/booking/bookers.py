"""Who books: the patient who is signed in, or the guest who has just become one."""

from sqlmodel import Session

from myaccount.domain.booking import SignInRequired
from myaccount.domain.family import read_permissions
from myaccount.domain.refusals import NotFound
from myaccount.models import Person
from myaccount.services.booking import book, holds, newcomers
from myaccount.services.context import Acting, ClinicContext, PatientContext, without_session
from myaccount.services.identity import welcome
from myaccount.store import accounts, family, people


def confirm(tx: Session, ctx: ClinicContext, hold_id: str, said: str | None = None) -> str:
    """Book what somebody holds, and tell the appointment's id; a guest becomes a patient with it, and is welcomed.

    Raises: as `book.confirm` · LinkExpired · NotProven · SignInRequired for a guest who has an account by now.
    Source: S02.
    """
    patient = booking_patient(tx, ctx)
    holds.adopt(tx, patient, ctx.guest_id)
    appointment_id = book.confirm(tx, patient, hold_id, said)
    if patient is not ctx:
        person = people.own(tx, ctx.clinic.id, patient.person_id)
        welcome.send(tx, ctx, person, after_visit=appointment_id)
    return appointment_id


def undo(tx: Session, ctx: ClinicContext, appointment_id: str) -> str:
    """Take back what somebody has just booked, and tell what becomes of its money. Raises: as `book.undo`."""
    return book.undo(tx, known_patient(tx, ctx), appointment_id)


def booking_patient(tx: Session, ctx: ClinicContext) -> PatientContext:
    """Tell as whom somebody books. A guest who has said who they are becomes a patient.

    Raises: LinkExpired · NotProven · SignInRequired for a guest who has an account by now.
    Source: S02.
    """
    return ctx if isinstance(ctx, PatientContext) else _as_patient(ctx, newcomers.become_patient(tx, ctx), tx)


def known_patient(tx: Session, ctx: ClinicContext) -> PatientContext:
    """Tell who has booked. Raises: NotFound for a guest who has not."""
    if isinstance(ctx, PatientContext):
        return ctx
    person = newcomers.patient_of(tx, ctx)
    if person is None:
        raise NotFound()
    return _as_patient(ctx, person, tx)


def whoever_books(tx: Session, ctx: ClinicContext) -> PatientContext | None:
    """Tell who is booking; None for a guest who is no patient yet, or who has an account to sign in to."""
    if isinstance(ctx, PatientContext):
        return ctx
    person = newcomers.patient_of(tx, ctx)
    has_account = person is not None and accounts.of_person(tx, ctx.clinic.id, person.id)
    return None if person is None or has_account else without_session(ctx, person)


def paid_by(tx: Session, ctx: ClinicContext, person: Person, payer_id: str | None) -> PatientContext:
    """Act as a person in what they have paid for, or somebody else for them: then that one is the actor."""
    if payer_id is None or payer_id == person.id:
        return without_session(ctx, person)
    payer, row = people.own(tx, ctx.clinic.id, payer_id), family.between(tx, person.id, payer_id)
    permissions = read_permissions(row.permissions) if row else frozenset()
    by = Acting(without_session(ctx, payer), row.id if row else "", row.label if row else "", permissions, None)
    return without_session(ctx, person, by)


def _as_patient(ctx: ClinicContext, person: Person, tx: Session) -> PatientContext:
    if accounts.of_person(tx, ctx.clinic.id, person.id):
        raise SignInRequired()
    return without_session(ctx, person)
