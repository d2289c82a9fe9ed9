"""Who carries mail: what every carrier can do."""

from email.message import EmailMessage
from typing import Protocol


class Mailer(Protocol):
    """Carries mail."""

    async def send(self, message: EmailMessage) -> None:
        """Hand a mail over. Raises: NotDelivered."""

    async def close(self) -> None:
        """Let go of the connection."""
