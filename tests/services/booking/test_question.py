"""The clinic's question after a booking: answered by the patient, read at the desk, kept with the visit."""

from datetime import datetime

import pytest

from myaccount.domain.questions import QuestionOver
from myaccount.domain.refusals import NotAcceptable, NotFound
from myaccount.models import BookingAnswer
from myaccount.services.booking import book, question
from myaccount.services.booking.review import booked as show
from myaccount.services.desk import visits as desk
from myaccount.services.visits import appointments
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import DAY, MONDAY, TICK, booked, slot

ASKED = "What brings you in?"


@pytest.fixture
def asks(week: Scene) -> Scene:
    """Cedar asks something after a booking."""
    week.set("booking_question", ASKED)
    return week


def answer(scene: Scene, visit: str, said: str = "My knee", who: str = "alice", now: datetime = NOW) -> None:
    scene.database.write(question.answer, scene.ctx(who, now=now), visit, said)


def at_the_desk(scene: Scene, visit: str) -> tuple[str, str]:
    panel = scene.database.read(desk.one, scene.dana_ctx(), visit)
    return panel.question, panel.answer


def test_it_is_asked_answered_and_read_at_the_desk(asks: Scene):
    visit = booked(asks)
    shown = asks.database.read(show, asks.alice_ctx(), visit)
    assert (shown.question, shown.answer) == (ASKED, "")
    answer(asks, visit, "  My knee\r\nhurts ")
    assert at_the_desk(asks, visit) == (ASKED, "My knee\nhurts")
    assert asks.database.read(show, asks.alice_ctx(), visit).answer == "My knee\nhurts"
    [entry] = asks.audit("question.answered")
    assert (entry.subject_id, "knee" in str(entry.facts)) == (visit, False)


def test_it_can_be_answered_anew_until_the_visit_begins(asks: Scene):
    visit = booked(asks)
    answer(asks, visit, "My knee")
    answer(asks, visit, "My hip", now=MONDAY - TICK)
    assert at_the_desk(asks, visit)[1] == "My hip"
    with pytest.raises(QuestionOver):
        answer(asks, visit, "My back", now=MONDAY)


def test_turned_off_nothing_is_asked_and_what_was_answered_is_kept(asks: Scene):
    first, second = booked(asks), booked(asks, MONDAY + DAY)
    answer(asks, first)
    asks.set("booking_question", "")
    assert asks.database.read(show, asks.alice_ctx(), second).question == ""
    for visit in (first, second):
        with pytest.raises(QuestionOver):
            answer(asks, visit, "My hip")
    assert at_the_desk(asks, first) == (ASKED, "My knee")


def test_it_goes_with_a_visit_that_is_moved_and_put_back(asks: Scene):
    before = booked(asks)
    answer(asks, before)
    after = asks.database.write(book.reschedule, asks.alice_ctx(), before, slot(asks, MONDAY + DAY))
    assert at_the_desk(asks, after)[1] == "My knee"
    asks.database.write(book.undo, asks.alice_ctx(), after)
    assert at_the_desk(asks, before)[1] == "My knee"


@pytest.mark.parametrize("said", ["x" * 1001, "a\0b", "\ud800"])
def test_what_cannot_be_kept(asks: Scene, said: str):
    visit = booked(asks)
    with pytest.raises(NotAcceptable):
        answer(asks, visit, said)
    assert asks.rows(BookingAnswer) == []


@pytest.mark.parametrize("who", ["bob", "charlie", "dana"])
def test_nobody_else_answers(asks: Scene, who: str):
    visit = booked(asks)
    for forged in (visit, "x" * 22, "é"):
        with pytest.raises(NotFound):
            answer(asks, forged, who=who)
    assert asks.rows(BookingAnswer) == []


def on_cards(scene: Scene, now: datetime = NOW) -> list[tuple[str, str]]:
    cards = scene.database.read(appointments.upcoming, scene.alice_ctx(now=now)).cards
    return [(card.question, card.answer) for card in cards]


def test_it_stands_on_the_visits_card_until_the_visit_begins(asks: Scene):
    first = booked(asks)
    booked(asks, MONDAY + DAY)
    answer(asks, first)
    assert on_cards(asks) == [(ASKED, "My knee"), (ASKED, "")]
    assert on_cards(asks, MONDAY - TICK)[0] == (ASKED, "My knee")
    assert on_cards(asks, MONDAY) == [("", ""), (ASKED, "")]
    shown = asks.database.read(appointments.upcoming, asks.alice_ctx(now=MONDAY - TICK))
    assert shown.next_change == MONDAY
    asks.set("booking_question", "")
    assert on_cards(asks) == [("", ""), ("", "")]
