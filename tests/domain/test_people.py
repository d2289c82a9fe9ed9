"""Names, and the form in which two of them are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myaccount.domain.people import casefolded, full_name, initials


@pytest.mark.parametrize(
    ("first", "last", "full", "short"),
    [
        ("Alice", "Moreau", "Alice Moreau", "AM"),
        ("Alice", "", "Alice", "A"),
        ("", "Moreau", "Moreau", "M"),
        ("", "", "", ""),
        (" zoé", "ørsted", "zoé ørsted", "ZØ"),
    ],
)
def test_either_name_may_be_blank(first: str, last: str, full: str, short: str):
    assert (full_name(first, last), initials(first, last)) == (full, short)


@pytest.mark.parametrize("written", ["Alice@Mail.test", " alice@mail.test ", "ALICE@MAIL.TEST"])
def test_the_same_address_written_differently_is_the_same(written: str):
    assert casefolded(written) == "alice@mail.test"


@given(st.text())
def test_the_compared_form_stays_as_it_is(text: str):
    assert casefolded(casefolded(text)) == casefolded(text)
