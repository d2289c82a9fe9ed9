"""Invoices and payments in a clinic file: the same ledger as the desk's buttons, and the worked example through it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from myaccount.domain.ledger import Method
from myaccount.models import Clinic, Invoice, InvoiceLine, LedgerAct, Payment, Person, Receipt
from myaccount.services.billing import balance
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.store.engine import Database
from tests.services.clinic_file.files import NOW, File, load, one, problems, rows, small_file, visit

RECEIVED = "2026-03-10T15:00:00-04:00"
DUE = {"i101": 12000, "i102": 3000, "i103": 10000}
Act = dict[str, Any]


def invoice(name: str, cents: int, **line: Any) -> File:
    item = {"description": "Physiotherapy, 60 minutes", "amount_cents": cents, "staff": "sam", **line}
    return {"id": name, "patient": "alice", "issued": "2026-03-10", "lines": [item]}


def payment(*entries: Act, **changes: Any) -> File:
    return {
        "id": "pay1",
        "patient": "alice",
        "received": RECEIVED,
        "method": "card",
        "amount_cents": 15000,
        "entries": list(entries),
        **changes,
    }


def money(*entries: Act, **changes: Any) -> File:
    invoices = [invoice(name, cents) for name, cents in DUE.items()]
    return small_file() | {"invoices": invoices, "payments": [payment(*entries, **changes)]}


def part(what: str, *, at: str | None = None, **cents: int) -> Act:
    return {what: [{"invoice": name, "cents": amount} for name, amount in cents.items()]} | ({"at": at} if at else {})


ONE = part("apply", i101=12000, i102=3000)
TWO = part("unapply", at="2026-03-12T09:00:00-04:00", i102=3000)
THREE = part("unapply", i101=12000)
FOUR = part("apply", i103=10000)
FIVE = part("apply", i101=2000)
SIX = {"refund": 3000}
TWO_B = part("apply", i102=3000)
TWO_C = part("unapply", i101=4500)
TABLE = [
    ([ONE], {1: (15000, 15000)}, 0, (0, 0, 10000)),
    ([ONE, TWO], {1: (12000, 15000)}, 3000, (0, 3000, 10000)),
    ([ONE, TWO, THREE], {}, 15000, (12000, 3000, 10000)),
    ([ONE, TWO, THREE, FOUR], {2: (10000, 10000)}, 5000, (12000, 3000, 0)),
    ([ONE, TWO, THREE, FOUR, FIVE], {2: (10000, 10000), 3: (2000, 2000)}, 3000, (10000, 3000, 0)),
    ([ONE, TWO, THREE, FOUR, FIVE, SIX], {2: (10000, 10000), 3: (2000, 2000)}, 0, (10000, 3000, 0)),
    ([ONE, TWO, TWO_B], {1: (12000, 15000), 2: (3000, 3000)}, 0, (0, 0, 10000)),
    ([ONE, TWO, TWO_B, TWO_C], {1: (7500, 15000), 2: (3000, 3000)}, 4500, (4500, 0, 10000)),
]


def books(database: Database) -> tuple[dict[int, tuple[int, int]], int, tuple[int, ...]]:
    """What Alice sees: her receipts, her credit, and what is due on each invoice of the example."""
    alice = one(database, Person, external_id="alice")
    facts = database.read(clinics.facts, alice.clinic_id)
    owed = database.read(balance.of_person, ClinicContext(facts, NOW, "en"), alice.id)
    due = {line.id: line.due_cents for line in owed.invoices}
    shown = [row for row in rows(database, Receipt, person_id=alice.id) if row.applied_cents > 0]
    ids = {row.external_id: row.id for row in rows(database, Invoice)}
    return (
        {row.number: (row.applied_cents, row.original_cents) for row in shown},
        owed.credit_cents,
        tuple(due.get(ids[name], 0) for name in DUE),
    )


@pytest.mark.parametrize(("entries", "shown", "credit", "due"), TABLE, ids=["1", "2", "3", "4", "5", "6", "2b", "2c"])
def test_each_step_of_the_worked_example(database: Database, entries, shown, credit, due):
    load(database, money(*entries))
    assert books(database) == (shown, credit, due)


def test_what_was_done_is_dated_as_the_file_says(sqlite_database: Database):
    load(sqlite_database, money(ONE, TWO, TWO_B))
    received = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
    acts = [(act.kind, act.at) for act in rows(sqlite_database, LedgerAct) if act.payment_id]
    later = datetime(2026, 3, 12, 13, 0, tzinfo=UTC)
    assert sorted(acts, key=lambda act: act[1]) == [
        ("received", received), ("applied", received), ("unapplied", later), ("applied", later)
    ]  # fmt: skip
    found = sorted(rows(sqlite_database, Receipt), key=lambda row: row.number)
    assert [(row.paid_on, row.issued_at) for row in found] == [
        (date(2026, 3, 10), received), (date(2026, 3, 10), later)
    ]  # fmt: skip


EARLY = "2026-03-10T14:59:59-04:00"
TO_COME = "This is still to come: money is written down once it is there"
BACKWARDS = "This is earlier than the payment came in, or than the entry before it was done"


@pytest.mark.parametrize(
    ("entries", "wrong"),
    [
        ([part("apply", at=EARLY, i101=100)], [0]),
        ([part("apply", at=RECEIVED, i101=100), part("apply", at=RECEIVED, i101=100)], []),
        ([ONE, TWO, part("apply", at="2026-03-12T08:59:59-04:00", i102=100)], [2]),
        ([ONE, TWO, part("apply", i102=100), part("unapply", at=RECEIVED, i102=100)], [3]),
    ],
)
def test_nothing_is_done_before_the_money_came_or_before_what_is_said_first(
    sqlite_database: Database, entries: list[Act], wrong: list[int]
):
    expected = [f"$.payments[0].entries[{place}].at: {BACKWARDS}" for place in wrong]
    assert (problems(sqlite_database, money(*entries)) if wrong else load(sqlite_database, money(*entries)).kept) == (
        expected or ()
    )


@pytest.mark.parametrize(
    ("received", "at", "wrong"),
    [("now", "now", []), ("now+1s", None, ["received"]), ("now-1d", "now+1s", ["entries[0].at"])],
)
def test_no_money_comes_in_or_moves_that_is_still_to_come(
    sqlite_database: Database, received: str, at: str | None, wrong: list[str]
):
    file = money(part("apply", at=at, i101=100), received=received)
    expected = [f"$.payments[0].{name}: {TO_COME}" for name in wrong]
    assert (problems(sqlite_database, file) if wrong else list(load(sqlite_database, file).kept)) == expected


def test_importing_again_changes_nothing_and_a_longer_story_goes_on(database: Database):
    load(database, money(ONE))
    report = load(database, money(ONE))
    assert [(c.added, c.updated, c.unchanged) for c in report.counts if c.kind in ("invoices", "payments")] == [
        (0, 0, 3), (0, 0, 1)
    ]  # fmt: skip
    assert report.kept == ()
    report = load(database, money(ONE, TWO))
    assert [(c.updated) for c in report.counts if c.kind == "payments"] == [1]
    assert books(database) == ({1: (12000, 15000)}, 3000, (0, 3000, 10000))
    assert load(database, money(ONE, TWO)).kept == ()


def test_what_is_in_the_books_stays_and_is_reported(database: Database):
    load(database, money(ONE))
    file = money(part("apply", i103=100), amount_cents=20000)
    file["invoices"][0]["lines"][0]["amount_cents"] = 1
    assert load(database, file).kept == ("$.invoices[0]", "$.payments[0].amount_cents", "$.payments[0].entries")
    assert books(database) == ({1: (15000, 15000)}, 0, (0, 0, 10000))


def test_payments_run_together_in_order_of_time(database: Database):
    late = part("apply", at="2026-03-20T09:00:00-04:00", i101=12000)
    other = payment(
        part("apply", i101=12000),
        part("unapply", at="2026-03-15T09:00:00-04:00", i101=12000),
        id="pay2",
        received="2026-03-11T09:00:00-04:00",
    )
    file = money(late)
    file["payments"].append(other)
    load(database, file)
    assert books(database) == ({2: (12000, 12000)}, 18000, (0, 3000, 10000))


def test_an_act_that_the_rules_turn_down_is_a_mistake_of_the_file(database: Database):
    file = money(part("apply", i101=12001), {"refund": 3000})
    file["payments"].append(payment({"refund": 15001}, id="pay2"))
    assert problems(database, file) == [
        "$.payments[0].entries[0]: Only $120.00 is left to pay on this invoice. Type that much or less.",
        "$.payments[1].entries[0]: Only $150.00 of this payment has not been refunded. Type that much or less.",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"patient": "zoe"}, "$.payments[0].patient: There is no patient with the id 'zoe'"),
        ({"amount_cents": 0}, "$.payments[0].amount_cents: This must be at least 1"),
        ({"amount_cents": 1.5}, "$.payments[0].amount_cents: This must be a whole number"),
        ({"method": "gold"}, "$.payments[0].method: This must be"),
        ({"received": "soon"}, "$.payments[0].received: A time is written like"),
        ({"entries": [{}]}, "$.payments[0].entries[0]: An entry says one thing: apply, unapply or refund"),
        ({"entries": [{"refund": 1, **ONE}]}, "$.payments[0].entries[0]: An entry says one thing"),
        ({"entries": [part("apply", i9=1)]}, "$.payments[0].entries[0].apply[0].invoice: There is no invoice"),
        ({"tip": 1}, "$.payments[0].tip: This key is not known here"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_at_its_place(sqlite_database: Database, change: Act, said: str):
    [found] = problems(sqlite_database, money(**change))
    assert found.startswith(said)


def test_nobody_pays_somebody_elses_invoice(database: Database):
    assert problems(database, money(ONE, patient="bob")) == [
        "$.payments[0].entries[0]: We can’t find that. It may have been changed or removed."
    ]


def test_a_visit_that_has_arrived_brings_its_invoice_and_the_files_own_takes_its_place(database: Database):
    file = small_file()
    file["appointments"] = [visit("a1", start="2026-11-10T15:00", state="arrived")]
    load(database, file)
    [first] = rows(database, Invoice)
    assert (first.kind, first.issued_on, first.external_id) == ("visit", date(2026, 11, 10), None)
    file["invoices"] = [invoice("i1", 12000, appointment="a1", tax_cents=600)]
    load(database, file)
    load(database, file)
    standing = [row for row in rows(database, Invoice) if row.voided_at is None]
    assert [(row.external_id, row.kind) for row in standing] == [("i1", "visit")]
    [line] = rows(database, InvoiceLine, invoice_id=standing[0].id)
    assert (line.served_on, line.minutes, line.tax_cents) == (date(2026, 11, 10), 60, 600)


def test_two_invoices_cannot_name_one_visit(database: Database):
    file = small_file() | {"invoices": [invoice("i1", 100, appointment="a1"), invoice("i2", 100, appointment="y2")]}
    assert problems(database, file) == [
        "$.invoices[1].lines[0].appointment: The patient has no appointment with the id 'y2'"
    ]
    file["invoices"].pop()
    load(database, file)
    for again in ([invoice("i3", 100, appointment="a1")], [*file["invoices"], invoice("i3", 100, appointment="a1")]):
        [found] = problems(database, file | {"invoices": again})
        assert found.endswith(".lines[0].appointment: The appointment is on another invoice already")


def test_a_visit_that_did_not_take_place_after_all_owes_nothing(database: Database):
    file = small_file()
    file["appointments"] = [visit("a1", start="2026-11-10T15:00", state="arrived")]
    load(database, file)
    file["appointments"][0]["state"] = "no_show"
    load(database, file)
    assert [row.voided_at for row in rows(database, Invoice)] == [NOW]


def test_times_may_count_from_now(sqlite_database: Database):
    file = money(received="now-3d")
    file["invoices"][0]["issued"] = "today-12d"
    load(sqlite_database, file)
    assert one(sqlite_database, Payment).received_at == NOW - timedelta(days=3)
    assert one(sqlite_database, Invoice, external_id="i101").issued_on == date(2026, 11, 8)
    assert load(sqlite_database, file, NOW + timedelta(days=1)).kept == ()


def test_an_insurers_payment_is_on_no_receipt(database: Database):
    load(database, money(part("apply", i101=12000), method=Method.INSURER.value))
    assert books(database) == ({}, 3000, (0, 3000, 10000))


ABROAD = {"country": "US", "currency": "USD"}


def test_country_and_currency_stay_once_there_is_money(database: Database):
    load(database, money(ONE))
    file = small_file()
    file["clinic"] |= ABROAD
    assert problems(database, file) == [
        "$.clinic.country: There are invoices or payments by now, so this stays CA",
        "$.clinic.currency: There are invoices or payments by now, so this stays CAD",
    ]
    file["clinic"] |= {"country": "CA"}
    assert problems(database, file) == ["$.clinic.currency: There are invoices or payments by now, so this stays CAD"]


def test_a_file_with_money_may_bring_another_currency_while_there_is_none(sqlite_database: Database):
    load(sqlite_database, small_file())
    file = money(ONE)
    file["clinic"] |= ABROAD
    load(sqlite_database, file)
    assert {row.currency for row in rows(sqlite_database, Invoice)} == {"USD"}


def test_a_currency_that_is_left_out_stays_as_long_as_the_country(sqlite_database: Database):
    file = small_file()
    file["clinic"]["currency"] = "USD"
    load(sqlite_database, file)
    file["clinic"].pop("currency")
    load(sqlite_database, file)
    assert one(sqlite_database, Clinic).currency == "USD"
    file["clinic"]["country"] = "US"
    load(sqlite_database, file)
    file["clinic"]["country"] = "CA"
    load(sqlite_database, file)
    assert one(sqlite_database, Clinic).currency == "CAD"
