"""The pages that are open now, under Manage Sessions."""

from dataclasses import replace
from datetime import timedelta

from myaccount.domain.topics import Topic
from myaccount.models import Change, OpenTabs
from myaccount.services.identity import open_tabs, own_sessions
from myaccount.services.identity.open_tabs import Opened
from myaccount.services.operation import sweeps
from myaccount.state import open_tabs as counting
from myaccount.store.bus import Notice
from myaccount.store.presence import Tab
from tests.scenes import NOW, Scene
from tests.services.identity.test_two_step import signed_in

MICRO = timedelta(microseconds=1)


def opened(scene: Scene, ctx, tabs: int) -> Opened:
    return Opened(ctx.session_id, ctx.person_id, scene.cedar.clinic_id, tabs)


def shown(scene: Scene, ctx, **changes) -> list[str]:
    return [row.tabs for row in scene.database.read(own_sessions.page, replace(ctx, **changes), "").rows]


def test_they_are_counted_over_all_processes_and_only_for_their_owner(scene: Scene):
    alice, bob = signed_in(scene, "alice"), signed_in(scene, "bob")
    scene.database.write(open_tabs.note, "one", [opened(scene, alice, 1), opened(scene, bob, 1)], NOW)
    scene.database.write(open_tabs.note, "two", [opened(scene, alice, 2)], NOW)
    assert shown(scene, alice) == ["3 tabs open now"]
    assert shown(scene, bob) == ["1 tab open now"]
    scene.database.write(open_tabs.note, "two", [opened(scene, alice, 0)], NOW)
    scene.database.write(open_tabs.leave, "one")
    assert shown(scene, alice) == [""]


def test_what_a_process_said_a_minute_ago_counts_no_more(scene: Scene):
    ctx = signed_in(scene, "alice")
    scene.database.write(open_tabs.note, "one", [opened(scene, ctx, 1)], NOW)
    later = NOW + timedelta(minutes=1)
    assert shown(scene, ctx, now=later - MICRO) == ["1 tab open now"]
    assert shown(scene, ctx, now=later) == [""]
    scene.database.write(open_tabs.seen, "one", later)
    assert shown(scene, ctx, now=later) == ["1 tab open now"]
    scene.database.write(sweeps.delete_old, later + timedelta(minutes=1))
    assert not scene.rows(OpenTabs)


def test_a_sign_in_that_is_gone_is_no_fault(scene: Scene):
    gone = replace(opened(scene, signed_in(scene, "alice"), 1), session_id="gone")
    scene.database.write(open_tabs.note, "one", [gone], NOW)
    assert not scene.rows(OpenTabs)


def test_only_the_owners_page_of_sessions_hears_of_it(scene: Scene):
    ctx = signed_in(scene, "alice")
    scene.database.write(open_tabs.note, "one", [opened(scene, ctx, 1)], NOW)
    if scene.database.url.startswith("sqlite"):
        assert [(row.topic, row.person_id) for row in scene.rows(Change)] == [(Topic.TABS, scene.alice)]
    notice = Notice("c", Topic.TABS, "alice")
    pages = [
        Tab("t", "c", "s", person, path, {})
        for person, path in (("alice", "/account/sessions/"), ("alice", "/account"), ("bob", "/account/sessions"))
    ]
    assert [tab.cares_about(notice) for tab in [*pages, Tab("t", "c", "s", "dana", "/clinic", {})]] == [
        True, False, False, False,
    ]  # fmt: skip


async def test_a_process_writes_only_what_has_changed_and_says_now_and_then_that_it_serves(monkeypatch):
    said: list[tuple] = []

    async def write(use_case, *arguments):
        said.append((use_case.__name__, *arguments[1:]))

    monkeypatch.setattr(counting, "in_tx", write)
    tabs = [Tab(str(n), "c", "s", "p", "/account", {}) for n in range(2)]
    counter = counting.OpenTabs()
    await counter.tell([*tabs, Tab("guest", "c", None, None, "/book", {})], NOW)
    await counter.tell(tabs, NOW + timedelta(seconds=19))
    await counter.tell(tabs, NOW + timedelta(seconds=20))
    await counter.tell(tabs[:1], NOW + timedelta(seconds=21))
    await counter.tell([], NOW + timedelta(seconds=22))
    await counter.leave()
    assert said == [
        ("note", [Opened("s", "p", "c", 2)], NOW),
        ("seen", NOW + timedelta(seconds=20)),
        ("note", [Opened("s", "p", "c", 1)], NOW + timedelta(seconds=21)),
        ("note", [Opened("s", "p", "c", 0)], NOW + timedelta(seconds=22)),
    ]
