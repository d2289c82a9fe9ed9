"""Every handler that Reflex has registered, called straight over the socket with Alice's ids."""

import pytest
from reflex_base.utils.form import form_data_as_dict

from myaccount.domain.people import Role
from myaccount.pages import PAGES
from myaccount.state.live import LiveState
from myaccount.state.marks import MARK, Access
from tests.attack.cases import ASK, CALL, FILTER, REASON, leaks
from tests.attack.socket import HYDRATE
from tests.attack.world import CANCEL, LOAD, SECRET, World, handler_of, sign_in
from tests.state.tab import full_name

HOSTILE = [
    None,
    True,
    1,
    1.5,
    1e308,
    -1,
    "",
    "x" * 6000,
    "'; drop table appointment; --",
    "../../etc/passwd",
    "\x00",
    "‮",
]
NESTED = [[], {}, [["a"] * 100], {"a": {"b": {"c": [1, {"d": "e" * 500}]}}}]
PLACES = ["/account", "/account/history", "/visit/x", "/sign-in", "/nowhere", "//", "", "/visit/[appointment_id]"]


@pytest.mark.parametrize("who", ["nobody", "bob", "dana", "charlie"])
def test_no_handler_shows_or_changes_anything_of_alices(world: World, who: str) -> None:
    with world.unchanged(), world.by_name(who).tab() as tab:
        for name, arguments in world.handlers().items():
            if who == "dana" and Role.FRONT_DESK in roles_of(name):
                continue  # what her role opens to her is no attack
            said = tab.call(name, **arguments)
            assert not leaks(said), name
            assert not said.hung_up, name


def roles_of(name: str) -> frozenset[Role]:
    mark = getattr(handler_of(name), MARK, None)
    return mark.roles if mark else frozenset()


def test_alice_herself_is_shown_what_the_others_are_not(world: World) -> None:
    with world.alice.tab() as tab:
        said = tab.call(LOAD)
    assert SECRET in said.text
    assert said.var("loaded") is True


def test_signed_out_every_handler_for_patients_leads_to_the_sign_in_page(world: World) -> None:
    for name, arguments in world.handlers().items():
        mark = getattr(handler_of(name), MARK, None)
        if mark and mark.access is Access.PATIENT:
            with world.nobody.tab() as tab:
                assert tab.call(name, **arguments).redirect.startswith("/sign-in"), name


def test_hostile_arguments_change_nothing_and_are_no_bug(world: World) -> None:
    before = world.portal.log().count('"bug ')
    with world.unchanged():
        for name, arguments in world.handlers("soon").items():
            with world.alice.tab() as tab:
                for key in arguments:
                    for value in [*HOSTILE, *NESTED]:
                        tab.send(name, **{**arguments, key: value})
                tab.send(name, **{**arguments, "person_id": world.visits["far"], "now": "2026-11-24"})
                assert not tab.hear().hung_up, name
    assert world.portal.log().count('"bug ') == before


@pytest.mark.parametrize("path", PLACES)
def test_a_place_that_a_tab_makes_up_shows_nobody_elses_page(world: World, path: str) -> None:
    with world.bob.tab(path=path) as tab:
        for name in (HYDRATE, f"{LiveState.get_full_name()}.refresh", LOAD):
            said = tab.call(name)
            assert not leaks(said)
            assert not said.hung_up


def test_the_same_cancel_by_anybody_but_alice_or_inside_the_period_changes_nothing(world: World) -> None:
    with world.unchanged():
        for who in ("nobody", "bob", "dana", "charlie"):
            with world.by_name(who).tab() as tab:
                for visit in ("far", "soon", "online"):
                    said = tab.call(CANCEL, appointment_id=world.visits[visit], reason="")
                    assert not leaks(said)
        with world.alice.tab() as tab:
            said = tab.call(CANCEL, appointment_id=world.visits["soon"], reason="")
            assert said.var("problem")


def test_and_alice_cancels_over_the_same_socket_in_time_once(world: World) -> None:
    with world.alice.tab() as tab:
        said = tab.call(CANCEL, appointment_id=world.visits["further"], reason="unwell")
        assert [card["state"] for card in said.var("cards") if card["id"] == world.visits["further"]] == ["cancelled"]
        with world.unchanged():
            assert tab.call(CANCEL, appointment_id=world.visits["further"], reason="unwell").var("problem")


def test_somebody_elses_id_and_an_unknown_one_get_the_same_answer(world: World) -> None:
    answers = []
    for asked in (world.visits["far"], "A" * 22, "", "x" * 500):
        with world.bob.tab() as tab:
            said = tab.call(ASK, appointment_id=asked)
            answers.append((said.var("problem"), str(said.var("asking")), len(said.frames)))
    assert len(set(answers)) == 1
    assert answers[0][0]


def test_a_session_ended_elsewhere_clears_every_open_tab_within_a_second(world: World) -> None:
    person = sign_in(world.cedar, "alice0")
    tabs = [person.tab() for _ in range(3)]
    for tab in tabs:
        tab.call(LOAD)
    person.post("/sign-out")
    for tab in tabs:
        said = tab.listen(1.0)
        assert said.redirect.startswith("/sign-in")
        assert said.var("person_name") == ""
        for handler, arguments in ((LOAD, {}), (REASON, {"reason": "unwell"}), (FILTER, {"form": {}})):
            again = tab.call(handler, **arguments)
            assert not again.var("reason")
            assert again.redirect.startswith("/sign-in")
        tab.close()


def test_where_somebody_was_leads_nowhere_else_after_signing_in(world: World) -> None:
    with world.nobody.tab(path="//evil.test") as tab:
        where = tab.call(LOAD).redirect
    assert where.startswith("/sign-in?")
    for next_path in (
        "//evil.test",
        "https://evil.test",
        "/\\evil.test",
        "/account\r\nSet-Cookie: a=b",
        "javascript:a",
    ):
        given = {"username": "alice1", "password": "a quiet river stone", "next": next_path}
        answer = world.nobody.post("/sign-in", given)
        assert answer.headers["location"] == "/account"
        assert all(cookie.startswith("myaccount") for cookie in answer.cookies)


def test_a_loop_of_refreshes_is_no_use_of_a_sign_in_and_costs_others_nothing(world: World) -> None:
    refresh = f"{LiveState.get_full_name()}.refresh"
    with world.bob.tab() as noisy, world.alice.tab() as quiet:
        for _ in range(140):
            noisy.send(refresh)
        assert quiet.call(LOAD).var("person_name")
        assert not noisy.hear().hung_up


def test_what_is_registered_is_what_is_walked(world: World) -> None:
    marked = {name for name in world.handlers() if hasattr(handler_of(name), MARK)}
    assert marked >= {full_name(page.on_load) for page in PAGES}
    assert not any(CALL in str(arguments) for arguments in world.handlers().values())


def test_each_is_given_arguments_that_it_takes(world: World) -> None:
    """What does not fit is turned away before anybody asks who calls: then the walk would prove nothing."""
    for name, arguments in world.handlers().items():
        if mark := getattr(handler_of(name), MARK, None):
            mark.accepts(**{key: form_data_as_dict(value) for key, value in arguments.items()})
