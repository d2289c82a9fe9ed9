"""What a person sees of the copy of their data."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CopyView:
    """How the last copy stands, in words, and where it is taken; `url` is blank where it cannot be.

    Times: `until` is when it runs out, aware UTC.
    """

    state: str = "none"
    line: str = ""
    url: str = ""
    needs_password: bool = False
    until: datetime | None = None
