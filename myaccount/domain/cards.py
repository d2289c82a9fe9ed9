"""Cards on file: until when they are good, and which of two are the same."""

import calendar
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum

from myaccount.domain.refusals import Refused

BRANDS = frozenset({"amex", "diners", "discover", "eftpos_au", "interac", "jcb", "mastercard", "unionpay", "visa"})
"""The brands that have a name of their own in the messages, under `card.brand.<brand>`."""

SOON = timedelta(days=45)
SETUPS_AT_MOST = 10
SETUP_WINDOW = timedelta(hours=1)
"""At most that many cards are begun in that time: who tries one after another is testing cards that are not theirs."""
SETUP_LIFE = timedelta(days=1)


class Expiry(StrEnum):
    """How long a card is good for."""

    GOOD = "good"
    SOON = "soon"
    EXPIRED = "expired"


def expiry(month: int, year: int, today: date) -> Expiry:
    """Judge a card's expiry date on a day.

    Times: `today` is clinic-local. Edges: good through the last day of its month; noticed from 45 days before that on.
    Source: S23.
    """
    last = date(year, month, calendar.monthrange(year, month)[1])
    if today > last:
        return Expiry.EXPIRED
    return Expiry.SOON if last - today <= SOON else Expiry.GOOD


def brand_key(brand: str) -> str:
    """Name a brand as the key of a sentence. Edges: one that we do not know is a card."""
    return f"card.brand.{brand if brand in BRANDS else 'other'}"


def chosen(cards: Sequence[str], before: Collection[str], kept: str) -> str:
    """Choose among the ids of the cards on file the one to pay with: one that has just been added, else the one before.

    `before` are those that were shown until now, `kept` the one that was chosen. Edges: with neither it is the first,
    which is the default; without any card it is blank. What is shown for the first time has not just been added.
    """
    added = [one for one in cards if before and one not in before]
    if added:
        return added[0]
    return kept if kept in cards else next(iter(cards), "")


def may_begin(begun: int) -> bool:
    """Tell whether somebody who has begun so many within the hour may begin another. Edges: the tenth may begin."""
    return begun < SETUPS_AT_MOST


class PaymentsOff(Refused):
    """The clinic takes no card payments here (any more)."""

    code = "payments_off"


class ProcessorSilent(Refused):
    """The card processor does not answer at this moment."""

    code = "processor_silent"


class ProcessorClosed(Refused):
    """The card processor does not take the clinic's keys (any more)."""

    code = "processor_closed"


class CardDeclined(Refused):
    """The card's issuer said no."""

    code = "card_declined"
