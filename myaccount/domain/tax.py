"""Tax: per line, rounded half up to the cent, at a rate in parts per million."""

from myaccount.domain.money import WHOLE_PPM


def tax_on(cents: int, ppm: int) -> int:
    """Reckon the tax on an amount before tax.

    Money: whole cents, never negative. Edges: exactly half a cent is rounded up. Source: product rules, "Money".
    """
    return (cents * ppm * 2 + WHOLE_PPM) // (2 * WHOLE_PPM)


def tax_within(paid_cents: int, amount_cents: int, tax_cents: int) -> int:
    """Tell how much of what was paid on a line is its tax: in proportion, rounded half up.

    Money: `amount_cents` is before tax. Edges: the whole line paid is the whole tax; a line of nothing has none.
    """
    whole = amount_cents + tax_cents
    return (paid_cents * tax_cents * 2 + whole) // (2 * whole) if whole else 0


def tax_share(before_cents: int, paid_cents: int, amount_cents: int, tax_cents: int) -> int:
    """Tell how much of what was paid on a line is its tax, when so much had been paid on it before.

    Money: the shares of a line's parts add up to the tax within all of them, to the cent. Edges: the first part's is
    simply in proportion; a later one's may be a cent off that. Source: product rules, "Money".
    """
    paid = tax_within(before_cents + paid_cents, amount_cents, tax_cents)
    return paid - tax_within(before_cents, amount_cents, tax_cents)
