"""The clinic's side, held to every rule."""

from tests.ui.accessibility import desk_day, desk_forms, desk_money, desk_patients, desk_records, practice
from tests.ui.accessibility.runner import held

test_no_rule_is_broken = held(desk_day, desk_patients, desk_records, desk_money, desk_forms, practice)
