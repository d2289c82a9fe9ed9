"""Put messages into the outbox, inside the transaction that causes them."""

from sqlmodel import Session

from myaccount.services.context import PatientContext


def visit_cancelled(tx: Session, ctx: PatientContext, appointment_id: str) -> None:
    """Confirm a cancellation to the patient by mail."""
