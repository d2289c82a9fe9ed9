"""Amounts as people write them: "$120.00", "120,00 $"."""

from babel.numbers import format_currency

from myaccount.messages.catalogue import Language

_LOCALES: dict[tuple[Language, str], str] = {("en", "USD"): "en_US"}
_DEFAULTS: dict[Language, str] = {"en": "en_CA", "fr": "fr_CA"}


def amount(cents: int, currency: str, lang: Language) -> str:
    """Write an amount in a language.

    Money: minor units of `currency`. Edges: ordinary blanks, so that it can be searched for and typed.
    """
    locale = _LOCALES.get((lang, currency), _DEFAULTS[lang])
    text = str(format_currency(cents / 100, currency, locale=locale))
    return text.replace("\u00a0", " ").replace("\u202f", " ")
