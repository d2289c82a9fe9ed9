"""The card processor in the database: a clinic's keys, and who a person is there."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from myaccount.models import ProcessorAccount, ProcessorCustomer


def account(tx: Session, clinic_id: str) -> ProcessorAccount | None:
    """Find a clinic's own keys."""
    return tx.get(ProcessorAccount, clinic_id)


def keep_account(tx: Session, row: ProcessorAccount) -> None:
    """Write a clinic's keys, in place of those before."""
    tx.merge(row)


def customer(tx: Session, clinic_id: str, person_id: str) -> str:
    """Tell who a person is to the processor; blank for whoever it does not know."""
    mine = (col(ProcessorCustomer.clinic_id) == clinic_id, col(ProcessorCustomer.person_id) == person_id)
    return tx.exec(select(ProcessorCustomer.customer_id).where(*mine)).one_or_none() or ""


def person_of(tx: Session, clinic_id: str, customer_id: str) -> str | None:
    """Tell which person of a clinic a customer is."""
    known = (col(ProcessorCustomer.clinic_id) == clinic_id, col(ProcessorCustomer.customer_id) == customer_id)
    return tx.exec(select(ProcessorCustomer.person_id).where(*known)).one_or_none()


def any_customer(tx: Session, clinic_id: str) -> str:
    """Name any customer that a clinic has there; blank when there is none."""
    query = select(ProcessorCustomer.customer_id).where(col(ProcessorCustomer.clinic_id) == clinic_id)
    return tx.exec(query.limit(1)).one_or_none() or ""


def keep_customer(tx: Session, clinic_id: str, person_id: str, customer_id: str, now: datetime) -> str:
    """Write down who a person is there, unless somebody has just done so; give the id that holds. Times: aware UTC."""
    if known := customer(tx, clinic_id, person_id):
        return known
    row = ProcessorCustomer(person_id=person_id, clinic_id=clinic_id, customer_id=customer_id, created_at=now)
    tx.add(row)
    tx.flush()
    return customer_id


def forget_customers(tx: Session, clinic_id: str) -> None:
    """Forget who everybody of a clinic is there."""
    tx.execute(delete(ProcessorCustomer).where(col(ProcessorCustomer.clinic_id) == clinic_id))
