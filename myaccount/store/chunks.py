"""Many values, a chunk at a time: databases limit how many one query may name."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

CHUNK_SIZE = 500

T = TypeVar("T")


def chunked(values: Iterable[T]) -> Iterator[list[T]]:
    """Take values in lists of as many as one query names."""
    rest = iter(values)
    while some := list(islice(rest, CHUNK_SIZE)):
        yield some
