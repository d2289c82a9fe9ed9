"""A page is told as it opens what differs from what it was built with: no more, and when it was built otherwise all."""

from typing import Any

import pytest
import reflex as rx
from reflex.state import state_snapshot_hashes
from reflex_base.registry import RegistrationContext

from myaccount.clock import now
from myaccount.models import LoginSession
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.lazy_hydration import FIRST
from myaccount.state.shell import ShellState
from tests.state.conftest import Visitors
from tests.state.tab import Tab

Known = dict[str, dict[str, Any]]
ROOT = rx.State.get_full_name()
"""It says which tab it is, so no two are alike."""


class NothingToLoad:
    """What Reflex asks of its app as a page opens."""

    def get_load_events(self, _path: str) -> list[object]:
        """Name none: the tests call the loaders themselves."""
        return []


@pytest.fixture(autouse=True)
def _app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(RegistrationContext.get()), "app", NothingToLoad())


@pytest.fixture
async def hashes(visitors: Visitors) -> list[str]:
    """What a page of this build says. Reflex has compared the first one after the start itself."""
    said = state_snapshot_hashes(built())
    await first_message(tab(visitors), said)
    return said


def built() -> Known:
    """Lay out what a page is built with."""
    return rx.State(_reflex_internal_init=True).dict(initial=True)


def tab(visitors: Visitors) -> Tab:
    return visitors.tabs.open(visitors.scene.cedar.clinic_id, visitors.sign_in("alice"))


async def first_message(page: Tab, hashes: list[str] | None) -> Known:
    """Open a page, or connect it anew; tell what its first message says but for the root's."""
    page.sent.clear()
    await page.send(FIRST, **({"hashes": hashes} if hashes else {}))
    return {state: values for state, values in page.sent[0].items() if state != ROOT}


def others(known: Known) -> set[str]:
    return set(known) - {ROOT}


async def test_a_page_of_this_build_is_told_nothing_new_by_states_that_nobody_has_touched(visitors, hashes):
    assert await first_message(tab(visitors), hashes) == {}


async def test_such_states_are_not_even_made(visitors, hashes):
    page = tab(visitors)
    await first_message(page, hashes)
    root = await visitors.tabs.state(page, rx.State)
    assert list(root.substates.values()) == []
    assert AppointmentsState.get_name() in root.substates
    assert isinstance(await root.get_state(AppointmentsState), AppointmentsState)
    assert vars(await root.get_state(AppointmentsState)).keys().isdisjoint(AppointmentsState.base_vars)


async def test_a_state_that_does_not_exist_is_none(visitors):
    root = await visitors.tabs.state(tab(visitors), rx.State)
    assert "nothing" not in root.substates
    with pytest.raises(ValueError, match="Invalid path"):
        root.get_substate(("nothing",))


async def test_a_page_for_which_one_state_began_otherwise_is_told_all_of_that(visitors, hashes):
    last = max(built())
    told = await first_message(tab(visitors), [*hashes[:-1], "0123456789abcdef"])
    assert told == {last: built()[last]}


async def test_a_page_of_other_states_is_told_everything(visitors, hashes):
    for odd in (hashes[:-1], ["0123456789abcdef", *hashes[1:]]):
        assert set(await first_message(tab(visitors), odd)) == others(built())


async def test_a_page_that_connects_again_is_told_everything(visitors, hashes):
    page = tab(visitors)
    await first_message(page, hashes)
    assert set(await first_message(page, None)) == others(built())


async def test_a_page_that_opens_beside_what_was_loaded_is_told_that(visitors, hashes):
    page = tab(visitors)
    await first_message(page, hashes)
    await page.call(AppointmentsState.load)
    told = await first_message(page, hashes)
    assert told[ShellState.get_full_name()]["person_name_rx_state_"] == "Alice Moreau"
    assert set(told) < others(built())


async def test_a_page_that_comes_back_to_a_server_begun_anew_never_falls_back_to_how_pages_begin(
    visitors, hashes, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(NothingToLoad, "get_load_events", lambda _self, _path: [AppointmentsState.load])
    page = tab(visitors)
    assert await first_message(page, None) == {}
    mine = [told.get(AppointmentsState.get_full_name(), {}) for told in page.sent]
    assert {told["loaded_rx_state_"] for told in mine if "loaded_rx_state_" in told} == {True}
    assert {state for told in page.sent for state in told} >= others(built())


async def test_a_page_that_the_server_still_knows_is_told_what_it_has_at_once(
    visitors, hashes, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(NothingToLoad, "get_load_events", lambda _self, _path: [AppointmentsState.load])
    page = tab(visitors)
    await first_message(page, hashes)
    told = await first_message(page, None)
    assert set(told) == others(built())
    assert told[AppointmentsState.get_full_name()]["loaded_rx_state_"]


async def test_what_stands_on_the_page_of_a_sign_in_that_ended_meanwhile_goes_with_the_first_message(
    visitors, hashes, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(NothingToLoad, "get_load_events", lambda _self, _path: [AppointmentsState.load])
    page = tab(visitors)
    with visitors.scene.database.writing() as tx:
        tx.get_one(LoginSession, page.identity.session_id).ended_at = now()
    assert set(await first_message(page, None)) == others(built())
    assert page.redirects == ["/sign-in?next=%2Faccount"]
