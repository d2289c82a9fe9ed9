"""What the operator's command line shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SessionLine:
    """One sign-in of a patient, in words. Times are UTC."""

    status: str
    signed_in: str
    last_used: str
    how: str
    browser: str
    operating_system: str
    address: str


@dataclass(frozen=True)
class Finding:
    """What the self-check found out about one thing; a blank `reason` means that it is in order."""

    name: str
    reason: str

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to complain of."""
        return not self.reason


@dataclass(frozen=True)
class NotFollowed:
    """A time to come that could not follow a change of the clocks: what it is, its id, and the code of why."""

    kind: str
    id: str
    why: str


@dataclass(frozen=True)
class ClocksFollowed:
    """How many times to come moved with the clocks of a zone database, and which could not."""

    zone_data: str
    moved: int
    left: tuple[NotFollowed, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Say it for the operator, by ids only; nothing when nothing moved and nothing had to stay."""
        told = f"Zone data {self.zone_data}. Times moved with the clocks: {self.moved}. Not moved: {len(self.left)}."
        which = (f"Not moved: {one.kind} {one.id} ({one.why}). The desk has a task." for one in self.left)
        return (told, *which) if self.moved or self.left else ()


@dataclass(frozen=True)
class TrailLine:
    """How a clinic's trail stands: how many entries hold, and how many by the deployment's key.

    A blank `reason` means that nothing was changed or is missing, as far as that shows.
    """

    slug: str
    whole: int
    keyed: int
    reason: str
