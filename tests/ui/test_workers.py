"""Several workers: PostgreSQL, Redis and two processes on one port. What one changes, the other's pages show."""

from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect
from prometheus_client.parser import text_string_to_metric_families

from tests import databases
from tests.portal import Portal, served
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import cancel, sign_in, visits

pytestmark = [pytest.mark.postgres, pytest.mark.redis]


TOKEN = "for the tests' own Prometheus"


@pytest.fixture(scope="module")
def two_workers(postgres_server: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal in two worker processes."""
    folder = tmp_path_factory.mktemp("workers")
    with (
        databases.postgres(postgres_server) as url,
        served(folder, url, redis_url, workers=2, metrics_token=TOKEN) as running,
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
