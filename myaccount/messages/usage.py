"""How a language writes its own name, days, times and amounts: what its sentences cannot say of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from myaccount.domain.money import DecimalSign


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What a catalogue tells of its language. Names of days and months come from the locale (Unicode CLDR).

    `tag` names language and region for what reads a page or a paper aloud. `day` orders a day and its month; `first_day` does
    so for the first of a month, where that is said in another way. `clock`, `full_hour` and `span` are sentences of `hour`, `hour12`, `minute`, `half`, `start` and `end`; a span that stays
    within one half of the day says it once. `abbreviates_with_dot` tells whether "Tue." keeps its dot in a sentence.
    `money_locales` are for the currencies that are written in another way than the locale says.
    """

    name: str
    tag: str
    locale: str
    decimal: DecimalSign
    day: str
    first_day: str = ""
    clock: str
    full_hour: str
    span: str
    halves: tuple[str, str] = ("", "")
    abbreviates_with_dot: bool = True
    money_locales: Mapping[str, str] = field(default_factory=dict)
