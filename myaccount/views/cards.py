"""What a page shows of cards: never a number, and no name that the processor has for them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CardRow:
    """A card on file, in words. `notice` says that it runs out, or has; `state` is "good", "soon" or "expired".

    `asked_line` says that its removal has been asked for.
    """

    id: str = ""
    title: str = ""
    expiry_line: str = ""
    notice: str = ""
    state: str = "good"
    is_default: bool = False
    asked_line: str = ""


@dataclass(frozen=True)
class CardForm:
    """What a browser needs to give a card's number to the processor, and to nobody else."""

    script: str = ""
    publishable_key: str = ""
    client_secret: str = ""
