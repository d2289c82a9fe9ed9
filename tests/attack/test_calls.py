"""The line of a call: for the patient and the practitioner of the visit, within its time, and for nobody else."""

import json
import time
from dataclasses import dataclass

import pytest

from tests.attack.line import Line, ticket_of
from tests.attack.socket import Refused
from tests.attack.world import Person, World, sign_in
from tests.portal import Clinic, Portal

OFFER = {"description": {"type": "offer", "sdp": "v=0"}}
WAYS = {"candidates": [{"candidate": "candidate:1", "sdpMid": "0"}, None]}
SOON = 1.0


@dataclass
class Call:
    """A video visit of Alice's with Sam that is about to begin, and others of its clinic and of another."""

    clinic: Clinic
    visit: str
    alice: Person
    sam: Person

    def enter(self, who: Person) -> Line:
        """Come in as one of the two, and wait to be welcomed."""
        line = Line(who, self.visit).join(ticket_of(who, self.visit))
        assert line.hear("welcome")
        return line


@pytest.fixture
def call(portal: Portal) -> Call:
    clinic = portal.clinic()
    clinic.book("online", "now+20m", treatment="video")
    clinic.book("later", "now+5h", treatment="video")
    return Call(clinic, clinic.id_of("appointment", "online"), sign_in(clinic, "alice"), sign_in(clinic, "sam"))


def test_the_two_hear_each_other_and_of_each_other(call: Call) -> None:
    alice, sam = call.enter(call.alice), call.enter(call.sam)
    assert alice.hear("peer") == sam.hear("peer") == "here"
    alice.tell(signal=OFFER)
    assert sam.hear("signal") == OFFER
    sam.tell(signal=WAYS)
    assert alice.hear("signal") == WAYS
    sam.tell(leave=True)
    assert alice.hear("peer") == "left"


def test_one_of_them_offers(call: Call) -> None:
    for who, offers in ((call.alice, False), (call.sam, True)):
        line = Line(who, call.visit).join(ticket_of(who, call.visit))
        assert line.hear("welcome")["offers"] is offers


def test_everybody_else_is_told_what_an_unknown_visit_is_told(call: Call) -> None:
    stolen = ticket_of(call.alice, call.visit)
    others = [sign_in(call.clinic, "bob", "another river stone"), sign_in(call.clinic, "dana")]
    for who in others:
        assert ticket_of(who, call.visit) == ""
        for visit, ticket in ((call.visit, stolen), (call.visit, ""), ("x" * 22, stolen)):
            assert Line(who, visit).join(ticket).hear("over") == "not_here"
    assert Line(call.alice, call.visit).join("x" * 64).hear("over") == "not_here"
    assert Line(call.sam, call.visit).join(stolen).hear("over") == "not_here"


def test_another_sign_in_of_the_same_person_needs_its_own_ticket(call: Call) -> None:
    ticket, again = ticket_of(call.alice, call.visit), sign_in(call.clinic, "alice")
    assert Line(again, call.visit).join(ticket).hear("over") == "not_here"


def test_another_clinic_and_no_sign_in_are_not_let_in(call: Call, world: World) -> None:
    ticket = ticket_of(call.alice, call.visit)
    assert Line(world.charlie, call.visit).join(ticket).hear("over") == "not_here"
    with pytest.raises(Refused):
        Line(Person(call.clinic), call.visit)
    with pytest.raises(Refused):
        Line(Person(world.birch, call.alice.cookie), call.visit)


@pytest.mark.parametrize("origin", [None, "https://evil.test", "null"])
def test_another_website_is_not_let_in(call: Call, origin: str | None) -> None:
    with pytest.raises(Refused):
        Line(call.alice, call.visit, origin)


def test_before_its_time_there_is_neither_ticket_nor_call(call: Call) -> None:
    later = call.clinic.id_of("appointment", "later")
    assert ticket_of(call.alice, later) == ""
    assert Line(call.alice, later).join(ticket_of(call.alice, call.visit)).hear("over") == "not_here"


@pytest.mark.parametrize(
    "frame",
    [
        "x", "{}", '{"join": {}}', '{"signal": {"description": {"type": "offer", "sdp": 1}}}',
        json.dumps({"signal": {"description": {"type": "offer", "sdp": "x" * 1_000_000}}}),
        json.dumps({"signal": {"candidates": [None] * 21}}),
        json.dumps({"signal": {"candidates": [{"candidate": "x" * 2001}]}}),
        json.dumps({"signal": {"candidates": [dict.fromkeys(("candidate", "sdpMid"), "x" * 2000)] * 20}}),
        json.dumps({"signal": {"candidates": [{"candidate": ["candidate:1"]}]}}),
        json.dumps({"signal": {**WAYS, "visit": "another"}}),
    ],
    ids=[
        "no JSON", "nothing", "a second greeting", "another type", "a megabyte", "too many ways", "too long a way",
        "ways of 80 KB", "a way of another type", "for another call",
    ],
)  # fmt: skip
def test_what_no_page_says_ends_the_line_and_reaches_nobody(call: Call, frame: str) -> None:
    alice, sam = call.enter(call.alice), call.enter(call.sam)
    alice.say(frame)
    assert alice.hear("over") == "too_much"
    assert sam.hear("signal", SOON) is None


def test_what_is_said_in_one_call_is_heard_in_no_other(call: Call) -> None:
    call.clinic.book("other", "now-30m", treatment="video", patient="bob")
    other = Call(
        call.clinic,
        call.clinic.id_of("appointment", "other"),
        sign_in(call.clinic, "bob", "another river stone"),
        call.sam,
    )
    alice, sam = call.enter(call.alice), call.enter(call.sam)
    bob, sam_there = other.enter(other.alice), other.enter(other.sam)
    alice.tell(signal=WAYS)
    assert sam.hear("signal") == WAYS
    assert [line.hear("signal", SOON) for line in (bob, sam_there)] == [None, None]


def test_whoever_says_too_much_is_hung_up(call: Call) -> None:
    alice = call.enter(call.alice)
    for _ in range(250):
        alice.tell(here=True)
    assert alice.hear("over") == "too_much"


def test_the_newest_page_of_a_side_takes_over(call: Call) -> None:
    older, sam = call.enter(call.alice), call.enter(call.sam)
    newer = call.enter(call.alice)
    assert older.hear("over") == "elsewhere"
    newer.tell(signal=OFFER)
    assert sam.hear("signal") == OFFER


def test_a_sign_in_that_ends_ends_the_call_within_a_second(call: Call) -> None:
    alice, sam = call.enter(call.alice), call.enter(call.sam)
    began = time.monotonic()
    call.alice.post("/sign-out")
    assert alice.hear("over", SOON) == "signed_out"
    assert time.monotonic() - began < SOON
    assert [sam.hear("peer"), sam.hear("peer")] == ["here", "signed_out"]


def test_a_visit_that_is_cancelled_ends_the_call_for_both(call: Call) -> None:
    lines = call.enter(call.alice), call.enter(call.sam)
    kept = [{**one, "state": "cancelled"} if one["id"] == "online" else one for one in call.clinic.file["appointments"]]
    call.clinic.update(appointments=kept)
    assert [line.hear("over", SOON) for line in lines] == ["cancelled", "cancelled"]
