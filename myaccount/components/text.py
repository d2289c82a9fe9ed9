"""Sentences in pages, in the language of whoever reads them.

Both languages are compiled into the page; a change of language swaps them in place.
"""

import reflex as rx

from myaccount.messages.en import ENGLISH
from myaccount.messages.fr import FRENCH

Text = str | rx.Var[str]
"""What a component takes as text: something the server words, or a sentence by `t`."""

Flag = bool | rx.Var[bool]
"""What a component takes as yes or no."""

_language: list[Text] = []


def bind(language: Text) -> None:
    """Say which Var holds the language. The composition root does it once, before any page is built."""
    _language[:] = [language]


def t(key: str, **facts: Text) -> rx.Var[str]:
    """Compile a sentence to the language of the reader, with its facts in their places.

    Raises: KeyError for a key that the catalogues do not have · LookupError before `bind`.
    """
    if not _language:
        raise LookupError("no language bound: call text.bind first")
    english, french = (_filled(catalogue[key], facts) for catalogue in (ENGLISH, FRENCH))
    return rx.Var.create(rx.match(_language[0], ("fr", french), english)).to(str)


def _filled(sentence: str, facts: dict[str, Text]) -> rx.Var[str]:
    filled = sentence.format(**{name: rx.Var.create(fact) for name, fact in facts.items()}) if facts else sentence
    return rx.Var.create(filled).to(str)
