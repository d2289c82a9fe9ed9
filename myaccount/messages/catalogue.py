"""Look up a sentence and fill in its facts.

A language is a folder here, named by its code: each file of it holds sentences, and the folder itself its usage.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from myaccount.domain.languages import LANGUAGES, Language
from myaccount.messages.usage import Usage


def _folder(lang: Language) -> tuple[dict[str, str], Usage]:
    """Read a language's folder. Raises: ValueError for a key that two of its files word."""
    package = import_module(f"myaccount.messages.{lang}")
    sentences: dict[str, str] = {}
    for part in iter_modules(package.__path__):
        more: Mapping[str, str] = import_module(f"{package.__name__}.{part.name}").SENTENCES
        if twice := sentences.keys() & more.keys():
            raise ValueError(f"{lang} words {', '.join(sorted(twice))} twice")
        sentences |= more
    return sentences, package.USAGE


_FOLDERS = {lang: _folder(lang) for lang in LANGUAGES}
CATALOGUES: dict[Language, dict[str, str]] = {lang: sentences for lang, (sentences, _) in _FOLDERS.items()}
USAGES: dict[Language, Usage] = {lang: usage for lang, (_, usage) in _FOLDERS.items()}


def say(key: str, lang: Language, **facts: object) -> str:
    """Word a message in a language.

    Raises: KeyError for a key or a fact that is missing; a test holds all catalogues to the same keys and facts.
    """
    sentence = CATALOGUES[lang][key]
    return sentence.format(**facts) if facts else sentence


def language(*preferences: str | None) -> Language:
    """Choose the first preference that is a language we have, and the first language when none is. "fr-CA" counts as "fr"."""
    for preferred in preferences:
        short = (preferred or "")[:2].lower()
        if short in LANGUAGES:
            return short
    return LANGUAGES[0]
