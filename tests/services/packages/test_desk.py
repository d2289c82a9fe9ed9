"""At the desk: packages are given, changed and ended; uses redeemed and released; and they follow their visit."""

from datetime import date, timedelta
from typing import Any

import pytest

from myaccount.domain.refusals import NotAllowed, NotFound, NoUseLeft, PackagesOff, Refused, VisitChanged
from myaccount.messages import say
from myaccount.models import AuditEntry, Change, Package
from myaccount.services.desk import bookings as desk_bookings
from myaccount.services.desk import visits as desk
from myaccount.services.desk.bookings import Wanted
from myaccount.services.packages import desk as desk_packages
from myaccount.services.packages import own as packages
from myaccount.services.packages.own import page
from myaccount.views.packages import PackageCard, VisitCover
from myaccount.views.practice import Outcome
from tests.scenes import NOW, Scene
from tests.services.packages.shelf import BOUGHT, give, live, redeem, release, states, turn_on

HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
AT = NOW + 3 * DAY


@pytest.fixture
def clinic(scene: Scene) -> Scene:
    """Cedar, where the desk redeems by hand."""
    turn_on(scene, online=False)
    return scene


def save(scene: Scene, typed: dict[str, str], package: str = "", who: str = "dana", whose: str = "alice") -> Outcome:
    return scene.database.write(desk_packages.save, scene.staff_ctx(who), scene.people[whose], package, typed)


def typed(scene: Scene, **more: str) -> dict[str, str]:
    box = f"treatment.{scene.cedar.treatments['physio-60']}"
    return {"name": "10 × physio", "quantity": "10", "purchased_on": "2026-11-20", box: "yes"} | more


def shown(scene: Scene, who: str = "alice", lang: Any = "en") -> list[PackageCard]:
    found = scene.database.read(page, scene.ctx(who, lang=lang))
    return [*found.current, *found.past]


def cover(scene: Scene, visit: str, now=NOW) -> VisitCover:
    return scene.database.read(desk.one, scene.dana_ctx(now=now), visit).cover


class TestGive:
    def test_the_desk_gives_one_and_its_patient_sees_it(self, clinic: Scene):
        given = save(clinic, typed(clinic, expires_on="2027-11-20"))
        assert given.changed
        [card] = shown(clinic)
        assert (card.id, card.name, card.kind, card.left, card.of) == (
            given.id, "10 × physio", "Package", "10 uses left", "of 10",
        )  # fmt: skip
        assert (card.purchased, card.expires, card.covers) == ("20 November 2026", "20 November 2027", "Physiotherapy")
        [entry] = clinic.audit("package.given")
        assert (entry.person_id, entry.subject_id, "physio" in str(entry.facts)) == (clinic.alice, given.id, False)
        if clinic.database.is_sqlite:
            assert [(row.topic, row.person_id) for row in clinic.rows(Change)] == [("package", clinic.alice)]

    def test_a_membership_says_when_its_uses_begin_anew(self, clinic: Scene):
        save(clinic, typed(clinic, name="Monthly", kind="membership", cycle="month", quantity="2"))
        [card] = shown(clinic)
        assert (card.left, card.of, card.renews) == (
            "2 uses left", "of 2 each month", "Uses renew on 20 December 2026",
        )  # fmt: skip
        save(clinic, typed(clinic, name="Open", kind="membership", cycle="year", quantity=""))
        assert "Unlimited uses" in [card.left for card in shown(clinic)]

    @pytest.mark.parametrize(
        ("box", "text", "key"),
        [
            ("name", "", "typed.blank"), ("quantity", "", "pass.needs_uses"), ("quantity", "0", "typed.whole"),
            ("quantity", "-1", "typed.whole"), ("quantity", "1001", "typed.whole"), ("kind", "gift", "typed.choose"),
            ("purchased_on", "", "pass.day_wrong"), ("purchased_on", "1969-12-31", "pass.day_wrong"),
            ("purchased_on", "9999-12-31", "pass.day_wrong"), ("expires_on", "soon", "pass.day_wrong"),
            ("expires_on", "2026-11-19", "pass.ends_before"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_said_at_its_box(self, clinic: Scene, box: str, text: str, key: str):
        outcome = save(clinic, typed(clinic, **{box: text}))
        said = say(key, "en", minimum=1, maximum=1000) if key == "typed.whole" else say(key, "en")
        assert outcome.problems == {box: said}
        assert clinic.rows(Package) == []

    def test_it_covers_something_of_this_clinic(self, clinic: Scene):
        box = f"treatment.{clinic.cedar.treatments['physio-60']}"
        assert "treatments" in save(clinic, typed(clinic, **{box: "no"})).problems
        with pytest.raises(NotFound):
            save(clinic, typed(clinic, **{f"treatment.{clinic.birch.treatments['physio-60']}": "yes"}))

    def test_never_fewer_uses_than_are_gone(self, clinic: Scene):
        package = give(clinic, used_before=1)
        redeem(clinic, clinic.book("alice", AT), package)
        assert save(clinic, {"quantity": "1"}, package).problems == {"quantity": say("pass.fewer", "en", count=2)}
        assert save(clinic, {"quantity": "2"}, package).changed
        with pytest.raises(NoUseLeft):
            redeem(clinic, clinic.book("alice", AT + DAY), package)

    def test_ended_it_covers_nothing_more_until_it_is_resumed(self, clinic: Scene):
        package, visit = give(clinic), clinic.book("alice", AT)
        redeem(clinic, visit, package)
        clinic.database.write(desk_packages.end, clinic.dana_ctx(), clinic.alice, package)
        [card] = shown(clinic)
        assert (card.is_over, card.state_line, live(clinic, visit)) == (True, "Ended by the clinic", package)
        with pytest.raises(NoUseLeft):
            redeem(clinic, clinic.book("alice", AT + DAY), package)
        clinic.database.write(desk_packages.resume, clinic.dana_ctx(), clinic.alice, package)
        assert not shown(clinic)[0].is_over

    @pytest.mark.parametrize("use_case", [desk_packages.end, desk_packages.resume, desk_packages.form])
    @pytest.mark.parametrize(
        ("who", "whose", "refusal"),
        [("sam", "alice", NotAllowed), ("dana", "bob", NotFound), ("dana", "charlie", NotFound)],
    )
    def test_only_the_desk_and_only_on_the_profile_of_its_buyer(self, clinic: Scene, use_case, who, whose, refusal):
        package = give(clinic)
        with pytest.raises(refusal):
            clinic.database.write(use_case, clinic.staff_ctx(who), clinic.people[whose], package)
        with pytest.raises(refusal):
            save(clinic, {"name": "Theirs"}, package, who, whose)

    def test_turned_off_nothing_is_given_shown_or_lost(self, clinic: Scene):
        package = give(clinic)
        clinic.set("packages", False)
        for attempt in (desk_packages.end, desk_packages.resume, desk_packages.form):
            with pytest.raises(PackagesOff):
                clinic.database.write(attempt, clinic.dana_ctx(), clinic.alice, package)
        assert clinic.database.read(desk_packages.of_patient, clinic.dana_ctx(), clinic.alice) == ()
        assert shown(clinic) == []
        assert [row.id for row in clinic.rows(Package)] == [package]


class TestShow:
    def test_nobody_sees_anybody_elses(self, clinic: Scene):
        give(clinic)
        assert shown(clinic, "bob") == []
        assert clinic.database.read(packages.page, clinic.charlie_at_cedar_ctx()).current == ()

    def test_a_use_is_listed_with_its_visit_and_what_became_of_it(self, clinic: Scene):
        package = give(clinic, used_before=2)
        redeem(clinic, clinic.book("alice", AT), package)
        [card] = shown(clinic)
        assert [(use.visit, use.when, use.state_word) for use in card.uses] == [
            ("Physiotherapy", "23 November 2026, 10:00 a.m.", "Reserved")
        ]
        assert (card.left, card.before_line) == ("2 uses left", "2 uses from before this page kept count.")
        assert shown(clinic, lang="fr")[0].left == "2 séances restantes"

    def test_the_latest_ten_are_listed(self, clinic: Scene):
        package = give(clinic, quantity=20)
        for number in range(11):
            redeem(clinic, clinic.book("alice", AT + number * DAY), package)
        [card] = shown(clinic)
        assert (len(card.uses), card.latest_line) == (10, "The latest 10 visits are listed.")

    @pytest.mark.parametrize(
        ("facts", "line"),
        [
            ({"expires_on": date(2026, 11, 20)}, ""), ({"expires_on": date(2026, 11, 19)}, "Expired"),
            ({"used_before": 5}, "Used up"), ({"used_before": 5, "kind": "membership", "cycle": "week"}, ""),
        ],
    )  # fmt: skip
    def test_what_is_over_says_why(self, clinic: Scene, facts: dict[str, Any], line: str):
        give(clinic, **facts)
        assert [(card.state_line, card.is_over) for card in shown(clinic)] == [(line, bool(line))]


class TestRedeem:
    def test_by_hand_and_back(self, clinic: Scene):
        package, visit = give(clinic), clinic.book("alice", AT)
        assert [(one.id, one.line) for one in cover(clinic, visit).choices] == [(package, "5 × physio: 5 uses left")]
        redeem(clinic, visit, package)
        now = cover(clinic, visit)
        assert (now.line, now.can_release, now.choices) == ("Covered by 5 × physio", True, [])
        release(clinic, visit)
        assert [one.line for one in cover(clinic, visit).choices] == ["5 × physio: 5 uses left"]
        entries = [(row.action, row.subject_id, row.facts) for row in clinic.rows(AuditEntry)]
        assert entries == [("use.redeemed", visit, {"package": package}), ("use.released", visit, {"package": package})]

    def test_only_for_its_buyer(self, clinic: Scene):
        visit = clinic.book("alice", AT)
        for package in (give(clinic, "bob"), give(clinic, "charlie"), "nothing", "\x00"):
            with pytest.raises(NotFound):
                redeem(clinic, visit, package)
        assert cover(clinic, visit).choices == []

    def test_a_practitioner_redeems_for_their_own_visits(self, clinic: Scene):
        package, visit = give(clinic), clinic.book("alice", AT)
        redeem(clinic, visit, package, "sam")
        clinic.set("packages", True, "birch")
        with pytest.raises(NotFound):
            release(clinic, visit, "kim")

    @pytest.mark.parametrize(
        "facts", [{"used_before": 5}, {"expires_on": date(2026, 11, 22)}, {"covers": "yoga"}, {"ended_at": NOW}]
    )
    def test_what_does_not_cover_it_is_refused(self, clinic: Scene, facts: dict[str, Any]):
        package, visit = give(clinic, **facts), clinic.book("alice", AT)
        with pytest.raises(NoUseLeft):
            redeem(clinic, visit, package)

    def test_one_visit_has_one_use(self, clinic: Scene):
        package, visit = give(clinic), clinic.book("alice", AT)
        redeem(clinic, visit, package)
        with pytest.raises(VisitChanged):
            redeem(clinic, visit, package)
        release(clinic, visit)
        with pytest.raises(VisitChanged):
            release(clinic, visit)

    def test_a_cancelled_visit_redeems_nothing(self, clinic: Scene):
        package, visit = give(clinic), clinic.book("alice", AT)
        clinic.database.write(desk.cancel, clinic.dana_ctx(), visit, "other")
        assert cover(clinic, visit) == VisitCover()
        with pytest.raises(VisitChanged):
            redeem(clinic, visit, package)

    def test_turned_off_it_is_refused_and_not_shown(self, clinic: Scene):
        package, visit = give(clinic), clinic.book("alice", AT)
        redeem(clinic, visit, package)
        clinic.set("packages", False)
        assert cover(clinic, visit) == VisitCover()
        for attempt in (lambda: redeem(clinic, visit, package), lambda: release(clinic, visit)):
            with pytest.raises(PackagesOff):
                attempt()

    @pytest.mark.parametrize(("mark", "state"), [(desk.arrive, "consumed"), (desk.miss, "forfeited")])
    def test_after_the_visit_it_is_gone_at_once(self, clinic: Scene, mark: Any, state: str):
        package, visit = give(clinic), clinic.book("alice", AT)
        clinic.database.write(mark, clinic.dana_ctx(now=AT), visit)
        redeem(clinic, visit, package, now=AT)
        assert states(clinic, package) == [state]


class TestFollow:
    def do(self, scene: Scene, act: Any, visit: str, now=AT) -> None:
        scene.database.write(act, scene.dana_ctx(now=now), visit)

    def test_arrived_consumes_and_undo_reserves_again(self, clinic: Scene):
        package, visit = give(clinic), clinic.book("alice", AT)
        redeem(clinic, visit, package)
        self.do(clinic, desk.arrive, visit)
        assert states(clinic, package) == ["consumed"]
        assert cover(clinic, visit, AT).line == "Covered by 5 × physio, use redeemed"
        self.do(clinic, desk.undo, visit)
        assert states(clinic, package) == ["reserved"]

    def test_a_no_show_forfeits_undo_reserves_again_and_staff_may_release(self, clinic: Scene):
        package, visit = give(clinic), clinic.book("alice", AT)
        redeem(clinic, visit, package)
        self.do(clinic, desk.miss, visit)
        assert states(clinic, package) == ["forfeited"]
        self.do(clinic, desk.undo, visit)
        assert states(clinic, package) == ["reserved"]
        self.do(clinic, desk.miss, visit)
        release(clinic, visit, now=AT)
        assert states(clinic, package) == ["released"]
        self.do(clinic, desk.undo, visit)
        assert states(clinic, package) == ["released"]

    def test_moved_at_the_desk_it_goes_along(self, clinic: Scene):
        package, visit = give(clinic, quantity=1), clinic.book("alice", AT)
        redeem(clinic, visit, package)
        wanted = Wanted(clinic.cedar.staff_id, "", clinic.cedar.location_id, "2026-11-25", "10:00")
        after = clinic.database.write(desk_bookings.move, clinic.dana_ctx(), visit, wanted)
        assert (live(clinic, visit), live(clinic, after)) == ("", package)


class TestCancel:
    @pytest.mark.parametrize(
        ("reason", "before", "state"),
        [
            ("patient_asked", 24 * HOUR, "released"),
            ("patient_asked", 24 * HOUR - TICK, "forfeited"),
            ("patient_asked", -HOUR, "forfeited"),
            ("practitioner_away", HOUR, "released"),
            ("clinic_closed", HOUR, "released"),
            ("booked_by_mistake", HOUR, "released"),
            ("other", HOUR, "released"),
        ],
    )
    def test_every_reason_and_edge(self, clinic: Scene, reason: str, before: timedelta, state: str):
        package, visit = give(clinic), clinic.book("alice", AT)
        redeem(clinic, visit, package)
        clinic.database.write(desk.cancel, clinic.dana_ctx(now=AT - before), visit, reason)
        assert states(clinic, package) == [state]

    def test_brought_back_it_is_covered_again_if_it_still_can_be(self, clinic: Scene):
        package, visit = give(clinic, quantity=1), clinic.book("alice", AT)
        redeem(clinic, visit, package)
        clinic.database.write(desk.cancel, clinic.dana_ctx(), visit, "other")
        clinic.database.write(desk.undo, clinic.dana_ctx(), visit)
        assert sorted(states(clinic, package)) == ["released", "reserved"]
        clinic.database.write(desk.cancel, clinic.dana_ctx(now=NOW + HOUR), visit, "other")
        other = clinic.book("alice", AT + DAY)
        redeem(clinic, other, package, now=NOW + HOUR)
        clinic.database.write(desk.undo, clinic.dana_ctx(now=NOW + HOUR), visit)
        assert (live(clinic, visit), live(clinic, other)) == ("", package)

    def test_a_late_one_brought_back_is_covered_as_before(self, clinic: Scene):
        package, visit = give(clinic), clinic.book("alice", AT)
        redeem(clinic, visit, package)
        late = clinic.dana_ctx(now=AT - HOUR)
        clinic.database.write(desk.cancel, late, visit, "patient_asked")
        clinic.database.write(desk.undo, late, visit)
        assert states(clinic, package) == ["reserved"]

    def test_one_that_staff_released_stays_released(self, clinic: Scene):
        package, visit = give(clinic), clinic.book("alice", AT)
        redeem(clinic, visit, package)
        release(clinic, visit)
        clinic.database.write(desk.cancel, clinic.dana_ctx(), visit, "other")
        clinic.database.write(desk.undo, clinic.dana_ctx(), visit)
        assert live(clinic, visit) == ""


def test_whatever_is_named_is_refused_kindly(clinic: Scene):
    visit = clinic.book("alice", AT)
    for name in ("", "x" * 5000, "\ud800", "'; drop table package; --"):
        with pytest.raises(Refused):
            redeem(clinic, visit, name)
        with pytest.raises(Refused):
            clinic.database.write(desk_packages.end, clinic.dana_ctx(), clinic.alice, name)
    assert give(clinic, purchased_on=BOUGHT)
