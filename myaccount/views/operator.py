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
