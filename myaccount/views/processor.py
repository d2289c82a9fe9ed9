"""What the settings show of the clinic's card processor. No secret is among it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProcessorFacts:
    """What is set up. `is_own` when the clinic's own keys are kept, `hears` when the processor's messages are read."""

    is_set_up: bool = False
    is_own: bool = False
    is_test: bool = False
    key_line: str = ""
    hears: bool = False
    webhook_url: str = ""
    publishable_key: str = ""
