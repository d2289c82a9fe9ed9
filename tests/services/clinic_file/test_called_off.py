"""A file that calls off a visit which the portal has taken money and asked forms for; in both databases."""

import pytest
from sqlmodel import Session

from myaccount.domain.forms.states import FormState
from myaccount.domain.ledger import Method
from myaccount.models import Appointment, Form, Invoice, Receipt
from myaccount.services.billing import balance
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.services.intake import at_booking
from myaccount.services.ledger import payments, prepayments
from myaccount.store.engine import Database
from tests.services.clinic_file.files import NOW, File, load, one, rows, small_file

INTAKE = {
    "id": "intake", "name": "Intake", "trigger": "first_visit",
    "questions": [{"id": "q1", "type": "short_text", "label": "What brings you in?"}],
}  # fmt: skip


def _file(state: str = "booked") -> File:
    file = small_file() | {"form_templates": [INTAKE]}
    file["appointments"] = [file["appointments"][0] | {"state": state}]
    return file


def _booked_and_prepaid(database: Database) -> None:
    load(database, _file())
    row = one(database, Appointment)
    database.write(_prepay, ClinicContext(database.read(clinics.facts, row.clinic_id), NOW, "en"), row.id)


def _prepay(tx: Session, ctx: ClinicContext, visit_id: str) -> None:
    row = tx.get_one(Appointment, visit_id)
    at_booking.booked(tx, ctx, row)
    paid = payments.receive(tx, ctx, row.person_id, 5000, Method.CARD)
    prepayments.prepay(tx, ctx, row, paid.id, 5000, "Deposit")


def _credit(database: Database) -> int:
    row = one(database, Appointment)
    facts = database.read(clinics.facts, row.clinic_id)
    return database.read(balance.of_person, ClinicContext(facts, NOW, "en"), row.person_id).credit_cents


@pytest.mark.parametrize("state", ["cancelled", "archived"])
def test_what_was_prepaid_is_credit_and_the_forms_are_withdrawn(database: Database, state: str) -> None:
    _booked_and_prepaid(database)
    assert (_credit(database), one(database, Form).state) == (0, FormState.ASSIGNED)
    for _ in range(2):
        load(database, _file(state))
        assert (_credit(database), one(database, Form).state) == (5000, FormState.WITHDRAWN)
    assert [row.voided_at for row in rows(database, Invoice)] == [NOW]
    assert [row.applied_cents for row in rows(database, Receipt)] == [0]


def test_what_was_prepaid_for_a_visit_that_was_missed_waits_for_the_desk(sqlite_database: Database) -> None:
    _booked_and_prepaid(sqlite_database)
    load(sqlite_database, _file("no_show"))
    assert (_credit(sqlite_database), one(sqlite_database, Form).state) == (0, FormState.ASSIGNED)
