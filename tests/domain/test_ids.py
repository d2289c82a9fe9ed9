"""What could be an id, and what could not."""

import pytest

from myaccount.domain.ids import could_be_id
from myaccount.models.columns import new_id


def test_every_id_that_is_made_could_be_one():
    assert all(could_be_id(new_id()) for _ in range(100))


def test_no_two_ids_are_the_same_and_each_has_128_bits():
    made = {new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert {len(one) for one in made} == {22}


@pytest.mark.parametrize("text", ["", "a b", "a\0", "a\n", "é", "\ud800", "../x", "x" * 65, "' OR 1=1 --"])
def test_what_could_not_be_an_id(text: str):
    assert not could_be_id(text)
