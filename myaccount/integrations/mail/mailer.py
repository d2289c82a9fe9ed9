"""Who carries mail: what every carrier can do."""

from email.message import EmailMessage
from typing import Protocol


class MailRefused(Exception):
    """A mail that could not be handed over. `is_final`: trying again would not help. `code` names no address."""

    def __init__(self, code: str, *, is_final: bool) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final


class Mailer(Protocol):
    """Carries mail."""

    async def send(self, message: EmailMessage) -> None:
        """Hand a mail over. Raises: MailRefused."""

    async def close(self) -> None:
        """Let go of the connection."""
