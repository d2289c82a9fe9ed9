"""A call whose two sides are in two worker processes: they find each other through Redis."""

from collections.abc import Iterator

import pytest

from tests.attack.line import Line, ticket_of
from tests.attack.world import sign_in
from tests.portal import Portal, served

pytestmark = pytest.mark.redis
CALLS = 8
OFFER = {"description": {"type": "offer", "sdp": "v=0"}}


@pytest.fixture(scope="module")
def two_workers(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal in two worker processes."""
    with served(tmp_path_factory.mktemp("call_workers"), redis_url=redis_url, workers=2) as running:
        running.clinic()
        yield running


def test_sides_in_any_two_workers_hear_each_other_and_newer_pages_take_over(two_workers: Portal) -> None:
    clinic = two_workers.clinic()
    clinic.book("online", "now+20m", treatment="video")
    visit = clinic.id_of("appointment", "online")
    people = [sign_in(clinic, "alice"), sign_in(clinic, "sam")]
    tickets = [ticket_of(one, visit) for one in people]
    lines: list[Line] = []
    for _ in range(CALLS):  # the sockets are spread over both workers
        newer = [Line(who, visit).join(ticket) for who, ticket in zip(people, tickets, strict=True)]
        assert all(line.hear("welcome") for line in newer)
        assert all(line.hear("over") == "elsewhere" for line in lines)
        lines = newer
        for said, heard in (lines, reversed(lines)):
            said.tell(signal=OFFER)
            assert heard.hear("signal") == OFFER
