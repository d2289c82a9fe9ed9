"""Which State fills which page."""

import pytest

from myaccount.pages import PAGES, Page
from myaccount.state.sections import section_of

HOLDS_NOTHING = {"/forgot", "404"}
"""Nothing that somebody else could change is shown there."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_what_opens_a_page_is_what_shows_it_again(page: Page):
    section = section_of(page.route)
    assert (section is None) is (page.route in HOLDS_NOTHING)
    assert section is None or section.load is page.on_load
