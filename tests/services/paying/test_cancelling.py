"""What becomes of what was paid ahead for a visit that is cancelled: said before it is done, and as it is done."""

from datetime import timedelta

import pytest

from myaccount.domain.cancellation import BOOKING_GRACE
from myaccount.messages import Language
from myaccount.models import OutboxMessage, Payment, Person
from myaccount.services.booking import book
from myaccount.services.desk import visits as desk
from myaccount.services.outgoing import letters
from myaccount.services.paying import automatic_refunds
from myaccount.services.visits import appointments
from tests.scenes import NOW
from tests.services.booking.clinic_week import DAY, HOUR, MONDAY, slot
from tests.services.paying.counter import DEPOSIT, Counter

TICK = timedelta(microseconds=1)
CREDIT = "The $50.00 paid ahead stays with the clinic as credit, for another visit."
CARD = "The $50.00 paid ahead goes back to the card. The bank may need some days to show it."


def asked(counter: Counter, after: timedelta, visit: str = "") -> str:
    """What the patient is told of the money before they cancel."""
    return counter.scene.database.read(appointments.question, counter.ctx(after=after), visit or counter.hold_id).money


def cancelled_by_desk(counter: Counter) -> None:
    counter.scene.database.write(desk.cancel, counter.scene.staff_ctx("dana", now=NOW + HOUR), counter.hold_id, "other")


@pytest.mark.parametrize(("after", "line"), [(BOOKING_GRACE - TICK, CARD), (BOOKING_GRACE, CREDIT), (HOUR, CREDIT)])
def test_it_is_told_before_where_the_money_goes_and_it_goes_there(
    sqlite_counter: Counter, after: timedelta, line: str
) -> None:
    counter = sqlite_counter
    counter.pay()
    assert asked(counter, after) == line
    told = counter.scene.database.write(appointments.cancel, counter.ctx(after=after), counter.hold_id, "")
    page = counter.scene.database.read(appointments.upcoming, counter.ctx(after=after), {counter.hold_id: told})
    assert [card.money for card in page.cards if card.id == counter.hold_id] == [line]
    counter.sweep(after=2 * HOUR)
    assert [one.cents for one in counter.truth.given_back] == ([DEPOSIT] if line == CARD else [])
    assert (counter.credit, counter.is_square()) == (0 if line == CARD else DEPOSIT, True)


def test_a_moved_visit_keeps_its_money_and_its_new_grace_gives_none_back_to_the_card(sqlite_counter: Counter) -> None:
    counter = sqlite_counter
    counter.pay()
    again = slot(counter.scene, MONDAY + DAY)
    moved = counter.scene.database.write(book.reschedule, counter.ctx(after=HOUR), counter.hold_id, again)
    assert asked(counter, HOUR, moved) == CREDIT


def test_while_some_of_it_goes_back_already_the_rest_is_told_as_credit(sqlite_counter: Counter) -> None:
    counter = sqlite_counter
    counter.pay()
    [paid] = counter.scene.rows(Payment)
    counter.scene.database.write(automatic_refunds.ask, counter.ctx(), counter.scene.alice, paid.id, 100)
    assert asked(counter, timedelta(minutes=1)) == CREDIT


def test_with_nothing_paid_ahead_nothing_is_said_of_money(sqlite_counter: Counter) -> None:
    visit = sqlite_counter.scene.book("alice", NOW + 9 * DAY)
    assert asked(sqlite_counter, HOUR, visit) == ""
    ctx = sqlite_counter.ctx(after=HOUR)
    assert sqlite_counter.scene.database.write(appointments.cancel, ctx, visit, "") == ""


@pytest.mark.parametrize(("lang", "line"), [("en", CREDIT), ("fr", "Les 50,00 $ payés d’avance restent à la clinique")])
def test_the_mail_says_where_the_money_goes(sqlite_counter: Counter, lang: Language, line: str) -> None:
    counter = sqlite_counter
    counter.pay()
    with counter.scene.database.writing() as tx:
        tx.get_one(Person, counter.scene.alice).language = lang
    cancelled_by_desk(counter)
    [mail] = counter.scene.rows(OutboxMessage, kind="visit_cancelled")
    [note] = counter.scene.database.read(letters.letter, mail, NOW).notes
    assert note.startswith(line)


def test_the_mail_of_a_visit_that_was_not_prepaid_says_nothing_of_money(sqlite_counter: Counter) -> None:
    counter = sqlite_counter
    counter.hold_id = counter.scene.book("alice", NOW + 9 * DAY)
    cancelled_by_desk(counter)
    [mail] = counter.scene.rows(OutboxMessage, kind="visit_cancelled")
    assert counter.scene.database.read(letters.letter, mail, NOW).notes == ()


def test_the_desk_reads_it_before_it_cancels_and_a_practitioner_sees_no_money(sqlite_counter: Counter) -> None:
    counter = sqlite_counter
    counter.pay()
    seen = [
        counter.scene.database.read(desk.one, counter.scene.staff_ctx(who, now=NOW + HOUR), counter.hold_id).money
        for who in ("dana", "sam")
    ]
    assert seen == [CREDIT, ""]
