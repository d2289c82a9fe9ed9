"""What a page costs a phone: a budget of JavaScript for each kind of page, and nothing of another kind in it."""

import pytest

from myaccount import build
from tests.weight import Page, frame, pages, weight_of

FRAME = 165
BUDGETS = {"/account": 20, "/book": 21, "/visit": 17, "/sign-in": 8, "/forgot": 6, "/*": 4, "/clinic": 44}
"""Kilobytes with gzip: of what every page loads, and of what comes to it on the pages below an address."""
ONLY_ON = {
    "RTCPeerConnection": ("/visit/",),
    "confirmCardSetup": ("/account/balance", "/account/cards", "/account/forms/", "/book"),
    "desk_keys": ("/clinic",),
}
"""Where a part of the code may be loaded: the call's, the card's and the desk's."""


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    build.ensure_built()


def _budget(page: Page) -> float:
    return next(most for start, most in BUDGETS.items() if page.path.startswith(start))


def test_what_every_page_loads_keeps_within_its_budget():
    assert weight_of(frame()) <= FRAME


def test_no_page_loads_more_than_its_kind_may():
    heavy = {page.path: round(page.weight, 1) for page in pages() if page.weight > _budget(page)}
    assert heavy == {}


@pytest.mark.parametrize("part", ONLY_ON)
def test_a_page_loads_nothing_of_another_kind(part: str):
    loading = [page.path for page in pages() if page.holds(part) or any(part in file for file in page.files)]
    assert loading
    assert [path for path in loading if not path.startswith(ONLY_ON[part])] == []
    assert not any(part in file for file in frame())
