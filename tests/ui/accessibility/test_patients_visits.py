"""A patient's visits, bookings, calls, money and family, held to every rule."""

from tests.ui.accessibility import booking, calls, family, money, visits
from tests.ui.accessibility.runner import held

test_no_rule_is_broken = held(visits, booking, calls, money, family)
