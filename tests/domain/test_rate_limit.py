"""How often something may happen."""

from myaccount.domain.rate_limit import FixedWindow


def test_it_allows_so_many_and_no_more():
    window = FixedWindow(3, 10)
    assert [window.allows(100.0) for _ in range(4)] == [True, True, True, False]


def test_the_next_window_begins_exactly_at_the_end_of_one():
    window = FixedWindow(1, 10)
    assert window.allows(100.0)
    assert not window.is_over(109.9) and not window.allows(109.9)
    assert window.is_over(110.0) and window.allows(110.0)


def test_a_window_begins_with_the_first_in_it():
    window = FixedWindow(1, 10)
    assert window.allows(100.0) and window.allows(115.0)
    assert not window.allows(124.9)
