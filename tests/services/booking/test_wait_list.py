"""The wait list: who is offered what somebody gives up, and that one alone gets it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from myaccount.domain.prepaying import CardNeeded, PrepaymentNeeded
from myaccount.domain.refusals import AlreadyDone, CannotMove, CoverChanged, NotAcceptable, NotFound
from myaccount.domain.wait_list import OfferGone, WaitListFull, WaitListOff
from myaccount.models import Appointment, BookingHold, Claim, OutboxMessage, Person, Treatment, WaitEntry, WaitOffer
from myaccount.services.desk import visits as desk
from myaccount.services.outgoing import judgement, letters
from myaccount.services.outgoing.judgement import Reason
from myaccount.services.visits import appointments
from myaccount.services.wait_list import joining, offers, page, taking
from myaccount.views.wait_list import Offered
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import (
    DAY,
    HOUR,
    MONDAY,
    TICK,
    a_sitting,
    add,
    another_practitioner,
    booked,
    change,
    confirm,
    criteria,
    hold,
    won,
)
from tests.services.packages.shelf import give, live, turn_on
from tests.services.paying.conftest import with_card
from tests.stripe_cards import set_up

DAYS = {"first": "2026-11-20", "last": "2026-11-30", "part": "any"}


@pytest.fixture
def waits(week: Scene) -> Scene:
    """Cedar with a wait list."""
    week.set("wait_list", True)
    return week


def join(scene: Scene, who: str = "bob", now: datetime = NOW, said: dict[str, str] = DAYS, **other: Any) -> str:
    return scene.database.write(joining.join, scene.ctx(who, now=now), criteria(scene, **other), said)


def cancel(scene: Scene, visit: str, who: str = "alice", now: datetime = NOW) -> None:
    scene.database.write(appointments.cancel, scene.ctx(who, now=now), visit, "")


def offered(scene: Scene, who: str = "bob", now: datetime = NOW) -> list[Offered]:
    return list(scene.database.read(page.shown, scene.ctx(who, now=now)).offers)


def take(scene: Scene, offer_id: str, who: str = "bob", now: datetime = NOW) -> str:
    return scene.database.write(taking.take, scene.ctx(who, now=now), offer_id)


def a_friend(scene: Scene, name: str) -> str:
    person = Person(clinic_id=scene.cedar.clinic_id, first_name=name, last_name="", email="f@mail.test", created_at=NOW)
    add(scene, person)
    scene.people[name] = person.id
    return name


class TestJoining:
    def test_it_is_kept_shown_and_left(self, waits: Scene):
        entry = join(waits, said=DAYS | {"part": "morning"})
        shown = waits.database.read(page.shown, waits.bob_ctx())
        assert [(one.title, one.line, one.days) for one in shown.waiting] == [
            ("Physiotherapy", "Sam Field · Main Street", "Fri 20 November to Mon 30 November, in the morning")
        ]
        waits.database.write(joining.leave, waits.bob_ctx(), entry)
        assert waits.database.read(page.shown, waits.bob_ctx()).waiting == ()
        with pytest.raises(AlreadyDone):
            waits.database.write(joining.leave, waits.bob_ctx(), entry)
        assert [one.action for one in waits.audit("wait_list.joined") + waits.audit("wait_list.left")] == [
            "wait_list.joined", "wait_list.left",
        ]  # fmt: skip

    def test_twice_for_the_same_changes_the_days_and_keeps_the_place(self, waits: Scene):
        first = join(waits)
        assert join(waits, now=NOW + HOUR, said=DAYS | {"last": "2026-11-25"}) == first
        [entry] = waits.rows(WaitEntry)
        assert (entry.last_day, entry.created_at) == (date(2026, 11, 25), NOW)

    @pytest.mark.parametrize(
        "said",
        [
            {}, {"first": "", "last": "x"}, {"first": "2026-11-30", "last": "2026-11-20"},
            {"first": "2026-11-01", "last": "2026-11-19"}, {"first": "2030-01-01", "last": "2030-01-02"},
            {"first": "9" * 5000, "last": "\0"},
        ],
    )  # fmt: skip
    def test_days_that_cannot_be(self, waits: Scene, said: dict[str, str]):
        with pytest.raises(NotAcceptable):
            join(waits, said=said)
        assert waits.rows(WaitEntry) == []

    def test_a_last_day_beyond_the_horizon_is_the_horizon_and_a_part_nobody_knows_is_any(self, waits: Scene):
        join(waits, said={"first": "2026-01-01", "last": "2099-12-31", "part": "dawn"})
        [entry] = waits.rows(WaitEntry)
        assert (entry.first_day, entry.last_day, entry.part) == (date(2026, 11, 20), date(2027, 2, 18), "any")

    def test_off_or_forged_it_is_refused(self, waits: Scene):
        for forged in ({"treatment_id": "x"}, {"location_id": waits.birch.location_id}, {"staff_id": "x"}):
            with pytest.raises(NotFound):
                join(waits, **forged)
        with pytest.raises(NotFound):
            join(waits, moving=booked(waits))
        waits.set("wait_list", False)
        with pytest.raises(WaitListOff):
            join(waits)

    def test_for_five_times_at_most(self, waits: Scene):
        for staff_id in ("", *(another_practitioner(waits, name) for name in "abcd")):
            join(waits, staff_id=staff_id)
        with pytest.raises(WaitListFull):
            join(waits)

    @pytest.mark.parametrize("who", ["alice", "charlie", "dana"])
    def test_nobody_else_leaves_takes_or_declines(self, waits: Scene, who: str):
        entry, visit = join(waits), booked(waits)
        cancel(waits, visit)
        [offer] = offered(waits)
        for act in (joining.leave, taking.take, taking.decline):
            for forged in (entry, offer.id, "x" * 22, "é"):
                with pytest.raises(NotFound):
                    waits.database.write(act, waits.ctx(who), forged)
        assert len(offered(waits)) == 1


class TestOffers:
    def test_what_is_cancelled_is_offered_to_who_waits_and_to_nobody_else(self, waits: Scene):
        join(waits)
        join(waits, "alice")
        visit = booked(waits)
        cancel(waits, visit)
        [one] = offered(waits)
        assert (one.title, one.day_line, one.time_line) == (
            "Physiotherapy", "Monday 23 November", "9:00–10:00 a.m. · Toronto time",
        )  # fmt: skip
        assert (one.practitioner, one.place, one.until_line) == ("Sam Field", "Main Street", "")
        assert offered(waits, "alice") == []

    @pytest.mark.parametrize(
        ("said", "is_offered"),
        [
            ({"part": "morning"}, True), ({"part": "afternoon"}, False), ({"first": "2026-11-24"}, False),
            ({"last": "2026-11-22"}, False), ({"first": "2026-11-23", "last": "2026-11-23"}, True),
        ],
    )  # fmt: skip
    def test_only_on_days_and_at_times_that_suit(self, waits: Scene, said: dict[str, str], is_offered: bool):
        join(waits, said=DAYS | said)
        cancel(waits, booked(waits))
        assert bool(offered(waits)) is is_offered

    def test_of_another_practitioner_only_to_who_does_not_mind(self, waits: Scene):
        ada = another_practitioner(waits)
        join(waits, staff_id=ada)
        cancel(waits, booked(waits))
        assert offered(waits) == []
        join(waits, staff_id="")
        cancel(waits, booked(waits))
        assert [one.practitioner for one in offered(waits)] == ["Sam Field"]

    def test_what_the_desk_cancels_and_what_is_moved_or_taken_back_too(self, waits: Scene):
        join(waits)
        visit = booked(waits)
        waits.database.write(desk.cancel, waits.dana_ctx(), visit, "patient_asked")
        assert len(offered(waits)) == 1

    def test_a_longer_treatment_only_where_it_fits(self, waits: Scene):
        change(waits, Treatment, waits.cedar.treatments["video-45"], minutes=120)
        join(waits, treatment="video-45")
        visit = booked(waits)
        booked(waits, MONDAY + HOUR, "dana")
        cancel(waits, visit)
        assert offered(waits) == []

    def test_a_seat_in_a_class(self, waits: Scene):
        change(waits, Treatment, waits.cedar.treatments["yoga"], capacity=1)
        yoga = {"at": MONDAY + 9 * HOUR, "treatment": "yoga", "class_id": a_sitting(waits)}
        join(waits, treatment="yoga")
        visit = booked(waits, **yoga)
        cancel(waits, visit)
        [one] = offered(waits)
        assert waits.appointment(take(waits, one.id)).class_id == yoga["class_id"]

    def test_a_time_that_somebody_books_or_holds_is_no_longer_there(self, waits: Scene):
        join(waits)
        cancel(waits, booked(waits))
        hold(waits, who="dana")
        assert offered(waits) == []
        [offer] = waits.rows(WaitOffer)
        assert offer.state == "open"
        booked(waits, who="dana")
        assert [one.state for one in waits.rows(WaitOffer)] == ["gone"]
        with pytest.raises(OfferGone):
            take(waits, offer.id)

    def test_turned_off_nothing_is_offered_shown_or_taken_and_all_is_kept(self, waits: Scene):
        join(waits)
        cancel(waits, booked(waits))
        [one] = offered(waits)
        waits.set("wait_list", False)
        assert offered(waits) == []
        with pytest.raises(OfferGone):
            take(waits, one.id)
        waits.set("wait_list", True)
        assert len(offered(waits)) == 1


class TestTaking:
    def test_one_tap_books_it(self, waits: Scene):
        join(waits)
        cancel(waits, booked(waits))
        [one] = offered(waits)
        visit = waits.appointment(take(waits, one.id))
        assert (visit.person_id, visit.starts_at, visit.state) == (waits.people["bob"], MONDAY, "booked")
        assert take(waits, one.id) == visit.id
        shown = waits.database.read(page.shown, waits.bob_ctx())
        assert (shown.waiting, shown.offers, waits.claims_of(visit.id)) == ((), (), 12)

    def test_a_visit_that_waits_for_another_time_is_moved(self, waits: Scene):
        mine = booked(waits, MONDAY + 5 * DAY, "bob")
        join(waits, moving=mine)
        cancel(waits, booked(waits))
        [one] = offered(waits)
        after = waits.appointment(take(waits, one.id))
        assert (after.moved_from_id, after.starts_at, one.moves) == (mine, MONDAY, True)
        assert (waits.appointment(mine).state, len(waits.rows(Claim))) == ("archived", 12)

    def test_one_that_can_no_longer_be_moved_stays(self, waits: Scene):
        mine = booked(waits, MONDAY + 5 * DAY, "bob")
        join(waits, moving=mine)
        cancel(waits, booked(waits))
        [one] = offered(waits)
        waits.set("allow_cancellations", False)
        with pytest.raises(CannotMove):
            take(waits, one.id)
        assert waits.appointment(mine).state == "booked"

    def test_a_time_that_became_too_soon_is_gone(self, waits: Scene):
        join(waits)
        cancel(waits, booked(waits))
        [one] = offered(waits)
        with pytest.raises(OfferGone):
            take(waits, one.id, now=MONDAY - 2 * HOUR + TICK)

    def test_of_fifty_who_accept_one_gets_it(self, waits: Scene):
        names = [a_friend(waits, f"friend {number}") for number in range(50)]
        for name in names:
            join(waits, name)
        cancel(waits, booked(waits))
        made = {one.person_id: one.id for one in waits.rows(WaitOffer)}
        assert len(made) == 50
        together = Barrier(len(names))

        def attempt(name: str) -> bool:
            together.wait()
            return won(lambda: take(waits, made[waits.people[name]], name))

        with ThreadPoolExecutor(len(names)) as threads:
            assert sum(threads.map(attempt, names)) == 1
        assert len([one for one in waits.rows(Appointment) if one.state == "booked"]) == 1
        assert sorted({one.state for one in waits.rows(WaitOffer)}) == ["accepted", "gone"]

    def test_accepted_in_ten_windows_at_once_it_is_booked_once(self, waits: Scene):
        join(waits)
        cancel(waits, booked(waits))
        [one] = offered(waits)
        together = Barrier(10)

        def attempt(_: int) -> str:
            together.wait()
            return take(waits, one.id)

        with ThreadPoolExecutor(10) as threads:
            assert len(set(threads.map(attempt, range(10)))) == 1


class TestInTurn:
    @pytest.fixture
    def line(self, waits: Scene) -> Scene:
        """Bob, and after him Noor, wait for Sam's time, and Alice gives hers up."""
        waits.set("wait_list_order", "in_turn")
        join(waits)
        join(waits, a_friend(waits, "noor"), NOW + TICK)
        cancel(waits, booked(waits))
        return waits

    def test_it_is_offered_to_the_first_and_says_until_when(self, line: Scene):
        assert [one.until_line for one in offered(line)] == ["Yours to take until 10:30 a.m."]
        assert offered(line, "noor") == []

    def test_turned_down_it_goes_to_the_next(self, line: Scene):
        line.database.write(taking.decline, line.bob_ctx(), offered(line)[0].id)
        assert (len(offered(line)), len(offered(line, "noor"))) == (0, 1)

    def test_not_answered_in_time_it_goes_to_the_next(self, line: Scene):
        end = NOW + timedelta(minutes=30)
        assert line.database.write(offers.expire_unanswered, end - TICK) == 0
        assert line.database.write(offers.expire_unanswered, end) == 1
        assert (offered(line, now=end), len(offered(line, "noor", end))) == ([], 1)
        assert line.database.write(offers.expire_unanswered, end) == 0

    def test_at_the_end_of_its_time_it_is_over(self, line: Scene):
        [one] = offered(line)
        with pytest.raises(OfferGone):
            take(line, one.id, now=NOW + timedelta(minutes=30))
        take(line, one.id, now=NOW + timedelta(minutes=30) - TICK)


def test_who_waited_to_the_end_of_their_last_day_waits_no_more(waits: Scene):
    join(waits, said=DAYS | {"last": "2026-11-23"})
    for at, state in ((MONDAY + 15 * HOUR - TICK, "waiting"), (MONDAY + 15 * HOUR, "over")):
        waits.database.write(offers.expire_unanswered, at)
        assert [one.state for one in waits.rows(WaitEntry)] == [state]


class TestMessages:
    def offer(self, scene: Scene) -> OutboxMessage:
        join(scene)
        cancel(scene, booked(scene))
        [message] = scene.rows(OutboxMessage, kind="time_offered")
        return message

    def judged(self, scene: Scene, message: OutboxMessage, now: datetime) -> judgement.Judgement:
        return scene.database.read(judgement.judge, message, now)

    def test_who_does_not_answer_within_a_minute_is_told_by_mail(self, waits: Scene):
        message = self.offer(waits)
        assert (message.channel, message.due_at) == ("email", NOW + timedelta(minutes=1))
        assert self.judged(waits, message, message.due_at).recipient == "moreau@mail.test"
        worded = waits.database.read(letters.letter, message, message.due_at)
        assert worded.subject == "A time is free on Mon 23 November, 9:00 a.m."
        assert (worded.link.endswith("/account"), "Physiotherapy" in worded.subject) == (True, False)

    def test_who_has_taken_it_or_has_lost_it_is_not(self, waits: Scene):
        message = self.offer(waits)
        booked(waits, who="dana")
        assert self.judged(waits, message, message.due_at).reason is Reason.NOT_OFFERED

    def test_a_text_to_a_verified_mobile_and_never_at_night(self, waits: Scene):
        change(waits, Person, waits.people["bob"], mobile="+14165550112", mobile_verified_at=NOW)
        message = self.offer(waits)
        assert message.channel == "text"
        assert "Physiotherapy" not in waits.database.read(letters.text, message, message.due_at)
        night = NOW + 13 * HOUR
        assert self.judged(waits, message, night).later == NOW + 22 * HOUR


class TestCover:
    """What an offered time would use of a package is said where it is offered, and held to when it is taken."""

    @pytest.fixture
    def owner(self, waits: Scene) -> Scene:
        """Bob waits, and has a package with three uses left."""
        turn_on(waits)
        give(waits, "bob", used_before=2)
        join(waits)
        cancel(waits, booked(waits))
        return waits

    def messages(self, scene: Scene) -> tuple[OutboxMessage, str, str]:
        [message] = scene.rows(OutboxMessage, kind="time_offered")
        letter = scene.database.read(letters.letter, message, message.due_at)
        return message, " ".join(letter.notes), scene.database.read(letters.text, message, message.due_at)

    def test_it_is_said_in_the_open_page_and_in_what_is_sent_in_both_languages(self, owner: Scene):
        french = owner.database.read(page.shown, owner.bob_ctx(lang="fr")).offers
        assert [one.cover_line for one in offered(owner)] == ["Uses 1 of 3 left of 5 × physio"]
        assert [one.cover_line for one in french] == ["Utilise 1 des 3 séances restantes de 5 × physio"]
        message, note, text = self.messages(owner)
        assert note == "Uses 1 of 3 left of 5 × physio"
        assert "(Toronto time). It uses 1 of your 3 prepaid visits. Take it in My Account: http" in text
        assert "physio" not in text
        change(owner, OutboxMessage, message.id, language="fr")
        _, note, text = self.messages(owner)
        assert note == "Utilise 1 des 3 séances restantes de 5 × physio"
        assert "Elle utilise 1 de vos 3 séances prépayées. Prenez-la dans Mon compte" in text

    def test_what_has_changed_since_it_was_said_is_asked_again(self, owner: Scene):
        [one] = offered(owner)
        for forged in ("", "x" * 22):
            with pytest.raises(CoverChanged):
                owner.database.write(taking.take, owner.bob_ctx(), one.id, forged)
        assert [row.state for row in owner.rows(Appointment)] == ["cancelled"]
        visit = owner.database.write(taking.take, owner.bob_ctx(), one.id, one.covered_by)
        assert live(owner, visit) == one.covered_by

    def test_nothing_is_said_where_nothing_is_redeemed_by_itself(self, owner: Scene):
        owner.set("auto_redeem_online", False)
        assert [(one.cover_line, one.covered_by) for one in offered(owner)] == [("", "")]
        _, note, text = self.messages(owner)
        assert (note, "(Toronto time). Take it" in text) == ("", True)

    def test_of_a_visit_that_is_moved_the_use_goes_along(self, waits: Scene):
        turn_on(waits)
        give(waits, "bob", quantity=1)
        mine = booked(waits, MONDAY + 5 * DAY, "bob")
        join(waits, moving=mine)
        cancel(waits, booked(waits))
        [one] = offered(waits)
        assert one.cover_line == "Covered by 5 × physio: no uses left after this"
        after = waits.database.write(taking.take, waits.bob_ctx(), one.id, one.covered_by)
        assert (live(waits, after), live(waits, mine)) == (one.covered_by, "")

    def test_who_has_cancelled_what_was_to_be_moved_books_anew_and_is_told_so(self, waits: Scene):
        mine = booked(waits, MONDAY + 5 * DAY, "bob")
        join(waits, moving=mine)
        cancel(waits, mine, "bob")
        cancel(waits, booked(waits))
        [one] = offered(waits)
        assert (one.moves, waits.appointment(take(waits, one.id)).moved_from_id) == (False, None)


class TestDesk:
    def test_the_desk_sees_who_waits_and_a_practitioner_nobody(self, waits: Scene):
        join(waits)
        [one] = waits.database.read(page.everybody, waits.dana_ctx())
        assert (one.who, one.what, one.days) == (
            "Bob Moreau", "Physiotherapy, Sam Field", "Fri 20 November to Mon 30 November",
        )  # fmt: skip
        assert waits.database.read(page.everybody, waits.staff_ctx("sam")) == []
        assert waits.database.read(page.everybody, waits.staff_ctx("kim")) == []


class TestWhereBookingAsksForSomething:
    @pytest.fixture
    def asking(self, waits: Scene) -> Scene:
        """A clinic that takes payments."""
        set_up(waits)
        return waits

    def ask_for(self, scene: Scene, policy: str) -> str:
        """Offer Bob what Alice gives up, where booking asks for something; give back the offer's id."""
        visit = booked(scene, MONDAY + DAY)
        for key in ("payment_policy", "first_visit_payment_policy"):
            scene.set(key, policy)
        join(scene)
        cancel(scene, visit, now=NOW + TICK)
        return offered(scene)[0].id

    @pytest.mark.parametrize("policy", ["deposit", "full"])
    def test_one_tap_books_nothing_that_has_to_be_paid_first(self, asking: Scene, policy: str):
        offer_id = self.ask_for(asking, policy)
        assert offered(asking)[0].asks_line.startswith("You pay ")
        with pytest.raises(PrepaymentNeeded):
            take(asking, offer_id)
        assert [row.state for row in asking.rows(Appointment)] == ["cancelled"]

    def test_it_is_held_for_five_minutes_instead_and_still_offered(self, asking: Scene):
        offer_id = self.ask_for(asking, "full")
        asking.database.write(taking.hold, asking.bob_ctx(), offer_id)
        [held] = asking.rows(BookingHold)
        assert (held.starts_at, held.expires_at) == (MONDAY + DAY, NOW + timedelta(minutes=5))
        [entry] = asking.rows(WaitEntry)
        assert entry.state == "waiting"

    def test_a_card_on_file_is_asked_for_and_enough(self, asking: Scene):
        offer_id = self.ask_for(asking, "card")
        assert offered(asking)[0].asks_line == "The clinic asks for a card on file. Nothing is charged now."
        with pytest.raises(CardNeeded):
            take(asking, offer_id)
        with_card(asking, "bob")
        assert offered(asking)[0].asks_line == ""
        assert take(asking, offer_id)

    def test_what_a_package_covers_is_not_paid_for(self, asking: Scene):
        turn_on(asking)
        give(asking, "bob")
        offer_id = self.ask_for(asking, "full")
        assert offered(asking)[0].asks_line == ""
        assert take(asking, offer_id)

    def test_booked_on_the_booking_page_they_wait_no_more(self, asking: Scene):
        offer_id = self.ask_for(asking, "none")
        asking.database.write(taking.hold, asking.bob_ctx(), offer_id)
        visit = confirm(asking, asking.rows(BookingHold)[0].id, "bob")
        assert [row.state for row in asking.rows(WaitEntry)] == ["booked"]
        assert take(asking, offer_id) == visit

    def test_another_time_booked_lets_them_wait_on(self, asking: Scene):
        self.ask_for(asking, "none")
        booked(asking, MONDAY + 2 * DAY, "bob")
        assert [row.state for row in asking.rows(WaitEntry)] == ["waiting"]

    def test_what_is_gone_or_somebody_elses_is_not_held(self, asking: Scene):
        offer_id = self.ask_for(asking, "none")
        with pytest.raises(NotFound):
            asking.database.write(taking.hold, asking.ctx("dana"), offer_id)
        booked(asking, MONDAY + DAY, "dana")
        with pytest.raises(OfferGone):
            asking.database.write(taking.hold, asking.bob_ctx(), offer_id)
