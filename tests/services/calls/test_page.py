"""The door to an online visit: open in its hour, for its two sides, and for nobody else."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

import pytest

from myaccount.config import config
from myaccount.domain.appointments import AppointmentState
from myaccount.domain.calls import Side
from myaccount.domain.refusals import CannotBegin, NotAcceptable, NotFound
from myaccount.models import Staff, Task
from myaccount.services.calls import page as call_page
from myaccount.services.calls import participants as calls
from myaccount.services.calls import relay as call_relay
from myaccount.services.calls.participants import Participant
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.desk import today
from myaccount.services.visits import appointments
from myaccount.views.appointments import CallPage
from tests.scenes import NOW, Scene

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
LINK = "https://meet.test/alice"
NOT_AN_ID = ["", "nobody", "a\0b", "x" * 5000, "' OR 1=1 --", "\u202eabc", "\ud800"]


def shown(scene: Scene, ctx: PatientContext, visit: str, staff: StaffContext | None = None) -> CallPage:
    return scene.database.read(call_page.page, ctx, staff, visit)


def participant(scene: Scene, ctx: PatientContext, visit: str, staff: StaffContext | None = None) -> Participant:
    return scene.database.read(calls.participant, ctx, staff, visit)


@pytest.fixture
def visit(scene: Scene) -> str:
    return scene.book("alice", NOW, treatment="video-45")


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (NOW - HOUR - TICK, False),
        (NOW - HOUR, True),
        (NOW, True),
        (NOW + timedelta(minutes=45), True),
        (NOW + timedelta(minutes=45) + TICK, False),
    ],
)
def test_it_opens_within_its_window_only(scene: Scene, visit: str, now: datetime, opens: bool):
    found = shown(scene, scene.alice_ctx(now=now), visit)
    assert (found.is_open, bool(found.ticket)) == (opens, opens)
    if opens:
        scene.database.write(call_page.begin, scene.alice_ctx(now=now), None, visit)
    else:
        with pytest.raises(CannotBegin):
            scene.database.write(call_page.begin, scene.alice_ctx(now=now), None, visit)
    assert len(scene.audit("call.opened")) == opens


@pytest.mark.parametrize("state", [AppointmentState.CANCELLED, AppointmentState.NO_SHOW, AppointmentState.ARCHIVED])
def test_a_cancelled_or_missed_visit_has_no_call(scene: Scene, state: AppointmentState):
    gone = scene.book("alice", NOW, treatment="video-45", state=state)
    assert not shown(scene, scene.alice_ctx(), gone).is_open


def test_a_visit_in_person_has_no_call(scene: Scene):
    assert not shown(scene, scene.alice_ctx(), scene.book("alice", NOW, call_url=LINK)).is_open


def test_a_call_elsewhere_is_told_while_it_is_open_and_takes_no_seat(scene: Scene):
    elsewhere = scene.book("alice", NOW, treatment="video-45", call_url=LINK)
    assert (shown(scene, scene.alice_ctx(), elsewhere).call_url, shown(scene, scene.alice_ctx(), elsewhere).ticket) == (
        LINK, "",
    )  # fmt: skip
    assert shown(scene, scene.alice_ctx(now=NOW - 2 * HOUR), elsewhere).call_url == ""


def test_each_side_reads_who_is_on_the_other(scene: Scene, visit: str):
    sam = scene.staff_ctx("sam")
    assert shown(scene, scene.alice_ctx(), visit).other == "Sam"
    found = shown(scene, sam, visit, sam)
    assert (found.other, found.card.practitioner, found.is_patient) == ("Alice Moreau", "Alice Moreau", False)
    assert participant(scene, scene.alice_ctx(), visit).side is Side.PATIENT
    assert participant(scene, sam, visit, sam).side is Side.PRACTITIONER


def test_a_practitioner_whose_second_step_is_missing_is_nobody_here(scene: Scene, visit: str):
    with pytest.raises(NotFound):
        participant(scene, scene.ctx("sam"), visit)


def test_everybody_else_gets_the_answer_of_an_unknown_visit(scene: Scene, visit: str):
    answers = set()
    dana, robin = scene.staff_ctx("dana"), scene.staff_ctx("robin")
    others = [(scene.bob_ctx(), None), (scene.charlie_ctx(), None), (scene.charlie_at_cedar_ctx(), None)]
    others += [(dana, dana), (robin, robin), (scene.staff_ctx("kim"), scene.staff_ctx("kim"))]
    for (ctx, staff), wanted in [*((one, visit) for one in others), ((scene.alice_ctx(), None), "nobody")]:
        with pytest.raises(NotFound) as refusal:
            participant(scene, ctx, wanted, staff)
        answers.add((refusal.value.code, str(refusal.value), tuple(refusal.value.facts)))
    assert len(answers) == 1


@pytest.mark.parametrize("hostile", NOT_AN_ID, ids=range(len(NOT_AN_ID)))
def test_what_is_no_id_is_not_found(sqlite_scene: Scene, hostile: str):
    sam = sqlite_scene.staff_ctx("sam")
    for ctx, staff in ((sqlite_scene.alice_ctx(), None), (sam, sam)):
        with pytest.raises(NotFound):
            participant(sqlite_scene, ctx, hostile, staff)


def test_a_ticket_is_of_one_visit_one_side_one_person_and_one_sign_in(scene: Scene, visit: str):
    sam, other = scene.staff_ctx("sam"), scene.book("alice", NOW + HOUR, treatment="video-45")
    again = scene.ctx("alice", time_zone="America/Vancouver")
    object.__setattr__(again, "session_id", "another")
    tickets = [
        participant(scene, scene.alice_ctx(), visit).ticket, participant(scene, scene.alice_ctx(), other).ticket,
        participant(scene, sam, visit, sam).ticket, participant(scene, again, visit).ticket,
    ]  # fmt: skip
    assert len(set(tickets)) == len(tickets)
    assert participant(scene, scene.alice_ctx(now=NOW + TICK), visit).ticket == tickets[0]


def test_a_word_to_the_desk_becomes_a_task(scene: Scene, visit: str):
    scene.database.write(call_page.tell_desk, scene.alice_ctx(), visit, " I am five minutes late ")
    [task] = scene.rows(Task)
    assert (task.kind, task.note, task.subject_id) == ("waiting", "I am five minutes late", visit)
    with pytest.raises(NotAcceptable):
        scene.database.write(call_page.tell_desk, scene.alice_ctx(), visit, "  ")
    with pytest.raises(CannotBegin):
        scene.database.write(call_page.tell_desk, scene.alice_ctx(now=NOW + HOUR), visit, "Hello")
    with pytest.raises(NotFound):
        scene.database.write(call_page.tell_desk, scene.bob_ctx(), visit, "Hello")


class TestElsewhere:
    @pytest.fixture
    def own_link(self, scene: Scene) -> str:
        with scene.database.writing() as tx:
            tx.get_one(Staff, scene.staff["sam"]).video_link = LINK
        return LINK

    def test_a_practitioners_own_link_is_told_in_its_hour_only(self, scene: Scene, visit: str, own_link: str):
        early = shown(scene, scene.alice_ctx(now=NOW - HOUR - TICK), visit)
        found = shown(scene, scene.alice_ctx(), visit)
        assert (early.call_url, early.ticket, found.call_url, found.ticket) == ("", "", own_link, "")
        assert own_link not in str(early)

    def test_with_links_chosen_a_visit_with_somebody_who_has_none_cannot_be_joined(self, scene: Scene, visit: str):
        scene.set("online_provider", "link")
        sam = scene.staff_ctx("sam")
        assert not shown(scene, scene.alice_ctx(), visit).is_open
        assert scene.database.read(appointments.upcoming, scene.alice_ctx()).cards[0].begin_url == ""
        assert scene.database.read(today.today, sam, "", "").rows[0].begin_url == ""
        with pytest.raises(CannotBegin):
            scene.database.write(call_page.begin, scene.alice_ctx(), None, visit)


class TestRelay:
    @pytest.fixture
    def relayed(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
        monkeypatch.setenv("MYACCOUNT_TURN_URL", "turn:a.test:3478, turns:b.test:5349")
        monkeypatch.setenv("MYACCOUNT_TURN_SECRET", "a quiet river")
        config.cache_clear()
        return scene

    def test_without_one_there_is_nothing_to_help_and_nothing_to_hide_behind(self, scene: Scene, visit: str):
        scene.set("hide_addresses", True)
        place = participant(scene, scene.alice_ctx(), visit)
        assert (call_relay.servers(place), call_relay.hides_addresses(place)) == ([], False)

    def test_its_credentials_are_of_one_seat_and_end_half_an_hour_after_the_visit(self, relayed: Scene, visit: str):
        [server] = call_relay.servers(participant(relayed, relayed.alice_ctx(), visit))
        until, _, name = server["username"].partition(":")
        assert server["urls"] == ["turn:a.test:3478", "turns:b.test:5349"]
        assert int(until) == int((NOW + timedelta(minutes=75)).timestamp())
        digest = hmac.new(b"a quiet river", server["username"].encode(), hashlib.sha1).digest()
        assert server["credential"] == base64.b64encode(digest).decode()
        sam = relayed.staff_ctx("sam")
        assert name not in call_relay.servers(participant(relayed, sam, visit, sam))[0]["username"]

    def test_the_clinic_hides_addresses_behind_it(self, relayed: Scene, visit: str):
        found = []
        for wanted in (False, True):
            relayed.set("hide_addresses", wanted)
            found.append(call_relay.hides_addresses(participant(relayed, relayed.alice_ctx(), visit)))
        assert found == [False, True]
