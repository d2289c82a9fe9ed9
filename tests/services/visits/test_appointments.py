"""Upcoming Appointments and Appointment History, in both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy.exc import StatementError

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.calls import Over
from myaccount.domain.refusals import AlreadyDone, CannotCancel, NotFound, Refused
from myaccount.messages import Language
from myaccount.models import Appointment, AuditEntry, Change, Claim, OutboxMessage, Treatment
from myaccount.services.calls import participants
from myaccount.services.context import PatientContext
from myaccount.services.visits import appointments
from myaccount.views.appointments import HistoryPage, VisitCard
from tests.scenes import NOW, Scene

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
NOT_AN_ID = [
    "",
    "nobody",
    "a\0b",
    "x" * 5000,
    "' OR 1=1 --",
    "\u202eabc",
    "\ud800",
]


def upcoming(scene: Scene, ctx: PatientContext) -> tuple[VisitCard, ...]:
    return scene.database.read(appointments.upcoming, ctx).cards


def history(
    scene: Scene,
    ctx: PatientContext,
    first: date | None = None,
    last: date | None = None,
    *,
    cancelled: bool = False,
    cursor: str = "",
) -> HistoryPage:
    return scene.database.read(appointments.history, ctx, first, last, cancelled, cursor)


def cancel(scene: Scene, ctx: PatientContext, appointment_id: str) -> None:
    scene.database.write(appointments.cancel, ctx, appointment_id, "")


class TestUpcoming:
    def test_it_lists_what_is_still_to_come_soonest_first(self, scene: Scene):
        later = scene.book("alice", NOW + 3 * DAY)
        sooner = scene.book("alice", NOW + DAY)
        assert [card.id for card in upcoming(scene, scene.alice_ctx())] == [sooner, later]

    def test_it_shows_a_visit_until_its_last_instant(self, scene: Scene):
        visit = scene.book("alice", NOW)
        assert [card.id for card in upcoming(scene, scene.alice_ctx(now=NOW + HOUR))] == [visit]
        assert upcoming(scene, scene.alice_ctx(now=NOW + HOUR + TICK)) == ()

    def test_at_its_very_end_the_card_is_there_and_so_are_its_begin_and_its_door(self, scene: Scene):
        visit = scene.book("alice", NOW, treatment="video-45")
        at_end = scene.alice_ctx(now=NOW + timedelta(minutes=45))
        page = scene.database.read(appointments.upcoming, at_end)
        assert [(card.id, card.begin_url) for card in page.cards] == [(visit, f"/visit/{visit}")]
        assert page.cards[0].verdict_line
        assert page.next_change == at_end.now + TICK
        assert scene.database.read(participants.participant, at_end, None, visit).closed is None
        assert history(scene, at_end).cards == ()
        over = scene.alice_ctx(now=page.next_change)
        assert upcoming(scene, over) == ()
        assert scene.database.read(participants.participant, over, None, visit).closed is Over.TIME
        assert [card.id for card in history(scene, over).cards] == [visit]

    @pytest.mark.parametrize("state", AppointmentState)
    def test_it_shows_what_is_booked_or_arrived_only(self, scene: Scene, state: AppointmentState):
        scene.book("alice", NOW + DAY, state=state)
        shown = state in (AppointmentState.BOOKED, AppointmentState.ARRIVED)
        assert bool(upcoming(scene, scene.alice_ctx())) is shown

    def test_it_shows_nobody_elses_visits(self, scene: Scene):
        scene.book("alice", NOW + DAY)
        assert upcoming(scene, scene.bob_ctx()) == ()
        assert upcoming(scene, scene.charlie_ctx()) == ()
        assert upcoming(scene, scene.charlie_at_cedar_ctx()) == ()

    def test_what_was_cancelled_just_now_keeps_its_place(self, scene: Scene):
        first, second, third = (scene.book("alice", NOW + days * DAY) for days in (2, 3, 4))
        cancel(scene, scene.alice_ctx(), second)
        page = scene.database.read(appointments.upcoming, scene.alice_ctx(), {second: ""})
        assert [(card.id, card.state) for card in page.cards] == [
            (first, "booked"),
            (second, "cancelled"),
            (third, "booked"),
        ]
        assert page.has_visits

    def test_with_the_last_one_cancelled_there_are_no_visits(self, scene: Scene):
        visit = scene.book("alice", NOW + 2 * DAY)
        cancel(scene, scene.alice_ctx(), visit)
        page = scene.database.read(appointments.upcoming, scene.alice_ctx(), {visit: ""})
        assert ([card.id for card in page.cards], page.has_visits) == ([visit], False)

    def test_what_stands_again_is_there_once_and_what_is_somebody_elses_is_not(self, scene: Scene):
        visit = scene.book("alice", NOW + 2 * DAY)
        others = scene.book("bob", NOW + 3 * DAY, state=AppointmentState.CANCELLED)
        page = scene.database.read(appointments.upcoming, scene.alice_ctx(), {visit: "", others: ""})
        assert [card.id for card in page.cards] == [visit]

    def test_inside_the_period_the_card_says_contact_to_cancel(self, scene: Scene):
        scene.book("alice", NOW + DAY - timedelta(minutes=5))
        [card] = upcoming(scene, scene.alice_ctx())
        assert (card.can_cancel, card.contact_title) == (False, "Contact to Cancel")
        assert card.verdict_line == "Less than 24 hours before the visit"

    @pytest.mark.parametrize(("lang", "title"), [("en", "Contact the clinic"), ("fr", "Communiquez avec la clinique")])
    def test_with_cancellations_off_it_says_to_contact_the_clinic(self, scene: Scene, lang: Language, title: str):
        scene.set("allow_cancellations", False)
        scene.book("alice", NOW + 9 * DAY)
        [card] = upcoming(scene, scene.alice_ctx(lang=lang))
        assert (card.can_cancel, card.contact_title) == (False, title)

    def test_before_it_the_card_says_until_when_cancelling_is_free(self, scene: Scene):
        scene.book("alice", NOW + 2 * DAY)
        [card] = upcoming(scene, scene.alice_ctx())
        assert (card.can_cancel, card.contact_title) == (True, "")
        assert "Sat 21 November, 10:00 a.m., Toronto time" in card.verdict_line

    @pytest.mark.parametrize(("hours", "which"), [(12, "after the clocks go back"), (13, "before the clocks go back")])
    def test_a_last_moment_that_comes_twice_that_night_is_told_apart(self, scene: Scene, hours: int, which: str):
        scene.set("cancellation_period_hours", hours)
        scene.book("alice", datetime(2026, 11, 1, 18, 15, tzinfo=UTC), NOW - 60 * DAY)
        [card] = upcoming(scene, scene.alice_ctx(now=datetime(2026, 10, 30, 15, tzinfo=UTC)))
        assert card.verdict_line == f"Free to cancel until Sun 1 November, 1:15 a.m., Toronto time, {which}"

    def test_whose_time_it_is_stays_unsaid_in_person_where_the_clinic_does_not_show_it(self, scene: Scene):
        scene.set("show_clinic_time_zone", False)
        scene.book("alice", NOW + 2 * DAY)
        scene.book("alice", NOW + 3 * DAY, treatment="video-45")
        in_person, online = upcoming(scene, scene.alice_ctx())
        assert in_person.time_line == "10:00–11:00 a.m."
        assert in_person.verdict_line == "Free to cancel until Sat 21 November, 10:00 a.m."
        assert "Toronto time" in online.time_line and "Toronto time" in online.verdict_line

    def test_within_the_grace_the_card_offers_to_cancel_inside_the_period_too(self, scene: Scene):
        scene.book("alice", NOW + HOUR, NOW - timedelta(seconds=60))
        [card] = upcoming(scene, scene.alice_ctx())
        assert card.can_cancel
        assert "10:02" in card.verdict_line

    def test_begin_shows_from_an_hour_before_to_the_end(self, scene: Scene):
        visit = scene.book("alice", NOW, treatment="video-45", call_url="https://meet.test/alice")
        for now, shown in ((NOW - HOUR - TICK, False), (NOW - HOUR, True), (NOW + timedelta(minutes=44), True)):
            [card] = upcoming(scene, scene.alice_ctx(now=now))
            assert card.begin_url == (f"/visit/{visit}" if shown else "")

    def test_a_video_visit_is_told_in_the_patients_time_with_the_clinics_in_brackets(self, scene: Scene):
        scene.book("alice", NOW + DAY, treatment="video-45")
        [card] = upcoming(scene, scene.alice_ctx(time_zone="America/Vancouver"))
        assert card.time_line == "8:00–8:45 a.m. · Vancouver time (10:00 a.m., Toronto time)"

    def test_a_visit_in_person_is_told_in_the_places_time(self, scene: Scene):
        scene.book("alice", NOW + DAY)
        [card] = upcoming(scene, scene.alice_ctx(time_zone="America/Vancouver"))
        assert card.time_line == "10:00–11:00 a.m. · Toronto time"

    def test_it_says_when_any_of_it_changes_next(self, scene: Scene):
        scene.book("alice", NOW + 2 * HOUR, NOW - timedelta(seconds=60))
        page = scene.database.read(appointments.upcoming, scene.alice_ctx())
        assert page.next_change == NOW + timedelta(seconds=120)

    def test_it_shows_fifty_and_says_that_there_are_more(self, scene: Scene):
        for number in range(51):
            scene.book("alice", NOW + DAY + number * HOUR)
        page = scene.database.read(appointments.upcoming, scene.alice_ctx())
        assert (len(page.cards), page.has_more) == (50, True)
        page = scene.database.read(appointments.upcoming, scene.alice_ctx(), {}, 100)
        assert (len(page.cards), page.has_more) == (51, False)

    def test_french_is_french(self, scene: Scene):
        scene.book("alice", NOW + 2 * DAY)
        [card] = upcoming(scene, scene.alice_ctx(lang="fr"))
        assert "10 h 00, heure de Toronto" in card.verdict_line


class TestCancel:
    @pytest.mark.parametrize(
        ("starts_in", "booked_ago", "cancels"),
        [
            (timedelta(hours=2), timedelta(seconds=179, milliseconds=999), True),
            (timedelta(hours=2), timedelta(seconds=180) - TICK, True),
            (timedelta(hours=2), timedelta(seconds=180), False),
            (DAY, timedelta(days=9), True),
            (DAY + timedelta(minutes=5), timedelta(days=9), True),
            (timedelta(0), timedelta(days=9), False),
            (timedelta(0), timedelta(seconds=10), False),
            (-HOUR, timedelta(days=9), False),
        ],
    )
    def test_every_edge(self, scene: Scene, starts_in: timedelta, booked_ago: timedelta, cancels: bool):
        visit = scene.book("alice", NOW + starts_in, NOW - booked_ago)
        if cancels:
            cancel(scene, scene.alice_ctx(), visit)
            assert scene.appointment(visit).state == AppointmentState.CANCELLED
        else:
            with pytest.raises(CannotCancel):
                cancel(scene, scene.alice_ctx(), visit)
            assert scene.appointment(visit).state == AppointmentState.BOOKED

    def test_a_microsecond_after_the_deadline_is_too_late(self, scene: Scene):
        visit = scene.book("alice", NOW + DAY)
        with pytest.raises(CannotCancel):
            cancel(scene, scene.alice_ctx(now=NOW + TICK), visit)
        assert scene.appointment(visit).state == AppointmentState.BOOKED
        assert scene.claims_of(visit) == 12

    def test_a_clinic_that_switched_cancelling_off_is_obeyed_at_once(self, scene: Scene):
        visit = scene.book("alice", NOW + 9 * DAY)
        scene.set("allow_cancellations", value=False)
        with pytest.raises(CannotCancel):
            cancel(scene, scene.alice_ctx(), visit)

    def test_switched_off_the_grace_still_holds(self, scene: Scene):
        visit = scene.book("alice", NOW + 9 * DAY, NOW)
        scene.set("allow_cancellations", value=False)
        cancel(scene, scene.alice_ctx(), visit)
        assert scene.appointment(visit).state == AppointmentState.CANCELLED

    def test_a_longer_period_holds_from_the_moment_it_is_set(self, scene: Scene):
        visit = scene.book("alice", NOW + 2 * DAY)
        scene.set("cancellation_period_hours", value=49)
        with pytest.raises(CannotCancel):
            cancel(scene, scene.alice_ctx(), visit)

    def test_it_frees_the_time_writes_the_trail_and_tells_open_pages(self, scene: Scene):
        visit = scene.book("alice", NOW + 2 * DAY)
        cancel(scene, scene.alice_ctx(), visit)
        row = scene.appointment(visit)
        assert (row.cancelled_at, row.version) == (NOW, 2)
        assert scene.claims_of(visit) == 0
        [entry] = scene.audit("appointment.cancelled")
        assert (entry.actor_id, entry.person_id, entry.subject_id) == (scene.alice, scene.alice, visit)
        assert entry.at == NOW
        if scene.database.is_sqlite:
            assert [change.topic for change in scene.rows(Change, person_id=scene.alice)] == ["visit"]

    def test_the_freed_time_can_be_taken_by_somebody_else(self, scene: Scene):
        cancel(scene, scene.alice_ctx(), scene.book("alice", NOW + 2 * DAY))
        assert scene.book("bob", NOW + 2 * DAY)

    def test_it_is_confirmed_by_mail_once(self, scene: Scene):
        cancel(scene, scene.alice_ctx(), scene.book("alice", NOW + 2 * DAY))
        assert len(scene.rows(OutboxMessage, person_id=scene.alice)) == 1

    def test_within_the_grace_nothing_is_sent_since_nothing_was_announced(self, scene: Scene):
        cancel(scene, scene.alice_ctx(), scene.book("alice", NOW + 2 * DAY, NOW))
        assert scene.rows(OutboxMessage) == []

    def test_the_second_time_it_was_already_done(self, scene: Scene):
        visit = scene.book("alice", NOW + 2 * DAY)
        cancel(scene, scene.alice_ctx(), visit)
        with pytest.raises(AlreadyDone):
            cancel(scene, scene.alice_ctx(), visit)
        assert len(scene.audit("appointment.cancelled")) == 1

    def test_of_two_tabs_at_once_one_wins(self, scene: Scene):
        visit, ctx = scene.book("alice", NOW + 2 * DAY), scene.alice_ctx()
        together = Barrier(2)

        def try_it(_: int) -> str:
            together.wait()
            try:
                cancel(scene, ctx, visit)
            except AlreadyDone:
                return "already done"
            return "cancelled"

        with ThreadPoolExecutor(2) as tabs:
            assert sorted(tabs.map(try_it, range(2))) == ["already done", "cancelled"]
        assert len(scene.audit("appointment.cancelled")) == 1
        assert scene.appointment(visit).version == 2

    @pytest.mark.parametrize("state", [state for state in AppointmentState if state != AppointmentState.BOOKED])
    def test_what_is_not_booked_cannot_be_cancelled(self, scene: Scene, state: AppointmentState):
        visit = scene.book("alice", NOW + 2 * DAY, state=state)
        with pytest.raises(Refused):
            cancel(scene, scene.alice_ctx(), visit)
        assert scene.appointment(visit).state == state

    def test_charlie_bob_and_nobody_get_the_same_answer_and_change_nothing(self, scene: Scene):
        visit = scene.book("alice", NOW + 2 * DAY)
        answers = set()
        contexts = [scene.charlie_ctx(), scene.charlie_at_cedar_ctx(), scene.bob_ctx(), scene.dana_ctx()]
        for ctx, wanted in [*((ctx, visit) for ctx in contexts), (scene.alice_ctx(), "nobody")]:
            with pytest.raises(NotFound) as refusal:
                cancel(scene, ctx, wanted)
            answers.add((refusal.value.code, str(refusal.value), tuple(refusal.value.facts)))
        assert len(answers) == 1
        assert scene.appointment(visit).state == AppointmentState.BOOKED
        assert scene.claims_of(visit) == 12
        assert scene.rows(AuditEntry) == []

    @pytest.mark.parametrize("hostile", NOT_AN_ID, ids=range(len(NOT_AN_ID)))
    def test_what_is_no_id_is_not_found(self, scene: Scene, hostile: str):
        with pytest.raises(NotFound):
            scene.database.write(appointments.one, scene.alice_ctx(), hostile)
        with pytest.raises(NotFound):
            cancel(scene, scene.alice_ctx(), hostile)


class TestHistory:
    def test_it_shows_what_is_past_latest_first(self, scene: Scene):
        older = scene.book("alice", NOW - 9 * DAY, state=AppointmentState.ARRIVED)
        newer = scene.book("alice", NOW - 2 * DAY)
        missed = scene.book("alice", NOW - 5 * DAY, state=AppointmentState.NO_SHOW)
        assert [card.id for card in history(scene, scene.alice_ctx()).cards] == [newer, missed, older]

    def test_no_visit_is_both_upcoming_and_history(self, scene: Scene):
        visit = scene.book("alice", NOW)
        for now, where in ((NOW + HOUR, ([visit], [])), (NOW + HOUR + TICK, ([], [visit]))):
            ctx = scene.alice_ctx(now=now)
            shown = ([card.id for card in upcoming(scene, ctx)], [card.id for card in history(scene, ctx).cards])
            assert shown == where

    def test_cancelled_visits_show_when_asked_for(self, scene: Scene):
        visit = scene.book("alice", NOW - 2 * DAY, state=AppointmentState.CANCELLED)
        assert history(scene, scene.alice_ctx()).cards == ()
        assert [card.id for card in history(scene, scene.alice_ctx(), cancelled=True).cards] == [visit]

    @pytest.mark.parametrize("state", [AppointmentState.ARCHIVED, AppointmentState.RESERVED])
    def test_what_was_taken_back_or_only_held_never_shows(self, scene: Scene, state: AppointmentState):
        scene.book("alice", NOW - 2 * DAY, state=state)
        assert history(scene, scene.alice_ctx(), cancelled=True).cards == ()

    def test_it_shows_nobody_elses_visits(self, scene: Scene):
        scene.book("alice", NOW - 2 * DAY)
        for ctx in (scene.bob_ctx(), scene.charlie_ctx(), scene.charlie_at_cedar_ctx()):
            assert history(scene, ctx, cancelled=True).cards == ()

    def test_a_filter_includes_both_its_days_in_the_clinics_zone(self, scene: Scene):
        late = scene.book("alice", datetime(2026, 11, 11, 4, 30, tzinfo=UTC))  # the 10th, 11:30 p.m. in Toronto
        early = scene.book("alice", datetime(2026, 11, 12, 5, 0, tzinfo=UTC))  # the 12th, midnight in Toronto
        ctx = scene.alice_ctx()

        def shown(first: date | None, last: date | None) -> list[str]:
            return [card.id for card in history(scene, ctx, first, last).cards]

        assert shown(date(2026, 11, 10), date(2026, 11, 10)) == [late]
        assert shown(date(2026, 11, 11), date(2026, 11, 11)) == []
        assert shown(date(2026, 11, 10), date(2026, 11, 12)) == [early, late]
        assert shown(date(2026, 11, 12), None) == [early]
        assert shown(None, date(2026, 11, 11)) == [late]
        assert shown(date(2026, 11, 12), date(2026, 11, 10)) == []

    @pytest.mark.parametrize("extreme", [date.min, date.max])
    def test_a_filter_may_name_the_most_distant_days(self, scene: Scene, extreme: date):
        scene.book("alice", NOW - 2 * DAY)
        history(scene, scene.alice_ctx(), extreme, None)
        history(scene, scene.alice_ctx(), None, extreme)
        assert len(history(scene, scene.alice_ctx(), date.min, date.max).cards) == 1

    def test_paging_shows_everything_once_with_equal_starts_too(self, scene: Scene):
        booked = [scene.book("alice", NOW - (2 + number // 3) * DAY, claims=False) for number in range(47)]
        seen, sizes, cursor = [], [], ""
        while True:
            page = history(scene, scene.alice_ctx(), cursor=cursor)
            seen += [card.id for card in page.cards]
            sizes.append(len(page.cards))
            cursor = page.cursor
            if not cursor:
                break
        assert sizes == [20, 20, 7]
        assert len(seen) == len(set(seen))
        assert set(seen) == set(booked)

    def test_the_last_page_says_that_it_is_the_last(self, scene: Scene):
        for number in range(20):
            scene.book("alice", NOW - (2 + number) * DAY)
        assert history(scene, scene.alice_ctx()).cursor == ""

    @pytest.mark.parametrize(
        "cursor",
        [
            "nonsense",
            "~",
            "2026-11-20~x",
            "2026-11-20T10:00:00~x",
            "0001-01-01T00:00:00+14:00~x",
            "9999-12-31T23:59:59-14:00~x",
            "2026-11-20T10:00:00+00:00~a\0b",
            "2026-11-20T10:00:00+00:00~\ud800",
        ],
    )
    def test_a_cursor_that_no_page_gave_out_is_refused_or_shows_ones_own(self, scene: Scene, cursor: str):
        own, _bobs = scene.book("alice", NOW - 2 * DAY), scene.book("bob", NOW - 3 * DAY)
        try:
            shown = {card.id for card in history(scene, scene.alice_ctx(), cursor=cursor).cards}
        except NotFound:
            shown = set()
        assert shown <= {own}

    def test_somebody_elses_cursor_shows_nothing_of_theirs(self, scene: Scene):
        for number in range(25):
            scene.book("alice", NOW - (2 + number) * DAY)
        cursor = history(scene, scene.alice_ctx()).cursor
        assert history(scene, scene.bob_ctx(), cursor=cursor).cards == ()


class TestTheDatabaseItself:
    def test_of_fifty_who_want_one_slot_exactly_one_gets_it(self, scene: Scene):
        resource = f"staff:{scene.cedar.staff_id}"

        def claim(number: int) -> bool:
            try:
                with scene.database.writing() as tx:
                    tx.add_all(Claim(resource=resource, cell=cell, holder_id=str(number)) for cell in (1, 2, 3))
            except Exception as error:
                assert "UNIQUE" in str(error).upper()
                return False
            return True

        with ThreadPoolExecutor(50) as bookers:
            assert sum(bookers.map(claim, range(50))) == 1
        holders = {claim.holder_id for claim in scene.rows(Claim, resource=resource)}
        assert len(holders) == 1
        assert len(scene.rows(Claim, resource=resource)) == 3

    def test_an_instant_without_a_zone_is_refused(self, scene: Scene):
        visit = scene.book("alice", NOW)
        with pytest.raises(StatementError, match="needs a zone"), scene.database.writing() as tx:
            tx.get_one(Appointment, visit).cancelled_at = datetime(2026, 11, 20, 15, 0)

    def test_a_wall_time_with_a_zone_is_refused(self, scene: Scene):
        visit = scene.book("alice", NOW)
        with pytest.raises(StatementError, match="has no zone"), scene.database.writing() as tx:
            tx.get_one(Appointment, visit).starts_local = NOW

    @pytest.mark.parametrize("amount", [120.0, True, "12000"])
    def test_money_is_whole_cents(self, scene: Scene, amount: object):
        with pytest.raises(StatementError, match="whole number of cents"), scene.database.writing() as tx:
            tx.get_one(Treatment, scene.cedar.treatments["yoga"]).price_cents = amount  # type: ignore[assignment]

    def test_an_instant_is_read_back_aware_and_to_the_microsecond(self, scene: Scene):
        booked_at = datetime(2026, 11, 1, 5, 30, 0, 123456, tzinfo=UTC)
        row = scene.appointment(scene.book("alice", NOW, booked_at))
        assert row.booked_at == booked_at
        assert row.booked_at.tzinfo is UTC
