"""A clinic's own Jitsi server: who is let in there, into which room and until when, judged by a stand-in for one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.family import Permission
from myaccount.domain.refusals import CannotBegin, NotAcceptable, NotAllowed, NotFound
from myaccount.domain.video_server import VideoServerAway
from myaccount.models import Appointment, ClassSession, Location, Staff, Treatment, VideoServer
from myaccount.services.calls import attendance, participants, video_server
from myaccount.services.clinic import settings
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.desk import today
from myaccount.services.family.acting import one_act
from myaccount.services.visits import appointments, bookings
from myaccount.services.visits.bookings import Slot
from tests import jitsi_server
from tests.jitsi_server import APP_SECRET, DOMAIN, FORM, Joined, Prosody, Refused
from tests.scenes import NOW, ZONE, Scene
from tests.services.calls.test_page import HOUR, LINK, TICK, shown
from tests.services.family.people import granted

SECOND = timedelta(seconds=1)
END = NOW + timedelta(minutes=45)


@pytest.fixture
def visit(scene: Scene) -> str:
    jitsi_server.connect(scene)
    return scene.book("alice", NOW, treatment="video-45")


def way_in(scene: Scene, ctx: PatientContext, visit: str, staff: StaffContext | None = None) -> str:
    return scene.database.write(video_server.way_in, ctx, staff, visit)


def sams_way_in(scene: Scene, visit: str) -> str:
    sam = scene.staff_ctx("sam")
    return way_in(scene, sam, visit, sam)


def save(scene: Scene, who: str = "robin", **typed: str):
    return scene.database.write(video_server.save, scene.staff_ctx(who), FORM | typed)


def change_visit(scene: Scene, visit: str, **facts: object) -> None:
    with scene.database.writing() as tx:
        row = tx.get_one(Appointment, visit)
        for name, value in facts.items():
            setattr(row, name, value)


def online_class(scene: Scene) -> tuple[str, str]:
    """Seat Alice and Bob in a class of Sam's that meets online; give back their visits."""
    place = scene.cedar
    sitting = ClassSession(
        clinic_id=place.clinic_id, treatment_id=place.treatments["yoga"], staff_id=place.staff_id,
        location_id=place.location_id, starts_local=NOW.replace(tzinfo=None) - 5 * HOUR, zone=ZONE, zone_data="test",
        starts_at=NOW, ends_at=NOW + HOUR,
    )  # fmt: skip
    with scene.database.writing() as tx:
        treatment = tx.get_one(Treatment, place.treatments["yoga"])
        treatment.online = True
        tx.add(sitting)
        tx.flush()
        slot = Slot(place.staff_id, treatment, tx.get_one(Location, place.location_id), NOW, sitting=sitting)
        ids = [bookings.place(tx, scene.dana_ctx(), scene.people[who], slot).id for who in ("alice", "bob")]
    return ids[0], ids[1]


class TestWayIn:
    def test_the_two_meet_in_one_room_and_the_practitioner_moderates(self, scene: Scene, visit: str):
        alice = Prosody().enter(way_in(scene, scene.alice_ctx(), visit), NOW)
        sam = Prosody().enter(sams_way_in(scene, visit), NOW)
        assert alice == Joined(sam.room, "Alice", "member")
        assert (sam.name, sam.affiliation) == ("Sam", "owner")
        assert len(alice.room) == 40 and visit.lower() not in alice.room

    def test_all_of_a_class_meet_in_one_room_and_learn_first_names_only(self, scene: Scene):
        jitsi_server.connect(scene)
        alices, bobs = online_class(scene)
        alice = Prosody().enter(way_in(scene, replace(scene.alice_ctx(), last_name="Moreau"), alices), NOW)
        bob = Prosody().enter(way_in(scene, scene.bob_ctx(), bobs), NOW)
        sam = Prosody().enter(sams_way_in(scene, bobs), NOW)
        assert alice.room == bob.room == sam.room
        assert (alice.name, alice.affiliation, sam.affiliation) == ("Alice", "member", "owner")
        with pytest.raises(NotFound):
            way_in(scene, scene.alice_ctx(), bobs)

    def test_a_class_that_meets_nowhere_else_has_no_call_here(self, scene: Scene):
        alices, _ = online_class(scene)
        assert not shown(scene, scene.alice_ctx(), alices).is_open
        [card] = scene.database.read(appointments.upcoming, scene.alice_ctx()).cards
        assert (card.begin_url, card.place) == ("", "Online: the clinic tells you where")

    @pytest.mark.parametrize(
        ("when", "fault"),
        [
            (NOW - timedelta(minutes=1) - SECOND, "nbf"),
            (NOW - timedelta(minutes=1), None),
            (END + timedelta(minutes=10) - SECOND, None),
            (END + timedelta(minutes=10), "exp"),
        ],
    )
    def test_a_token_ends_ten_minutes_after_the_visit_to_the_second(self, scene: Scene, visit: str, when, fault):
        address = way_in(scene, scene.alice_ctx(), visit)
        if fault is None:
            assert Prosody().enter(address, when).name == "Alice"
        else:
            with pytest.raises(Refused, match=fault):
                Prosody().enter(address, when)

    @pytest.mark.parametrize("other", ["iss", "secret", "room", "domain"])
    def test_a_token_is_of_one_app_one_secret_one_room_and_one_server(self, scene: Scene, visit: str, other: str):
        address = way_in(scene, scene.alice_ctx(), visit)
        server = {
            "iss": Prosody(app_id="other"), "secret": Prosody(app_secret="x" * 32), "domain": Prosody("other.test"),
            "room": Prosody(),
        }[other]  # fmt: skip
        path = urlsplit(address).path
        address = address.replace(path, "/another") if other == "room" else address.replace(DOMAIN, server.domain)
        with pytest.raises(Refused):
            server.enter(address, NOW)

    @pytest.mark.parametrize(
        ("now", "opens"), [(NOW - HOUR - TICK, False), (NOW - HOUR, True), (END, True), (END + TICK, False)]
    )
    def test_it_opens_within_the_window_of_begin_only(self, scene: Scene, visit: str, now, opens: bool):
        ctx = scene.alice_ctx(now=now)
        found = shown(scene, ctx, visit)
        assert (found.is_open, found.host, found.ticket) == (opens, DOMAIN if opens else "", "")
        assert found.call_url == (f"/call/{visit}/server" if opens else "")
        if opens:
            assert Prosody().enter(way_in(scene, ctx, visit), now).affiliation == "member"
        else:
            with pytest.raises(CannotBegin):
                way_in(scene, ctx, visit)

    @pytest.mark.parametrize("state", [AppointmentState.CANCELLED, AppointmentState.NO_SHOW, AppointmentState.ARCHIVED])
    def test_a_cancelled_or_missed_visit_lets_nobody_in(self, scene: Scene, visit: str, state: AppointmentState):
        change_visit(scene, visit, state=state)
        with pytest.raises(CannotBegin):
            way_in(scene, scene.alice_ctx(), visit)

    def test_everybody_else_gets_the_answer_of_an_unknown_visit(self, scene: Scene, visit: str):
        staff = [scene.staff_ctx(who) for who in ("dana", "robin", "kim")]
        others = [scene.bob_ctx(), scene.charlie_ctx(), scene.charlie_at_cedar_ctx(), scene.ctx("sam")]
        for ctx, acting in [*((one, one) for one in staff), *((one, None) for one in others)]:
            with pytest.raises(NotFound):
                way_in(scene, ctx, visit, acting)

    def test_a_visit_that_is_moved_or_given_by_somebody_else_has_another_room(self, scene: Scene, visit: str):
        rooms = [urlsplit(way_in(scene, scene.alice_ctx(), visit)).path]
        for moved in ({"starts_at": NOW - timedelta(minutes=5)}, {"staff_id": scene.staff["kim"]}):
            change_visit(scene, visit, **moved)
            rooms.append(urlsplit(way_in(scene, scene.alice_ctx(), visit)).path)
        other = scene.book("alice", NOW + HOUR, treatment="video-45")
        rooms.append(urlsplit(way_in(scene, scene.alice_ctx(), other)).path)
        assert len(set(rooms)) == 4
        assert urlsplit(way_in(scene, scene.alice_ctx(), visit)).path == rooms[2]

    def test_whoever_may_book_for_somebody_comes_in_under_their_own_name(self, scene: Scene, visit: str):
        relationship_id = granted(scene, Permission.BOOKINGS)
        bob = scene.database.read(one_act, scene.bob_ctx(), relationship_id, Permission.BOOKINGS)
        assert Prosody().enter(way_in(scene, bob, visit), NOW).name == "Bob"
        assert shown(scene, bob, visit).call_url.endswith(f"?for={relationship_id}")

    def test_a_link_of_the_practitioners_goes_first(self, scene: Scene, visit: str):
        with scene.database.writing() as tx:
            tx.get_one(Staff, scene.staff["sam"]).video_link = LINK
        assert shown(scene, scene.alice_ctx(), visit).call_url == LINK
        with pytest.raises(CannotBegin):
            way_in(scene, scene.alice_ctx(), visit)

    def test_with_another_provider_nobody_is_led_there(self, scene: Scene, visit: str):
        scene.set("online_provider", "built_in")
        assert shown(scene, scene.alice_ctx(), visit).ticket
        with pytest.raises(CannotBegin):
            way_in(scene, scene.alice_ctx(), visit)

    def test_a_secret_that_cannot_be_read_is_said_in_words(self, scene: Scene, visit: str):
        with scene.database.writing() as tx:
            row = tx.get_one(VideoServer, scene.cedar.clinic_id)
            row.secret = row.secret[:-8] + "AAAAAAA="
        with pytest.raises(VideoServerAway):
            way_in(scene, scene.alice_ctx(), visit)

    def test_today_says_who_has_gone_there(self, scene: Scene, visit: str):
        def line(now=NOW) -> str:
            return scene.database.read(today.today, scene.staff_ctx("dana", now=now), "", "").rows[0].call_line

        for minutes in (55, 5):
            way_in(scene, scene.alice_ctx(now=NOW - minutes * 60 * SECOND), visit)
        assert line() == "Patient went to the call at 9:55 a.m."
        sams_way_in(scene, visit)
        assert line() == line(END) == "Both have gone to the call, the second at 10:00 a.m."

    def test_who_waits_in_the_portal_goes_before_who_went_elsewhere(self, scene: Scene, visit: str):
        way_in(scene, scene.alice_ctx(now=NOW - 5 * 60 * SECOND), visit)
        scene.set("online_provider", "built_in")
        place = scene.database.read(participants.participant, scene.staff_ctx("sam"), scene.staff_ctx("sam"), visit)
        scene.database.write(attendance.note_present, place)
        row = scene.database.read(today.today, scene.staff_ctx("dana"), "", "").rows[0]
        assert row.call_line == "Practitioner waiting since 10:00 a.m."


class TestKeys:
    def test_they_are_kept_sealed_and_the_secret_is_in_no_trail(self, scene: Scene):
        assert save(scene).changed
        [row] = scene.rows(VideoServer)
        assert APP_SECRET not in repr(row)
        facts = scene.database.read(video_server.facts, scene.staff_ctx("robin"))
        assert (facts.is_set_up, facts.domain, facts.app_id) == (True, DOMAIN, FORM["app_id"])
        assert [entry.facts for entry in scene.audit("video_server.set")] == [{"domain": DOMAIN}]
        assert scene.clinic_ctx().clinic.video_server == DOMAIN
        assert scene.clinic_ctx("birch").clinic.video_server == ""

    def test_a_blank_secret_stays_and_what_is_the_same_changes_nothing(self, scene: Scene):
        save(scene)
        before = scene.rows(VideoServer)[0].secret
        assert not save(scene, secret="").changed
        assert save(scene, secret="", domain="evil.test").problems.keys() == {"secret"}
        assert scene.rows(VideoServer)[0].secret == before
        assert len(scene.audit("video_server.set")) == 1

    def test_what_is_wrong_is_said_at_each_box_and_nothing_is_kept(self, scene: Scene):
        outcome = save(scene, domain="http://meet.test", app_id="", secret="short")
        assert outcome.problems.keys() == {"domain", "app_id", "secret"}
        assert "https" in outcome.problems["domain"] and "32" in outcome.problems["secret"]
        assert not scene.rows(VideoServer)

    def test_only_the_owner_sees_sets_and_tries_them(self, scene: Scene):
        save(scene)
        for who in ("dana", "sam"):
            for use_case in (video_server.facts, video_server.empty_room):
                with pytest.raises(NotAllowed):
                    scene.database.read(use_case, scene.staff_ctx(who))
            with pytest.raises(NotAllowed):
                save(scene, who)
        assert len(scene.audit("video_server.set")) == 1

    def test_without_them_the_server_cannot_be_chosen(self, scene: Scene):
        robin = scene.staff_ctx("robin")
        with pytest.raises(NotAcceptable) as refused:
            scene.database.write(settings.change, robin, "online_provider", "jitsi")
        assert "Set up the Jitsi server first" in refused.value.facts["reason"]
        scene.set("online_provider", "jitsi")
        with pytest.raises(CannotBegin):
            way_in(scene, scene.alice_ctx(), scene.book("alice", NOW, treatment="video-45"))

    def test_the_owner_looks_into_a_room_of_nobodys_for_ten_minutes(self, scene: Scene, visit: str):
        address = scene.database.read(video_server.empty_room, scene.staff_ctx("robin"))
        joined = Prosody().enter(address, NOW + timedelta(minutes=10) - SECOND)
        assert joined.affiliation == "owner"
        assert joined.room != Prosody().enter(sams_way_in(scene, visit), NOW).room
        with pytest.raises(Refused, match="exp"):
            Prosody().enter(address, NOW + timedelta(minutes=10))

    def test_there_is_no_empty_room_without_a_server(self, scene: Scene):
        with pytest.raises(NotFound):
            scene.database.read(video_server.empty_room, scene.staff_ctx("robin"))


def test_two_who_go_there_for_the_first_time_at_once_both_come_in(scene: Scene, visit: str):
    with ThreadPoolExecutor(4) as everybody:
        ways = list(everybody.map(lambda _: way_in(scene, scene.alice_ctx(), visit), range(4)))
    assert {Prosody().enter(one, NOW).room for one in ways} == {Prosody().enter(sams_way_in(scene, visit), NOW).room}
