"""Amounts and numbers as people write them: "$120.00", "120,00 $"; "14.975", "14,975"."""

from babel.numbers import format_currency

from myaccount.domain.languages import Language
from myaccount.messages.catalogue import USAGES


def amount(cents: int, currency: str, lang: Language) -> str:
    """Write an amount in a language.

    Money: minor units of `currency`. Edges: ordinary blanks, so that it can be searched for and typed.
    """
    usage = USAGES[lang]
    locale = usage.money_locales.get(currency, usage.locale)
    text = str(format_currency(cents / 100, currency, locale=locale))
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def number(written: str, lang: Language) -> str:
    """Write a number, given with a point or with none, with the decimal sign of a language."""
    return written.replace(".", USAGES[lang].decimal)
