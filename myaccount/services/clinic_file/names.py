"""What the ids of a clinic file name: objects of the file, and objects that the clinic has already."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from myaccount.services.clinic_file.problems import Problems

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """A location that appointments can name."""

    id: str
    zone: str


@dataclass(frozen=True)
class Offer:
    """A treatment that appointments can name. A class has a capacity."""

    id: str
    minutes: int
    online: bool
    capacity: int | None
    buffer_minutes: int = 0


@dataclass(frozen=True)
class Practitioner:
    """Somebody of the clinic whom appointments can name."""

    id: str
    person_id: str
    name: str
    buffer_minutes: int = 0

    def buffer_after(self, offer: Offer) -> int:
        """Tell how many minutes stay free after such a treatment with them: the longer of the two buffers."""
        return max(offer.buffer_minutes, self.buffer_minutes)


@dataclass(frozen=True)
class Sitting:
    """One sitting of a class that appointments can name: its row, its practitioner and its seats."""

    row: dict[str, Any]
    staff: Practitioner
    capacity: int


class Register(Generic[T]):
    """The objects of a kind that others can name: those of the file, and those that the clinic has already."""

    def __init__(self, kind: str, broken: set[str]) -> None:
        self._kind = kind
        self._broken = broken
        self._known: dict[str, T] = {}

    def enter(self, external_id: str, facts: T) -> None:
        """Note an object; the file's word comes after, and replaces, the database's."""
        self._known[external_id] = facts

    def enter_unless_known(self, external_id: str, facts: T) -> None:
        """Note an object, unless another goes by the same id."""
        self._known.setdefault(external_id, facts)

    def breaks(self, external_id: str) -> None:
        """Note an object that cannot be taken, so that naming it is not a second mistake."""
        self._known.pop(external_id, None)
        self._broken.add(external_id)

    def by(self, key: Callable[[T], str]) -> dict[str, T]:
        """List the objects by something else than the file's ids."""
        return {key(facts): facts for facts in self._known.values()}

    def find(self, problems: Problems, path: str, external_id: str) -> T | None:
        """Look up what an id names; an id that names nothing becomes a problem."""
        found = self._known.get(external_id)
        if found is None and external_id not in self._broken:
            problems.add(path, f"There is no {self._kind} with the id {external_id!r}")
        return found
