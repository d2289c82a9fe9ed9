"""The clinic's money changes as long as nothing is written in it, and nothing is written in two; both databases."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session

from myaccount.domain.ledger import InvoiceKind, Method
from myaccount.models import Appointment, Invoice, Payment
from myaccount.services.clinic import info
from myaccount.services.context import StaffContext
from myaccount.services.ledger import invoices, payments, prepayments
from myaccount.services.ledger.invoices import Draft, Item
from tests.scenes import NOW, Scene

WEST = {"country": "US", "currency": "USD"}
Write = Callable[[Session, StaffContext, str], Invoice | Payment]
LONG_ENOUGH = 0.3
"""Seconds in which somebody in another thread has come as far as they can."""


def bill(tx: Session, ctx: StaffContext, person_id: str) -> Invoice:
    return invoices.issue(tx, ctx, Draft(person_id, InvoiceKind.VISIT, [Item("Physiotherapy", 12000)]))


def take(tx: Session, ctx: StaffContext, person_id: str) -> Payment:
    return payments.receive(tx, ctx, person_id, 5000, Method.CASH)


@pytest.mark.parametrize("write", [bill, take])
def test_whoever_read_the_currency_before_it_changed_writes_in_the_new_one(scene: Scene, write: Write):
    read_before, robin = scene.dana_ctx(), scene.staff_ctx("robin")
    with ThreadPoolExecutor(1) as others:
        with scene.database.writing() as tx:
            assert info.save(tx, robin, WEST).changed
            written = others.submit(scene.database.write, write, read_before, scene.alice)
            time.sleep(LONG_ENOUGH)
        assert written.result().currency == "USD"


@pytest.mark.parametrize("write", [bill, take])
def test_it_does_not_change_while_something_is_being_written_in_it(scene: Scene, write: Write):
    robin = scene.staff_ctx("robin")
    with ThreadPoolExecutor(1) as others:
        with scene.database.writing() as tx:
            write(tx, scene.dana_ctx(), scene.alice)
            changed = others.submit(scene.database.write, info.save, robin, WEST)
            time.sleep(LONG_ENOUGH)
        assert changed.result().problems.keys() == WEST.keys()
    assert scene.clinic_ctx("cedar").clinic.currency == "CAD"


def test_what_was_charged_before_it_changed_is_prepaid_in_what_it_was_charged_in(scene: Scene):
    visit = scene.book("alice", NOW + timedelta(days=2))
    with scene.database.writing() as tx:
        paid = payments.receive(tx, scene.dana_ctx(), scene.alice, 5000, Method.CARD, currency="USD")
        row = tx.get_one(Appointment, visit)
        assert prepayments.prepay(tx, scene.dana_ctx(), row, paid.id, 5000, "Deposit")
    assert [one.currency for one in scene.rows(Invoice)] == ["USD"]
