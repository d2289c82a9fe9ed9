"""What the settings show of the clinic's own video server. No secret is among it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VideoServerFacts:
    """What is set up: where the server is, and the app that it knows the portal as."""

    is_set_up: bool = False
    domain: str = ""
    app_id: str = ""
