"""The clinic's own Jitsi server on the settings page, and on open pages of visits."""

from datetime import timedelta

import pytest

from myaccount.clock import now
from myaccount.models import VideoServer
from myaccount.services.clinic import settings
from myaccount.state.account.visit import VisitState
from myaccount.state.clinic.settings import SettingsState
from myaccount.state.clinic.video_server import VideoServerState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from tests import jitsi_server
from tests.jitsi_server import APP_SECRET, DOMAIN, FORM
from tests.scenes import Scene
from tests.state.conftest import Visitors
from tests.state.test_visit import at_the_door


async def test_robin_sets_it_up_and_nobody_sees_the_secret(visitors: Visitors):
    tab = await visitors.tab("robin", path="/clinic/settings")
    await tab.call(SettingsState.load)
    await tab.call(SettingsState.change, key="online_provider", value="jitsi")
    assert "Set up the Jitsi server first" in tab.var(SettingsState, "error")
    await tab.call(VideoServerState.edit)
    await tab.call(VideoServerState.save, form={"domain": "meet", "app_id": "two words", "secret": "short"})
    assert set(tab.var(VideoServerState, "problems")) == {"domain", "app_id", "secret"}
    await tab.call(VideoServerState.save, form=FORM)
    assert tab.var(NoticeState, "notice").startswith("The Jitsi server is kept.")
    await tab.call(SettingsState.change, key="online_provider", value="jitsi")
    assert tab.var(SettingsState, "choices")["online_provider"] == "jitsi"
    await tab.call(VideoServerState.edit)
    assert tab.var(VideoServerState, "fields") == {"domain": DOMAIN, "app_id": FORM["app_id"]}
    assert APP_SECRET not in str(tab.sent)


@pytest.mark.parametrize("who", ["dana", "sam", "alice", "charlie", None])
async def test_nobody_but_the_owner_does(visitors: Visitors, who: str | None):
    jitsi_server.give_keys(visitors.scene)
    tab = await visitors.tab(who, path="/clinic/settings")
    await tab.call(VideoServerState.edit)
    await tab.call(VideoServerState.save, form=FORM | {"domain": "evil.test"})
    assert DOMAIN not in str(tab.sent)
    assert [row.domain for row in visitors.scene.rows(VideoServer)] == [DOMAIN]


def soon(scene: Scene) -> str:
    """Book Alice a video visit that begins within the hour."""
    start = now().replace(second=0, microsecond=0) + timedelta(minutes=40)
    return scene.book("alice", start - timedelta(minutes=start.minute % 5), treatment="video-45")


@pytest.mark.parametrize("who", ["alice", "sam"])
async def test_an_open_page_follows_when_the_clinic_goes_elsewhere_and_back(visitors: Visitors, who: str):
    scene = visitors.scene
    visit = soon(scene)
    jitsi_server.give_keys(scene)
    tab = await at_the_door(visitors, who, visit)
    for provider, host, url in (("jitsi", DOMAIN, f"/call/{visit}/server"), ("built_in", "", "")):
        scene.database.write(settings.change, scene.staff_ctx("robin", now=now()), "online_provider", provider)
        await tab.call(LiveState.refresh)
        assert (tab.var(VisitState, "host"), tab.var(VisitState, "call_url")) == (host, url)
        assert bool(tab.var(VisitState, "ticket")) is (provider == "built_in")
    assert "jwt" not in str(tab.sent)


@pytest.mark.parametrize("who", ["bob", "dana", "robin", "charlie"])
async def test_to_everybody_else_the_page_tells_no_place(visitors: Visitors, who: str):
    jitsi_server.connect(visitors.scene)
    tab = await at_the_door(visitors, who, soon(visitors.scene))
    assert (tab.var(VisitState, "host"), tab.var(VisitState, "call_url")) == ("", "")
