"""The languages that the portal speaks."""

from typing import TYPE_CHECKING, Literal

LANGUAGES: tuple[str, ...] = ("en", "fr")
"""By their ISO 639-1 codes, in the order in which they are offered. Whoever speaks none of them gets the first."""

if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[LANGUAGES]
"""One of them: what comes from outside as this type is held to the list above."""
