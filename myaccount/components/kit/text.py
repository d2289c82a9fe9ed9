"""Sentences in pages, in the language of whoever reads them.

All languages are compiled into the page; a change of language swaps them in place.
"""

from collections.abc import Callable

import reflex as rx

from myaccount.messages import LANGUAGES, Language
from myaccount.messages.catalogue import CATALOGUES

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
    return in_each_language(lambda lang: _filled(CATALOGUES[lang][key], facts))


def in_each_language(word: Callable[[Language], Text]) -> rx.Var[str]:
    """Compile what each language words in its own way, to the language of the reader.

    Raises: LookupError before `bind`.
    """
    if not _language:
        raise LookupError("no language bound: call text.bind first")
    first, *others = LANGUAGES
    return rx.Var.create(rx.match(_language[0], *[(lang, word(lang)) for lang in others], word(first))).to(str)


def in_pieces(line: Text, mark: str = " ·") -> rx.Component:
    """Show a line whose pieces, with a mark and a space between them, go to the next line of the screen as one each."""
    pieces = rx.Var.create(line).to(str).split(f"{mark} ")

    def shown(piece: rx.Var[str], place: rx.Var[int]) -> rx.Component:
        goes_on = place < pieces.length() - 1
        return rx.fragment(rx.el.span(piece, rx.cond(goes_on, mark, ""), class_name="whole"), rx.cond(goes_on, " ", ""))

    return rx.foreach(pieces, shown)


def _filled(sentence: str, facts: dict[str, Text]) -> rx.Var[str]:
    filled = sentence.format(**{name: rx.Var.create(fact) for name, fact in facts.items()}) if facts else sentence
    return rx.Var.create(filled).to(str)
