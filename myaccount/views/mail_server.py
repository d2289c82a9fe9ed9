"""What the settings show of the way of the clinic's mail. No password is among it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailServerFacts:
    """Whose server carries the mail, in words, and what the form of the clinic's own starts from."""

    is_own: bool = False
    line: str = ""
    host: str = ""
    port: str = ""
    security: str = ""
    username: str = ""
    sender: str = ""
