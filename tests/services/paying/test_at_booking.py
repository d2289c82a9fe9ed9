"""Paying for a time at booking: charged once, booked once, and nothing that ends in nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.attempts import LEASE, NoCard
from myaccount.domain.booking import HoldExpired
from myaccount.domain.ledger import InvoiceKind
from myaccount.domain.prepaying import CardNeeded, Outcome, PrepaymentNeeded, TermsChanged
from myaccount.domain.refusals import Refused
from myaccount.integrations.stripe.gateway import Silent
from myaccount.models import (
    Appointment,
    BookingHold,
    BookingPayment,
    Card,
    Invoice,
    InvoiceLine,
    OutboxMessage,
    PaymentAttempt,
    Person,
    Receipt,
    RefundAttempt,
)
from myaccount.services.billing import balance
from myaccount.services.booking import book, bookers, holds, newcomers
from myaccount.services.booking.review import review
from myaccount.services.context import ClinicContext
from myaccount.services.desk import visits as desk
from myaccount.services.paying import at_booking, processor_events
from myaccount.services.paying.at_booking import Prepaid
from myaccount.services.paying.processor import answered
from myaccount.services.visits import appointments
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import DAY, HOUR, MONDAY, slot
from tests.services.ledger.purse import check
from tests.services.packages import shelf
from tests.services.paying.conftest import with_card
from tests.services.paying.counter import DEPOSIT, Counter
from tests.services.paying.truth import Died, message

PRICE = 12000
MINUTE = timedelta(minutes=1)
SAID = {"first_name": "Noor", "last_name": "Haddad", "email": "noor@mail.test", "date_of_birth": "1991-05-06"}


def paid_and_booked_once(counter: Counter, cents: int = DEPOSIT) -> None:
    assert counter.visits == [(counter.hold_id, AppointmentState.BOOKED)]
    assert (counter.truth.charged_cents, len(counter.scene.rows(BookingHold))) == (cents, 0)
    [receipt] = counter.scene.rows(Receipt)
    [invoice] = counter.scene.rows(Invoice)
    assert (receipt.applied_cents, invoice.kind, counter.credit) == (cents, InvoiceKind.PREPAYMENT, 0)
    assert counter.is_square()


def test_a_deposit_is_paid_and_the_visit_booked_with_a_receipt_at_once(counter: Counter):
    done = counter.pay()
    assert (done.appointment_id, done.paying.stage) == (counter.hold_id, "paid")
    paid_and_booked_once(counter)
    [line] = counter.scene.rows(InvoiceLine)
    assert line.description == "Deposit for Physiotherapy, 23 November 2026"
    assert [row.outcome for row in counter.scene.rows(BookingPayment)] == [Outcome.BOOKED]
    assert len(counter.scene.audit("appointment.booked")) == 1


def test_a_double_click_and_a_second_window_charge_and_book_once(counter: Counter):
    assert [counter.pay().appointment_id for _ in range(3)] == [counter.hold_id] * 3
    paid_and_booked_once(counter)


def test_confirming_what_has_been_paid_gives_the_same_visit(counter: Counter):
    counter.pay()
    assert counter.scene.database.write(book.confirm, counter.ctx(), counter.hold_id, "") == counter.hold_id
    paid_and_booked_once(counter)


@pytest.mark.parametrize("policy", ["deposit", "full"])
def test_a_forged_confirm_without_money_is_refused_and_keeps_the_time(counter: Counter, policy: str):
    counter.scene.set("payment_policy", policy)
    counter.scene.set("first_visit_payment_policy", policy)
    with pytest.raises(PrepaymentNeeded):
        counter.scene.database.write(book.confirm, counter.ctx(), counter.hold_id)
    assert (counter.visits, len(counter.scene.rows(BookingHold))) == ([], 1)


def test_a_card_on_file_that_is_good_lets_book_and_nothing_else_does(counter: Counter):
    for key in ("payment_policy", "first_visit_payment_policy"):
        counter.scene.set(key, "card")
    with counter.scene.database.writing() as tx:
        tx.get_one(Card, counter.card_id).exp_year = 2025
    with pytest.raises(CardNeeded):
        counter.scene.database.write(book.confirm, counter.ctx(), counter.hold_id)
    with counter.scene.database.writing() as tx:
        tx.get_one(Card, counter.card_id).exp_year = 2031
    counter.scene.database.write(book.confirm, counter.ctx(), counter.hold_id)
    assert (len(counter.visits), counter.truth.intents) == (1, {})


def test_the_whole_price_with_tax_is_paid_and_nothing_is_due_when_they_come(counter: Counter):
    scene = counter.scene
    for key in ("payment_policy", "first_visit_payment_policy"):
        scene.set(key, "full")
    counter.pay(PRICE)
    paid_and_booked_once(counter, PRICE)
    scene.database.write(desk.arrive, scene.staff_ctx("dana", now=MONDAY), counter.hold_id)
    assert scene.database.read(balance.of_person, scene.dana_ctx(), scene.alice).due_cents == 0
    check(scene)


def test_a_deposit_is_credited_to_the_visit_also_when_it_was_moved(counter: Counter):
    scene = counter.scene
    counter.pay()
    later = scene.database.write(book.reschedule, scene.alice_ctx(), counter.hold_id, slot(scene, MONDAY + DAY))
    scene.database.write(desk.arrive, scene.staff_ctx("dana", now=MONDAY + DAY), later)
    assert scene.database.read(balance.of_person, scene.dana_ctx(), scene.alice).due_cents == PRICE - DEPOSIT
    check(scene)


@pytest.mark.parametrize("cents", [0, 1, DEPOSIT - 1, DEPOSIT + 1, PRICE])
def test_another_amount_than_the_one_asked_for_charges_nothing(sqlite_counter: Counter, cents: int):
    with pytest.raises(TermsChanged):
        sqlite_counter.pay(cents)
    assert (sqlite_counter.truth.intents, sqlite_counter.scene.rows(PaymentAttempt)) == ({}, [])


def test_a_policy_that_is_flipped_while_they_look_is_asked_anew_and_one_agreed_to_holds(sqlite_counter: Counter):
    scene = sqlite_counter.scene
    scene.set("first_visit_payment_policy", "full")
    with pytest.raises(TermsChanged):
        sqlite_counter.pay(DEPOSIT)
    sqlite_counter.truth.asks_bank = True
    sqlite_counter.pay(PRICE)
    scene.set("first_visit_payment_policy", "none")
    [intent] = sqlite_counter.truth.intents
    sqlite_counter.truth.charge(intent)
    assert sqlite_counter.look().appointment_id == sqlite_counter.hold_id
    paid_and_booked_once(sqlite_counter, PRICE)


def test_what_was_booked_for_nothing_meanwhile_gets_the_money_that_comes_in(sqlite_counter: Counter):
    counter = sqlite_counter
    counter.truth.asks_bank = True
    counter.pay()
    counter.scene.set("first_visit_payment_policy", "none")
    counter.scene.database.write(book.confirm, counter.ctx(), counter.hold_id)
    counter.truth.charge(next(iter(counter.truth.intents)))
    assert counter.look().appointment_id == counter.hold_id
    paid_and_booked_once(counter)


def test_somebody_elses_card_and_time_pay_for_nothing(sqlite_counter: Counter):
    scene = sqlite_counter.scene
    bobs = with_card(scene, "bob")
    with pytest.raises(NoCard):
        sqlite_counter.pay(card_id=bobs)
    for stranger in (scene.bob_ctx(), scene.charlie_ctx(), scene.charlie_at_cedar_ctx()):
        with pytest.raises(Refused):
            answered(at_booking.pay, stranger, sqlite_counter.hold_id, bobs, DEPOSIT)
        assert answered(at_booking.look_up, stranger, sqlite_counter.hold_id) == Prepaid()
    assert (sqlite_counter.truth.charged, scene.rows(Appointment)) == ([], [])


STEPS = [f"{when} {what}" for what in ("create_payment", "confirm_payment", "payment") for when in ("before", "after")][
    :-1
]


@pytest.mark.parametrize("step", STEPS)
def test_a_server_that_is_killed_anywhere_charges_at_most_once_and_books_what_is_charged(counter: Counter, step: str):
    counter.truth.dies = step
    with pytest.raises(Died):
        counter.pay()
    counter.sweep(after=LEASE)
    if counter.truth.charged:
        paid_and_booked_once(counter)
        return
    assert counter.visits == []
    counter.pay(after=LEASE)
    paid_and_booked_once(counter)


def test_a_closed_browser_is_made_up_for_by_the_message_and_by_the_sweep(counter: Counter):
    counter.truth.asks_bank = True
    counter.pay()
    [intent] = counter.truth.intents
    counter.truth.charge(intent)
    said = message("evt_1", "payment_intent.succeeded", intent)
    assert [answered(processor_events.process, counter.scene.clinic_ctx(), *said) for _ in range(2)] == [True, True]
    counter.sweep(after=LEASE)
    paid_and_booked_once(counter)


def waiting_until_it_is_lost(counter: Counter, *, takes: bool = True) -> str:
    """Let the bank ask for so long that the hold is over, and somebody else take the time."""
    counter.truth.asks_bank = True
    counter.pay(after=4 * MINUTE)
    if takes:
        with counter.scene.database.writing() as tx:
            late = NOW + 10 * MINUTE
            hers = holds.hold(tx, counter.scene.ctx("bob", now=late), slot(counter.scene))
        with_card(counter.scene, "bob")
        counter.scene.set("first_visit_payment_policy", "card")
        counter.scene.database.write(book.confirm, counter.scene.ctx("bob", now=late), hers.id)
    [intent] = counter.truth.intents
    counter.truth.charge(intent)
    return intent


def test_the_hold_is_longer_for_who_begins_to_pay_but_not_for_ever(sqlite_counter: Counter):
    counter = sqlite_counter
    counter.truth.declines = True
    for minutes in (4, 8, 12, 14):
        counter.pay(after=minutes * MINUTE)
    [row] = counter.scene.rows(BookingHold)
    assert row.expires_at == NOW + 15 * MINUTE
    with pytest.raises(HoldExpired):
        counter.pay(after=15 * MINUTE)


def test_money_that_comes_in_after_the_hold_books_while_the_time_is_free(counter: Counter):
    waiting_until_it_is_lost(counter, takes=False)
    counter.sweep(after=20 * MINUTE)
    paid_and_booked_once(counter)


def test_money_for_a_time_that_is_lost_goes_back_to_the_card_and_is_told(counter: Counter):
    waiting_until_it_is_lost(counter)
    told = counter.look(after=11 * MINUTE)
    assert (told.appointment_id, told.paying.stage) == ("", "lost")
    assert "$50.00" in told.paying.line
    assert (counter.visits, counter.credit) == ([], DEPOSIT)
    counter.sweep(after=12 * MINUTE)
    counter.sweep(after=12 * MINUTE)
    assert [(one.cents) for one in counter.truth.given_back] == [DEPOSIT]
    assert (counter.credit, counter.is_square()) == (0, True)
    [mail] = counter.scene.rows(OutboxMessage, kind="time_lost")
    assert (mail.recipient, mail.facts["amount"]) == ("moreau@mail.test", "$50.00")
    assert mail.facts["when"].endswith(" a.m., Toronto time")


def test_a_refund_that_the_processor_turns_down_stays_as_credit(sqlite_counter: Counter):
    counter = sqlite_counter
    intent = waiting_until_it_is_lost(counter)
    counter.look(after=11 * MINUTE)
    counter.truth.dies, counter.truth.fault = "before refund", Silent()
    counter.sweep(after=12 * MINUTE)
    assert [row.closed_at for row in counter.scene.rows(RefundAttempt)] == [None]
    counter.truth.charged.remove(intent)
    counter.sweep(after=13 * MINUTE)
    assert [row.state for row in counter.scene.rows(RefundAttempt)] == ["failed"]
    assert counter.credit == DEPOSIT


def test_whoops_gives_the_money_back_to_the_card(counter: Counter):
    counter.pay()
    counter.scene.database.write(book.undo, counter.ctx(after=MINUTE), counter.hold_id)
    assert counter.credit == DEPOSIT
    counter.sweep(after=MINUTE)
    assert (counter.credit, [one.cents for one in counter.truth.given_back], counter.is_square()) == (
        0,
        [DEPOSIT],
        True,
    )
    assert [one.applied_cents for one in counter.scene.rows(Receipt)] == [0]


def test_a_prepaid_visit_that_is_cancelled_in_time_is_credit_on_account(counter: Counter):
    counter.pay()
    counter.scene.database.write(appointments.cancel, counter.ctx(after=HOUR), counter.hold_id, "")
    counter.sweep(after=2 * HOUR)
    assert (counter.credit, counter.truth.given_back, counter.is_square()) == (DEPOSIT, [], True)


def test_the_clinic_that_cancels_makes_it_credit_too(counter: Counter):
    counter.pay()
    counter.scene.database.write(desk.cancel, counter.scene.staff_ctx("dana", now=NOW + HOUR), counter.hold_id, "other")
    assert (counter.credit, counter.is_square()) == (DEPOSIT, True)


def test_another_time_ends_paying_for_the_one_before(sqlite_counter: Counter):
    counter = sqlite_counter
    counter.truth.asks_bank = True
    counter.pay()
    counter.choose(MONDAY + HOUR)
    counter.truth.asks_bank = False
    assert counter.pay().appointment_id == counter.hold_id
    assert len(counter.visits) == len(counter.truth.charged) == 1


def a_guest(scene: Scene, **settings: bool) -> ClinicContext:
    for key, value in ({"verify_new_patients": False} | settings).items():
        scene.set(key, value)
    guest = replace(scene.clinic_ctx(), guest_id="a guest's cookie")
    scene.database.write(newcomers.introduce, guest, SAID)
    return guest


def test_a_first_visit_follows_its_own_policy_until_they_have_come(counter: Counter):
    scene = counter.scene
    scene.set("payment_policy", "none")
    shown = lambda ctx, guest="": scene.database.read(review, ctx, guest)  # noqa: E731
    assert (shown(counter.ctx()).asks, shown(counter.ctx()).asks_cents) == ("deposit", DEPOSIT)
    scene.book("alice", NOW - 9 * DAY, state=AppointmentState.ARRIVED)
    assert shown(counter.ctx()).asks == ""
    scene.database.write(book.confirm, counter.ctx(), counter.hold_id)


def test_a_guest_becomes_a_patient_when_they_begin_to_pay_and_is_welcomed_once_it_is_booked(counter: Counter):
    scene, truth = counter.scene, counter.truth
    guest = a_guest(scene)
    held = scene.database.write(holds.hold, guest, slot(scene, MONDAY + HOUR), guest.guest_id)
    shown = scene.database.read(review, guest, guest.guest_id)
    assert (shown.id, shown.asks, shown.asks_amount) == (held.id, "deposit", "$50.00")
    with pytest.raises(NoCard):
        answered(at_booking.pay, guest, held.id, "", DEPOSIT)
    [noor] = scene.rows(Person, first_name="Noor")
    scene.people["noor"] = noor.id
    card = with_card(scene, "noor")
    assert scene.database.read(newcomers.show, guest).is_known
    assert [row.id for row in scene.database.read(at_booking.cards_of, guest)] == [card]
    assert scene.rows(OutboxMessage, kind="welcome") == []
    done = answered(at_booking.pay, guest, held.id, card, DEPOSIT)
    assert done.appointment_id == held.id
    assert [row.person_id for row in scene.rows(Appointment)] == [noor.id]
    assert len(scene.rows(OutboxMessage, kind="welcome", person_id=noor.id)) == 1
    assert scene.database.write(bookers.confirm, guest, held.id, "") == held.id
    assert counter.is_square()
    assert truth.charged_cents == DEPOSIT


def test_a_visit_that_a_package_covers_owes_nothing_at_booking(counter: Counter):
    scene = counter.scene
    shelf.turn_on(scene)
    package = shelf.give(scene)
    shown = scene.database.read(review, counter.ctx(), "")
    assert (shown.covered_by, shown.asks) == (package, "")
    with pytest.raises(TermsChanged):
        counter.pay()
    scene.database.write(book.confirm, counter.ctx(), counter.hold_id, package)
    assert (len(counter.visits), counter.truth.intents) == (1, {})


def test_while_the_clinic_takes_no_payments_nothing_is_asked_for(sqlite_counter: Counter):
    sqlite_counter.scene.set("payments", False)
    sqlite_counter.scene.database.write(book.confirm, sqlite_counter.ctx(), sqlite_counter.hold_id)
    assert len(sqlite_counter.visits) == 1
