"""What the operator asks: who goes by a name (the clinic file's id, or a username), and who is signed in anywhere."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from myaccount.domain.people import casefolded
from myaccount.models import Account, LoginSession, Person, Staff


def person_id(tx: Session, clinic_id: str, name: str) -> str | None:
    """Find a person of a clinic by what a patient, a staff member or an account is called.

    Edges: where several go by it, the patient's id comes before the staff member's, and that before the username.
    """
    for query in (
        select(Person.id).where(col(Person.clinic_id) == clinic_id, col(Person.external_id) == name),
        select(Staff.person_id).where(col(Staff.clinic_id) == clinic_id, col(Staff.external_id) == name),
        select(Account.person_id).where(
            col(Account.clinic_id) == clinic_id, col(Account.username_key) == casefolded(name)
        ),
    ):
        if found := tx.exec(query).one_or_none():
            return found
    return None


def live_sessions(tx: Session) -> Sequence[LoginSession]:
    """List every sign-in that has not ended, of all clinics."""
    return tx.exec(select(LoginSession).where(col(LoginSession.ended_at).is_(None))).all()
