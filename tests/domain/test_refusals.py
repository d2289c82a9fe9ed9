"""Refusals carry a code that can be worded, and facts to word it with."""

from myaccount.domain import money_refusals, refusals, superbills
from myaccount.domain.refusals import Refused


def every_refusal() -> list[type[Refused]]:
    named = {**vars(refusals), **vars(money_refusals), **vars(superbills)}
    return [Refused, *(kind for kind in named.values() if _is_refusal(kind))]


def _is_refusal(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Refused) and kind is not Refused


def test_no_two_refusals_have_one_code():
    codes = [kind.code for kind in every_refusal()]
    assert len(codes) == len(set(codes))


def test_a_refusal_keeps_its_facts():
    assert refusals.TooManyTries(minutes=5).facts == {"minutes": 5}
