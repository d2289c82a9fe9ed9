"""What the page shows on which a clinic builds what goes on its website."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Embeddable:
    """Something to begin with: the `name` that a website asks for it by, and what it is called."""

    name: str = ""
    label: str = ""


@dataclass(frozen=True)
class EmbedPage:
    """What there is to begin with, what is chosen of it, the link, the lines of HTML, and the allowed websites.

    What does not go with what is chosen is left out. `may_change` holds for who allows websites.
    """

    treatments: tuple[Embeddable, ...]
    practitioners: tuple[Embeddable, ...]
    locations: tuple[Embeddable, ...]
    treatment: str
    staff: str
    location: str
    link: str
    snippet: str
    button: str
    origins: tuple[str, ...]
    may_change: bool
