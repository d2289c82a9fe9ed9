"""Mail for a deployment without a mail server: printed, for whoever runs it by hand."""

import sys
from email.message import EmailMessage


class ConsoleMailer:
    """Prints every mail. Only for trying things out: its links open accounts."""

    async def send(self, message: EmailMessage) -> None:
        """Print a mail's text."""
        body = message.get_body(("plain",))
        words = body.get_content() if body else ""
        sys.stdout.write(f"To: {message['To']}\nSubject: {message['Subject']}\n\n{words}\n")
        sys.stdout.flush()

    async def close(self) -> None:
        """Do nothing: there is no connection."""
