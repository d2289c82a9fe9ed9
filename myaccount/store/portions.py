"""Many values, a portion at a time: databases limit how many one query may name."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

AT_A_TIME = 500

T = TypeVar("T")


def portions(values: Iterable[T]) -> Iterator[list[T]]:
    """Take values in lists of as many as one query names."""
    rest = iter(values)
    while some := list(islice(rest, AT_A_TIME)):
        yield some
