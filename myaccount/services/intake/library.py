"""The starter library: forms that a clinic can begin with, in each language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from myaccount.domain.refusals import NotFound
from myaccount.messages import LANGUAGES
from myaccount.services.intake import exchange
from myaccount.services.intake.exchange import Shared

FOLDER = Path(__file__).parent / "library"


@cache
def shelf(lang: str) -> Mapping[str, Shared]:
    """List the forms of the library in a language, by their names in it, in the order in which they are offered."""
    files = sorted((FOLDER / lang).glob("*.json"))
    return MappingProxyType({path.stem.partition("_")[2]: exchange.read(path.read_bytes()) for path in files})


def book(lang: str, name: str) -> Shared:
    """Find a form of the library. Raises: NotFound."""
    found = shelf(lang).get(name) if lang in LANGUAGES else None
    if found is None:
        raise NotFound()
    return found
