"""What the pages of welcome and reset show."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class LinkForm:
    """Whose link it is, and what its form starts with. `personal` are words that make a password weak; never shown."""

    first_name: str
    username: str
    lang: str
    personal: tuple[str, ...] = field(repr=False)
