"""Refusals carry a code that can be worded, and facts to word it with."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

from myaccount import domain
from myaccount.domain import refusals
from myaccount.domain.refusals import Refused

for _module in walk_packages(domain.__path__, "myaccount.domain."):
    import_module(_module.name)


def _below(kind: type[Refused]) -> Iterator[type[Refused]]:
    for narrower in kind.__subclasses__():
        if narrower.__module__.startswith("myaccount."):
            yield narrower
            yield from _below(narrower)


def every_refusal() -> list[type[Refused]]:
    """List what may be refused, in every module of rules."""
    return [Refused, *_below(Refused)]


def test_no_two_refusals_have_one_code():
    codes = [kind.code for kind in every_refusal()]
    assert len(codes) > 100
    assert len(codes) == len(set(codes))


def test_a_refusal_keeps_its_facts():
    assert refusals.TooManyTries(minutes=5).facts == {"minutes": 5}
