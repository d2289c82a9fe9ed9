"""Look up a sentence and fill in its facts."""

from typing import Literal, get_args

from myaccount.messages.en import ENGLISH
from myaccount.messages.fr import FRENCH

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
CATALOGUES: dict[Language, dict[str, str]] = {"en": ENGLISH, "fr": FRENCH}


def say(key: str, lang: Language, **facts: object) -> str:
    """Word a message in a language.

    Raises: KeyError for a key or a fact that is missing; a test holds both catalogues to the same keys and facts.
    """
    sentence = CATALOGUES[lang][key]
    return sentence.format(**facts) if facts else sentence


def language(*wishes: str | None) -> Language:
    """Choose the first wish that is a language we have; English when none is. "fr-CA" counts as "fr"."""
    for wish in wishes:
        short = (wish or "")[:2].lower()
        for known in LANGUAGES:
            if short == known:
                return known
    return "en"
