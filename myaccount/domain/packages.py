"""What staff may type of a package or a membership."""

from collections.abc import Mapping
from typing import Any

from myaccount.domain.money import DecimalSign, read_cents, read_ppm
from myaccount.domain.redemption import Cycle, PassKind
from myaccount.domain.typed import Reader, Wrong, choice, day, line, or_blank, read_all, whole

MOST_USES = 1000
YEARS = range(1970, 2200)


def read(typed: Mapping[str, str], decimal: DecimalSign) -> tuple[dict[str, Any], dict[str, Wrong]]:
    """Read the form of a package into the columns of one; what cannot be taken is named by its box.

    Edges: only a membership has a cycle, and only a membership may be unlimited. It may expire on the day of its
    purchase, not before. A price of nothing is none.
    """
    prices: dict[str, Reader] = {"price_cents": or_blank(lambda text: read_cents(text, decimal)), "tax_ppm": read_ppm}
    values, problems = read_all(typed, {**READERS, **prices})
    values["price_cents"] = values.get("price_cents") or None
    is_membership = values.get("kind") == PassKind.MEMBERSHIP
    if not is_membership:
        values["cycle"] = None
        problems.pop("cycle", None)
        if "kind" in values and "quantity" in values and values["quantity"] is None:
            problems["quantity"] = Wrong("pass.needs_uses")
    bought, until = values.get("purchased_on"), values.get("expires_on")
    if bought and until and until < bought:
        problems["expires_on"] = Wrong("pass.ends_before")
    return values, problems


READERS: Mapping[str, Reader] = {
    "name": line(needed=True),
    "kind": choice(PassKind),
    "quantity": or_blank(whole(1, MOST_USES)),
    "cycle": choice(Cycle),
    "purchased_on": day("pass.day_wrong", YEARS),
    "expires_on": or_blank(day("pass.day_wrong", YEARS)),
}
