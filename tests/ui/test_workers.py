"""Several workers: PostgreSQL, Redis and two processes on one port. What one changes, the other's pages show."""

from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect
from prometheus_client.parser import text_string_to_metric_families

from tests import databases, servers
from tests.portal import Portal, served
from tests.ui.calls import FAKES, LONG, Overheard, another, at_the_door, hears_and_sees, is_connected, join, stats
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import cancel, sign_in, visits

pytestmark = [pytest.mark.postgres, pytest.mark.redis]


TOKEN = "for the tests' own Prometheus"
SECRET = "a quiet river"
TIMES = 20
"""In so many tries two sides come into two workers, but for one time in a million."""


@pytest.fixture(scope="module")
def two_workers(postgres_server: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal in two worker processes, with a relay for calls."""
    folder = tmp_path_factory.mktemp("workers")
    with (
        databases.postgres(postgres_server) as url,
        servers.turn(SECRET) as relay,
        served(folder, url, redis_url, workers=2, metrics_token=TOKEN, turn_url=relay, turn_secret=SECRET) as running,
    ):
        running.clinic()
        yield running


def test_what_one_browser_cancels_disappears_from_every_other(two_workers: Portal, opened: Opened) -> None:
    clinic = two_workers.clinic()
    clinic.book("a", "today+5d 14:00")
    clinic.book("b", "today+6d 14:00")
    pages = [sign_in(opened(viewport=LAPTOP), clinic) for _ in range(4)]  # spread over both workers
    for page in pages:
        expect(visits(page)).to_have_count(2)
    cancel(pages[0], visits(pages[0]).first)
    for page in pages:
        expect(visits(page)).to_have_count(1, timeout=2000)


def test_a_change_from_the_command_line_reaches_them_all(two_workers: Portal, opened: Opened) -> None:
    clinic = two_workers.clinic()
    pages = [sign_in(opened(), clinic) for _ in range(3)]
    clinic.book("a", "today+5d 14:00")
    for page in pages:
        expect(visits(page)).to_have_count(1, timeout=2000)


def test_ending_every_session_clears_every_page(two_workers: Portal, opened: Opened) -> None:
    clinic = two_workers.clinic()
    clinic.book("a", "today+5d 14:00")
    pages = [sign_in(opened(), clinic) for _ in range(3)]
    ended = two_workers.command("sessions", "--clinic", clinic.slug, "--patient", "alice", "--end-all")
    assert ended.stdout.strip() == "Ended: 3"
    for page in pages:
        expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=3000)
        assert "Physiotherapy" not in page.content()


def test_what_each_of_them_counts_is_added_up(two_workers: Portal, opened: Opened) -> None:
    clinic = two_workers.clinic()
    clinic.book("a", "today+5d 14:00")
    before = counted(two_workers, "myaccount_events_total", outcome="done")
    pages = [sign_in(opened(), clinic) for _ in range(3)]
    for page in pages:
        expect(visits(page)).to_have_count(1)
    asked = {counted(two_workers, "myaccount_events_total", outcome="done") for _ in range(6)}  # of both of them
    assert min(asked) >= before + len(pages)
    assert counted(two_workers, "myaccount_open_sockets") >= len(pages)


@pytest.mark.parametrize(("hidden", "way"), [(False, "host"), (True, "relay")], ids=["direct", "relay only"])
def test_the_two_of_a_call_in_two_workers_hear_and_see_each_other(
    two_workers: Portal, redis_url: str, chromium: Browser, hidden: bool, way: str
) -> None:
    clinic = two_workers.clinic(settings={"hide_addresses": hidden})
    clinic.book("online", "now+20m", treatment="video")
    visit = clinic.id_of("appointment", "online")
    with another(chromium, *FAKES) as seeing:
        overheard = Overheard(redis_url)
        alice, sam = (at_the_door(seeing.new_context().new_page(), clinic, who, visit) for who in ("alice", "sam"))
        for page in (alice, sam):
            join(page)
        _until_apart(alice, sam, overheard)
        for page in (alice, sam):
            hears_and_sees(page)
            assert stats(page)["kind"] == way


def _until_apart(alice: Page, sam: Page, overheard: Overheard) -> None:
    """Have one of the two come back until they are in two workers, and connected."""
    for _ in range(TIMES):
        for page in (alice, sam):
            is_connected(page)
        if overheard.are_apart():
            return
        sam.get_by_role("button", name="Leave").click()
        expect(alice.get_by_role("heading", name="Sam has left the call")).to_be_visible(timeout=LONG)
        sam.get_by_role("button", name="Come back").click()
    pytest.fail("the two always came into one worker")


def counted(portal: Portal, name: str, **labels: str) -> float:
    request = Request(f"http://127.0.0.1:{portal.port}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    with urlopen(request, timeout=10) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    return sum(
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )
