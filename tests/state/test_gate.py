"""The gate in front of every handler, asked over the real event pipeline."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from reflex_base.registry import RegistrationContext

from myaccount.clock import now
from myaccount.domain.appointments import AppointmentState
from myaccount.models import LoginSession
from myaccount.state import gate, live
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.account.history import HistoryState
from myaccount.state.account.sign_in import SignInState
from myaccount.state.account.visit import VisitState
from myaccount.state.gate import FRAMEWORK
from myaccount.state.marks import MARK, Access, Mark
from myaccount.state.notice import NoticeState
from myaccount.state.shell import ShellState
from tests.state.conftest import Visitors
from tests.state.world import World, kept

SECRETS = ("Alice", "Moreau", "moreau@mail.test", "old@mail.test")
MISTYPED = [None, 1, 1.5, float("nan"), 1e308, True, [], {}, [["a"] * 100], {"a": {"b": {"c": 1}}}]


def ours() -> dict[str, object]:
    return {
        name: registered.handler
        for name, registered in RegistrationContext.get().event_handlers.items()
        if name.split(".")[-2].startswith("myaccount")
    }


def marked() -> dict[str, Mark]:
    return {name: mark for name, handler in ours().items() if (mark := getattr(handler.fn, MARK, None))}


def test_every_handler_of_ours_carries_a_mark() -> None:
    unmarked = [name for name, handler in ours().items() if not hasattr(handler.fn, MARK)]
    assert {name.rpartition(".")[2] for name in unmarked} <= {"setvar"}  # Reflex's own, which the gate turns away


def test_the_framework_handlers_let_through_are_the_ones_a_page_needs() -> None:
    assert {"hydrate", "hydrate_and_load", "on_load_internal", "set_is_hydrated"} == FRAMEWORK.keys()


async def test_a_stranger_who_is_not_signed_in_gets_nothing_from_any_handler(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With arguments that fit: what does not is turned away before anybody asks who calls."""
    monkeypatch.setattr(gate, "_within_limit", lambda *_given: True)
    world, stranger = World.build(visitors.scene), await visitors.tab(None)
    before, handlers = kept(visitors.scene), marked()
    public = {name for name, mark in handlers.items() if mark.access is Access.PUBLIC}
    for name in sorted(handlers.keys() - public):
        handlers[name].accepts(**world.call(name))
        await stranger.send(name, **world.call(name))
        assert stranger.redirects.pop() == "/sign-in?next=%2Faccount", name
    assert kept(visitors.scene) == before
    for name in sorted(public):
        await stranger.send(name, **world.call(name))
    assert not any(secret in str(stranger.sent) for secret in SECRETS)


async def test_arguments_that_do_not_fit_reach_no_handler(visitors: Visitors) -> None:
    """Sent by whoever may call it: what reaches a handler is answered."""
    world, tried = World.build(visitors.scene), 0
    before, tabs = kept(visitors.scene), {who: await visitors.tab(who) for who in ("alice", "robin")}
    for name, mark in marked().items():
        tab = tabs["robin" if mark.access is Access.STAFF else "alice"]
        tab.sent.clear()
        for arguments in unfitting(mark, world.call(name)):
            await tab.send(name, **arguments)
            assert tab.sent == [], (name, arguments)
            tried += 1
    assert tried > 2 * len(marked())
    assert kept(visitors.scene) == before


def unfitting(mark: Mark, fitting: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Change arguments that a handler takes into others that it does not take: one too many, or one of another type."""
    yield {**fitting, "surplus": "x"}
    for key, value in itertools.product(fitting, MISTYPED):
        arguments = {**fitting, key: value}
        try:
            mark.accepts(**arguments)
        except ValidationError:
            yield arguments


async def test_setvar_is_turned_away(visitors: Visitors) -> None:
    alice = await visitors.tab("alice")
    await alice.send(f"{AppointmentsState.get_full_name()}.setvar", var_name="asking", value="x")
    assert alice.sent == []


async def test_alice_cancels_her_visit(visitors: Visitors) -> None:
    appointment = visitors.scene.book("alice", _fives(3 * 24 * 60))
    alice = await visitors.tab("alice")
    await alice.call(AppointmentsState.load)
    assert [card.id for card in alice.var(AppointmentsState, "cards")] == [appointment]
    await alice.call(AppointmentsState.cancel, appointment_id=appointment, reason="unwell")
    assert visitors.scene.appointment(appointment).state == AppointmentState.CANCELLED
    assert [(card.id, card.state) for card in alice.var(AppointmentsState, "cards")] == [(appointment, "cancelled")]
    assert alice.var(NoticeState, "notice") == ""


@pytest.mark.parametrize(("who", "at"), [("bob", None), ("charlie", None), ("charlie", "alice"), (None, None)])
async def test_nobody_else_cancels_it(visitors: Visitors, who: str | None, at: str | None) -> None:
    appointment = visitors.scene.book("alice", _fives(3 * 24 * 60))
    other = await visitors.tab(who, at=at)
    await other.call(AppointmentsState.cancel, appointment_id=appointment, reason="")
    assert visitors.scene.appointment(appointment).state == AppointmentState.BOOKED
    assert "Physiotherapy" not in str(other.sent)


@pytest.mark.parametrize("who", ["bob", "charlie"])
async def test_anothers_id_and_an_unknown_id_get_the_same_answer(visitors: Visitors, who: str) -> None:
    appointment = visitors.scene.book("alice", _fives(3 * 24 * 60))
    answers = []
    for wanted in (appointment, "A" * 22):
        tab = await visitors.tab(who)
        await tab.call(AppointmentsState.ask, appointment_id=wanted)
        answers.append(tab.sent)
    assert answers[0] == answers[1]
    assert "We can’t find that" in str(answers[0])


async def test_a_visit_inside_the_period_is_refused_in_words(visitors: Visitors) -> None:
    appointment = visitors.scene.book("alice", _fives(20 * 60))
    alice = await visitors.tab("alice")
    await alice.call(AppointmentsState.cancel, appointment_id=appointment, reason="")
    assert visitors.scene.appointment(appointment).state == AppointmentState.BOOKED
    assert "can no longer be cancelled online" in alice.var(NoticeState, "problem")


async def test_an_ended_session_is_refused_on_an_open_tab_and_leaves_nothing_on_the_screen(visitors: Visitors) -> None:
    visitors.scene.book("alice", _fives(3 * 24 * 60))
    alice = await visitors.tab("alice")
    await alice.call(AppointmentsState.load)
    with visitors.scene.database.writing() as tx:
        tx.get_one(LoginSession, alice.identity.session_id).ended_at = now()
    await alice.call(AppointmentsState.load)
    assert alice.var(AppointmentsState, "cards") == []
    assert alice.var(ShellState, "person_name") == ""
    assert alice.redirects == ["/sign-in?next=%2Faccount"]


async def test_a_push_to_a_tab_whose_session_ended_signs_it_out_with_the_reason(visitors: Visitors) -> None:
    alice = await visitors.tab("alice")
    visitors.leave_alone(alice, timedelta(minutes=31))
    await alice.call(live.LiveState.refresh)
    assert alice.redirects == ["/sign-in?next=%2Faccount&ended=idle"]


async def test_a_push_and_a_page_that_comes_back_do_not_count_as_use_but_an_act_does(visitors: Visitors) -> None:
    alice = await visitors.tab("alice")
    visitors.leave_alone(alice, timedelta(minutes=10))
    await alice.call(live.LiveState.refresh)
    await alice.hydrate()
    await alice.call(AppointmentsState.load)
    assert visitors.minutes_unused(alice) == 10
    await alice.call(AppointmentsState.keep)
    assert visitors.minutes_unused(alice) == 0


async def test_opening_another_page_counts_as_use(visitors: Visitors) -> None:
    alice = await visitors.tab("alice")
    visitors.leave_alone(alice, timedelta(minutes=10))
    alice.path = "/account/history"
    await alice.call(HistoryState.load)
    assert visitors.minutes_unused(alice) == 0


@pytest.mark.parametrize(("minutes", "warned"), [(27.9, False), (28, True), (29.9, True)])
async def test_the_warning_comes_two_minutes_before_the_end(visitors: Visitors, minutes: float, warned: bool) -> None:
    alice = await visitors.tab("alice")
    visitors.leave_alone(alice, timedelta(minutes=minutes))
    await alice.call(live.LiveState.refresh)
    assert alice.var(ShellState, "idle_warning") is warned


async def test_staying_takes_the_warning_away(visitors: Visitors) -> None:
    alice = await visitors.tab("alice")
    visitors.leave_alone(alice, timedelta(minutes=29))
    await alice.call(live.LiveState.refresh)
    await alice.call(ShellState.stay_signed_in)
    assert alice.var(ShellState, "idle_warning") is False


async def test_the_door_opens_for_the_patient_only_and_only_in_its_hour(visitors: Visitors) -> None:
    call = "https://video.test/room"
    soon = visitors.scene.book("alice", _fives(40), treatment="video-45", call_url=call)
    later = visitors.scene.book("alice", _fives(120), treatment="video-45", call_url=call)
    for who, appointment, url in (
        ("alice", soon, call),
        ("alice", later, ""),
        ("bob", soon, ""),
        ("charlie", soon, ""),
    ):
        tab = await visitors.tab(who, path="/visit/[appointment_id]")
        tab.query = {"appointment_id": appointment}
        await tab.call(VisitState.load)
        assert tab.var(VisitState, "call_url") == url


async def test_history_shows_what_is_past_and_filters_by_day(visitors: Visitors) -> None:
    for days in (10, 40):
        visitors.scene.book("alice", _fives(-days * 24 * 60), state=AppointmentState.ARRIVED)
    alice = await visitors.tab("alice", path="/account/history")
    await alice.call(HistoryState.load)
    assert len(alice.var(HistoryState, "cards")) == 2
    since = (now() - timedelta(days=20)).date().isoformat()
    await alice.call(HistoryState.filter, form={"first": since, "last": ""})
    assert len(alice.var(HistoryState, "cards")) == 1
    await alice.call(HistoryState.filter, form={"first": "2026-02-30", "last": ""})
    assert "year, month and day" in alice.var(HistoryState, "field_error")


async def test_the_sign_in_page_keeps_what_was_typed_and_believes_no_address(visitors: Visitors) -> None:
    said = {"page": "sign_in", "code": "wrong_credentials", "typed": {"username": "alice"}, "facts": {}}
    tab = await visitors.tabs.open(visitors.scene.cedar.clinic_id, None, "/sign-in", **said).hydrate()
    await tab.call(SignInState.load)
    assert tab.var(SignInState, "username") == "alice"
    assert "don’t match" in tab.var(SignInState, "error")


async def test_the_language_follows_the_patient(visitors: Visitors) -> None:
    alice = await visitors.tab("alice")
    await alice.call(ShellState.choose_language, lang="fr")
    await alice.call(AppointmentsState.load)
    assert alice.var(ShellState, "lang") == "fr"


def _fives(minutes: int):
    moment = now().replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    return moment - timedelta(minutes=moment.minute % 5)
