"""What is booked online redeems by itself, says so before, and gives the use back with the visit."""

from datetime import date, timedelta

import pytest

from myaccount.domain.refusals import CoverChanged
from myaccount.models import Appointment, BookingHold, Redemption
from myaccount.services.booking import book
from myaccount.services.booking.review import booked as booked_view
from myaccount.services.booking.review import review
from myaccount.services.visits import appointments
from myaccount.views.booking import Review
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import DAY, HOUR, MONDAY, a_sitting, booked, hold, open_all_week, slot
from tests.services.packages.shelf import BOUGHT, give, live, redeem, states, turn_on


@pytest.fixture
def week(scene: Scene) -> Scene:
    """Cedar, open all week, with packages that redeem themselves."""
    open_all_week(scene)
    turn_on(scene)
    return scene


def said(scene: Scene, who: str = "alice") -> Review:
    return scene.database.read(review, scene.ctx(who), "")


def confirm(scene: Scene, held: str, covered_by: str, who: str = "alice") -> str:
    return scene.database.write(book.confirm, scene.ctx(who), held, covered_by)


class TestConfirm:
    def test_it_says_what_covers_it_and_redeems_that(self, week: Scene):
        package = give(week, used_before=1)
        held = hold(week)
        shown = said(week)
        assert (shown.covered_by, shown.cover_line) == (package, "Covered by 5 × physio: 3 uses left after this")
        visit = confirm(week, held.id, shown.covered_by)
        assert (live(week, visit), states(week, package)) == (package, ["reserved"])
        assert week.audit("appointment.booked")[0].facts == {"package": package}
        thanks = week.database.read(booked_view, week.alice_ctx(), visit)
        assert thanks.review.cover_line == "Covered by 5 × physio"

    def test_the_one_that_expires_first_goes_first_then_the_oldest(self, week: Scene):
        newer, older = give(week), give(week, purchased_on=BOUGHT - timedelta(days=9))
        soon = give(week, expires_on=date(2026, 11, 30))
        assert live(week, booked(week)) == soon
        assert live(week, booked(week, MONDAY + 9 * DAY)) == older
        assert states(week, newer) == []

    @pytest.mark.parametrize(
        ("facts", "line"),
        [
            ({"expires_on": date(2026, 11, 23)}, "Covered by 5 × physio: 4 uses left after this"),
            (
                {"expires_on": date(2026, 11, 22)},
                "Not covered: “5 × physio” is good until 22 November 2026, before this visit.",
            ),
            ({"expires_on": date(2026, 11, 19)}, ""),
            ({"used_before": 5}, "Not covered: “5 × physio” has no uses left."),
            ({"used_before": 7}, "Not covered: “5 × physio” has no uses left."),
            ({"purchased_on": date(2026, 11, 24)}, ""),
            ({"ended_at": NOW}, ""),
            ({"covers": "yoga"}, ""),
            ({"who": "bob"}, ""),
            ({"kind": "membership", "quantity": None, "cycle": "month"}, "Covered by 5 × physio: unlimited uses"),
            ({"quantity": 2, "used_before": 0}, "Covered by 5 × physio: 1 use left after this"),
            ({"quantity": 1, "used_before": 0}, "Covered by 5 × physio: no uses left after this"),
        ],
    )
    def test_it_is_judged_on_the_day_of_the_visit(self, week: Scene, facts: dict[str, object], line: str):
        give(week, **facts)  # type: ignore[arg-type]
        held = hold(week)
        assert said(week).cover_line == line
        visit = confirm(week, held.id, said(week).covered_by)
        assert bool(live(week, visit)) is line.startswith("Covered")

    @pytest.mark.parametrize("switch", ["packages", "auto_redeem_online"])
    def test_turned_off_nothing_is_said_nor_redeemed(self, week: Scene, switch: str):
        give(week)
        week.set(switch, False)
        held = hold(week)
        assert (said(week).covered_by, said(week).cover_line) == ("", "")
        assert live(week, confirm(week, held.id, "")) == ""

    def test_a_class_is_covered_too(self, week: Scene):
        package = give(week, name="Yoga", covers="yoga")
        sitting = a_sitting(week)
        assert live(week, booked(week, MONDAY + 9 * HOUR, treatment="yoga", class_id=sitting)) == package

    def test_when_the_last_use_goes_meanwhile_it_is_refused_once_and_then_goes_through_uncovered(self, week: Scene):
        package = give(week, quantity=1)
        other = week.book("alice", NOW + 3 * DAY)
        held, before = hold(week), said(week)
        redeem(week, other, package)
        with pytest.raises(CoverChanged):
            confirm(week, held.id, before.covered_by)
        assert [row.id for row in week.rows(Appointment)] == [other]
        assert len(week.rows(BookingHold)) == 1
        now = said(week)
        assert (now.covered_by, now.cover_line) == ("", "Not covered: “5 × physio” has no uses left.")
        visit = confirm(week, held.id, now.covered_by)
        assert (live(week, visit), live(week, other)) == ("", package)

    def test_what_covers_it_only_now_is_said_before_it_is_redeemed(self, week: Scene):
        held = hold(week)
        package = give(week)
        with pytest.raises(CoverChanged):
            confirm(week, held.id, "")
        assert live(week, confirm(week, held.id, said(week).covered_by)) == package

    def test_a_second_press_gives_the_same_visit_and_redeems_nothing_more(self, week: Scene):
        package = give(week)
        held = hold(week)
        assert confirm(week, held.id, package) == confirm(week, held.id, package)
        assert states(week, package) == ["reserved"]


class TestComingBack:
    def test_taken_back_within_the_grace(self, week: Scene):
        package = give(week, quantity=1)
        visit = booked(week)
        week.database.write(book.undo, week.alice_ctx(), visit)
        assert states(week, package) == ["released"]
        assert live(week, booked(week)) == package

    def test_cancelled_in_time(self, week: Scene):
        package = give(week, quantity=1)
        visit = booked(week)
        week.database.write(appointments.cancel, week.alice_ctx(), visit, "")
        assert states(week, package) == ["released"]

    def test_turned_off_meanwhile_it_still_comes_back(self, week: Scene):
        package = give(week)
        visit = booked(week)
        week.set("packages", False)
        week.database.write(appointments.cancel, week.alice_ctx(), visit, "")
        assert states(week, package) == ["released"]


class TestMove:
    def move(self, scene: Scene, visit: str, days: int, covered_by: str | None = None) -> str:
        ctx, request = scene.alice_ctx(), slot(scene, MONDAY + days * DAY)
        return scene.database.write(book.reschedule, ctx, visit, request, covered_by)

    def shown(self, scene: Scene, visit: str, days: int) -> Review:
        return scene.database.read(review, scene.alice_ctx(), "", visit, slot(scene, MONDAY + days * DAY))

    def test_the_last_use_goes_along(self, week: Scene):
        package = give(week, quantity=1)
        visit = booked(week)
        shown = self.shown(week, visit, 1)
        assert (shown.covered_by, shown.cover_line) == (package, "Covered by 5 × physio: no uses left after this")
        after = self.move(week, visit, 1, package)
        assert (live(week, visit), live(week, after)) == ("", package)
        assert sorted(states(week, package)) == ["released", "reserved"]

    def test_to_a_day_after_it_expires_the_use_comes_back_and_another_package_steps_in(self, week: Scene):
        soon = give(week, expires_on=date(2026, 11, 24))
        visit = booked(week)
        shown = self.shown(week, visit, 2)
        assert shown.cover_line == "Not covered: “5 × physio” is good until 24 November 2026, before this visit."
        with pytest.raises(CoverChanged):
            self.move(week, visit, 2, soon)
        assert live(week, visit) == soon
        other = give(week, name="Spare")
        after = self.move(week, visit, 2, self.shown(week, visit, 2).covered_by)
        assert (live(week, after), states(week, soon)) == (other, ["released"])

    @pytest.mark.parametrize("days", [1, 2])
    def test_put_back_it_is_covered_as_before(self, week: Scene, days: int):
        package = give(week, quantity=1, expires_on=date(2026, 11, 24))
        visit = booked(week)
        after = self.move(week, visit, days)
        assert live(week, after) == (package if days == 1 else "")
        week.database.write(book.undo, week.alice_ctx(), after)
        assert (live(week, visit), live(week, after)) == (package, "")

    def test_a_visit_that_had_none_gets_none(self, week: Scene):
        visit = booked(week)
        package = give(week)
        assert self.shown(week, visit, 1).cover_line == ""
        assert live(week, self.move(week, visit, 1, "")) == ""
        assert states(week, package) == []

    def test_turned_off_meanwhile_it_goes_along_all_the_same(self, week: Scene):
        package = give(week)
        visit = booked(week)
        week.set("packages", False)
        assert live(week, self.move(week, visit, 1, package)) == package


def test_nobody_elses_package_is_ever_redeemed(week: Scene):
    package = give(week)
    for who in ("bob", "charlie"):
        if who == "bob":
            assert live(week, booked(week, who=who)) == ""
    assert week.rows(Redemption, package_id=package) == []
