"""The ways in, and a patient's documents, forms and details, held to every rule."""

from tests.ui.accessibility import documents, forms, identity, oneself, signing_in, two_step
from tests.ui.accessibility.runner import held

test_no_rule_is_broken = held(signing_in, two_step, documents, forms, identity, oneself)
