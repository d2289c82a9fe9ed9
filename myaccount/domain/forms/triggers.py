"""What makes a booking bring an intake form with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from myaccount.domain.time import months_after

MONTHS_AT_MOST = 60


class Trigger(StrEnum):
    """When a form is asked for. Each is named as `form.trigger.<trigger>` in the messages."""

    BY_HAND = "by_hand"
    FIRST_VISIT = "first_visit"
    TREATMENT = "treatment"
    EVERY = "every"


@dataclass(frozen=True)
class Rule:
    """When a template is asked for: with some treatments, or again after so many months."""

    trigger: Trigger
    treatments: frozenset[str] = frozenset()
    every_months: int | None = None


@dataclass(frozen=True)
class Booked:
    """A visit that was booked, beside what its patient has had of a template.

    Times: days of the clinic. `submitted_on` is when they last submitted it.
    """

    day: date
    treatment_id: str
    is_first: bool
    is_pending: bool
    submitted_on: date | None


def is_asked(rule: Rule, booked: Booked) -> bool:
    """Tell whether a booking brings a form with it.

    Edges: never one that still waits for its patient. A form with treatments is asked for with each booking of one of
    them, whatever was submitted before; one for every so many months exactly so many months after the last, on the
    day of the visit. A first visit asks once.
    """
    if booked.is_pending or rule.trigger is Trigger.BY_HAND:
        return False
    if rule.trigger is Trigger.TREATMENT:
        return booked.treatment_id in rule.treatments
    if rule.trigger is Trigger.FIRST_VISIT:
        return booked.is_first and booked.submitted_on is None
    assert rule.every_months is not None
    return booked.submitted_on is None or booked.day >= months_after(booked.submitted_on, rule.every_months)


def rule_of(trigger: str, treatments: Collection[str], every_months: int | None) -> Rule:
    """Read a rule as it is kept."""
    return Rule(Trigger(trigger), frozenset(treatments), every_months)
