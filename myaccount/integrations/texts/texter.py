"""Who carries texts: what every carrier can do."""

from typing import Protocol


class Texter(Protocol):
    """Carries texts."""

    async def send(self, mobile: str, text: str, receipt: str = "") -> None:
        """Hand a text over; `receipt` is where to tell whether it arrived, blank for nowhere. Raises: NotDelivered."""

    async def close(self) -> None:
        """Let go of the connection."""
