"""What staff may type of a package or a membership."""

from collections.abc import Mapping
from typing import Any

from myaccount.domain.money import DecimalSign, read_cents, read_ppm
from myaccount.domain.parsing import FieldError, Parser, choice, day, line, or_blank, parse_all, whole
from myaccount.domain.redemption import Cycle, PassKind

MOST_USES = 1000
YEARS = range(1970, 2200)


def read(typed: Mapping[str, str], decimal: DecimalSign) -> tuple[dict[str, Any], dict[str, FieldError]]:
    """Read the form of a package into the columns of one; what cannot be taken is named by its box.

    Edges: only a membership has a cycle, and only a membership may be unlimited. It may expire on the day of its
    purchase, not before. A price of nothing is none.
    """
    prices: dict[str, Parser] = {"price_cents": or_blank(lambda text: read_cents(text, decimal)), "tax_ppm": read_ppm}
    values, problems = parse_all(typed, {**PARSERS, **prices})
    values["price_cents"] = values.get("price_cents") or None
    is_membership = values.get("kind") == PassKind.MEMBERSHIP
    if not is_membership:
        values["cycle"] = None
        problems.pop("cycle", None)
        if "kind" in values and "quantity" in values and values["quantity"] is None:
            problems["quantity"] = FieldError("pass.needs_uses")
    bought, until = values.get("purchased_on"), values.get("expires_on")
    if bought and until and until < bought:
        problems["expires_on"] = FieldError("pass.ends_before")
    return values, problems


PARSERS: Mapping[str, Parser] = {
    "name": line(needed=True),
    "kind": choice(PassKind),
    "quantity": or_blank(whole(1, MOST_USES)),
    "cycle": choice(Cycle),
    "purchased_on": day("pass.day_wrong", YEARS),
    "expires_on": or_blank(day("pass.day_wrong", YEARS)),
}
