"""Username/Password and Manage Sessions, through the gate."""

from datetime import timedelta

import pytest

from myaccount.models import LoginSession
from myaccount.state.account.credentials import CredentialsState
from myaccount.state.account.sessions import SessionsState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.shell import ShellState
from tests.state.conftest import Visitors
from tests.state.tab import Tab

PATH = "/account/sessions"


async def opened(visitors: Visitors, who: str = "alice") -> Tab:
    tab = await visitors.tab(who, path=PATH)
    await tab.call(SessionsState.load)
    return tab


def prove(visitors: Visitors, tab: Tab, ago: timedelta) -> None:
    with visitors.scene.database.writing() as tx:
        row = tx.get_one(LoginSession, tab.identity.session_id)
        row.proven_at -= ago


def ended(visitors: Visitors, session_id: str) -> str | None:
    return visitors.scene.rows(LoginSession, id=session_id)[0].end_reason


def shown(tab: Tab) -> list[str]:
    return [row.status for row in tab.var(SessionsState, "rows")]


async def test_alice_ends_one_and_her_other_tab_is_led_away(visitors: Visitors):
    here, there = await opened(visitors), await opened(visitors)
    await here.call(LiveState.refresh)
    assert shown(here) == ["current", "active"]
    await here.call(SessionsState.ask, session_id=there.identity.session_id)
    assert here.var(SessionsState, "asked_about").status == "active"
    await here.call(SessionsState.end)
    assert (shown(here), here.var(SessionsState, "asked")) == (["current", "ended"], "")
    assert here.var(NoticeState, "notice") == "Done. Whoever was signed in there is signed out."
    await there.call(LiveState.refresh)
    assert there.redirects
    assert there.redirects[-1].startswith("/sign-in")
    await there.call(SessionsState.end_all)
    assert ended(visitors, here.identity.session_id) is None


async def test_a_page_says_of_a_sign_in_on_another_device_until_its_person_answers(visitors: Visitors):
    here, there = await opened(visitors), visitors.sign_in("alice")
    with visitors.scene.database.writing() as tx:
        tx.get_one(LoginSession, there).device_hash = "another"
    await here.call(LiveState.refresh, signed_in=True)
    assert here.var(ShellState, "news") == "Your account was just signed in to on an unknown device."
    await here.call(LiveState.refresh)
    assert here.var(ShellState, "news")
    await here.call(ShellState.own_news)
    assert here.var(ShellState, "news") == ""
    await here.call(LiveState.refresh)
    assert here.var(ShellState, "news") == ""


async def test_all_others_end_and_this_one_stays(visitors: Visitors):
    here, there = await opened(visitors), visitors.sign_in("alice")
    await here.call(SessionsState.ask_all)
    await here.call(SessionsState.end_others)
    assert (ended(visitors, there), ended(visitors, here.identity.session_id)) == ("all", None)


async def test_a_password_of_long_ago_is_asked_for_again(visitors: Visitors):
    here, there = await opened(visitors), visitors.sign_in("alice")
    await here.call(SessionsState.ask, session_id=there)
    assert here.var(SessionsState, "asks_password") is False
    prove(visitors, here, timedelta(minutes=15))
    await here.call(SessionsState.end)
    await here.call(SessionsState.ask_all)
    for end in (SessionsState.end_others, SessionsState.end_all):
        await here.call(end)
    assert here.var(SessionsState, "asks_password") is True
    assert "password" in here.var(NoticeState, "problem")
    assert (ended(visitors, there), ended(visitors, here.identity.session_id)) == (None, None)


async def test_a_form_that_was_turned_down_is_open_again_and_says_why(visitors: Visitors):
    session_id = visitors.sign_in("alice")
    facts = {"page": "sessions", "code": "wrong_password", "typed": {"which": "others"}}
    tab = await visitors.tabs.open(visitors.scene.cedar.clinic_id, session_id, PATH, **facts).hydrate()
    await tab.call(SessionsState.load)
    assert tab.var(SessionsState, "asked") == "all"
    assert tab.var(SessionsState, "error").startswith("That is not your password.")
    await tab.call(SessionsState.keep)
    assert (tab.var(SessionsState, "asked"), tab.var(SessionsState, "error")) == ("", "")


@pytest.mark.parametrize("who", ["bob", "charlie", "dana", "robin"])
async def test_nobody_sees_or_ends_alices(visitors: Visitors, who: str):
    alices = visitors.sign_in("alice")
    tab = await opened(visitors, who)
    await tab.call(SessionsState.ask, session_id=alices)
    await tab.call(SessionsState.end)
    await tab.call(SessionsState.ask_all)
    await tab.call(SessionsState.end_others)
    assert ended(visitors, alices) is None
    assert alices not in str(tab.sent)


async def test_nothing_is_ended_before_it_is_asked_about(visitors: Visitors):
    here = await opened(visitors)
    for end in (SessionsState.end, SessionsState.end_others, SessionsState.end_all):
        await here.call(end)
    assert ended(visitors, here.identity.session_id) is None


async def test_a_refused_password_form_says_so_beside_its_box(visitors: Visitors):
    session_id = visitors.sign_in("alice")
    facts = {"page": "username", "code": "wrong_password", "typed": {"username": "alice.m"}}
    tab = await visitors.tabs.open(visitors.scene.cedar.clinic_id, session_id, "/account/password", **facts).hydrate()
    await tab.call(CredentialsState.load)
    assert tab.var(CredentialsState, "errors").keys() == {"username.current"}
    assert (tab.var(CredentialsState, "username"), tab.var(CredentialsState, "typed")) == ("alice", "alice.m")


@pytest.mark.parametrize("form", ["username", "password"])
async def test_a_saved_form_says_so(visitors: Visitors, form: str):
    session_id = visitors.sign_in("alice")
    facts = {"page": form, "done": True}
    tab = await visitors.tabs.open(visitors.scene.cedar.clinic_id, session_id, "/account/password", **facts).hydrate()
    await tab.call(CredentialsState.load)
    assert f"Your {form} is changed." in tab.var(NoticeState, "notice")


async def test_the_list_is_turned_twenty_at_a_time(visitors: Visitors):
    for _ in range(20):
        visitors.sign_in("alice")
    tab = await opened(visitors)
    seen = [row.id for row in tab.var(SessionsState, "rows")]
    await tab.call(SessionsState.older)
    rest = [row.id for row in tab.var(SessionsState, "rows")]
    assert (len(seen), len(rest), tab.var(SessionsState, "has_older")) == (20, 1, False)
    assert len({*seen, *rest}) == 21
    await tab.call(SessionsState.newer)
    assert ([row.id for row in tab.var(SessionsState, "rows")], tab.var(SessionsState, "has_newer")) == (seen, False)
