"""What a treatment may be."""

from collections.abc import Mapping
from typing import Any

from myaccount.domain.money import DecimalSign, read_cents, read_ppm
from myaccount.domain.parsing import FieldError, Parser, choice, line, parse_all, tick, whole
from myaccount.domain.superbills import issues_superbills, read_cpt

DAY_MINUTES = 24 * 60
MOST_SEATS = 10_000
KINDS = ("one_on_one", "class")
PLACES = ("in_person", "online")
STEP = 5


def read(typed: Mapping[str, str], decimal: DecimalSign, country: str) -> tuple[dict[str, Any], dict[str, FieldError]]:
    """Read the form of a treatment into the columns of one; what cannot be taken is named by its box.

    Edges: a class needs a capacity, and only a class has one. Only US clinics have codes of procedures.
    """
    values, problems = parse_all(typed, _parsers(decimal))
    values["online"] = values.pop("place", "") == "online"
    if values.get("kind") != "class":
        values["capacity"] = None
        problems.pop("capacity", None)
    values["cpt"] = values.get("cpt") or None
    if not issues_superbills(country):
        values["cpt"] = None
        problems.pop("cpt", None)
    return values, problems


def _parsers(decimal: DecimalSign) -> Mapping[str, Parser]:
    return {
        "name": line(needed=True),
        "discipline": line(),
        "minutes": whole(STEP, DAY_MINUTES, step=STEP),
        "buffer_minutes": whole(0, DAY_MINUTES, step=STEP),
        "price_cents": lambda text: read_cents(text, decimal),
        "tax_ppm": read_ppm,
        "kind": choice(KINDS),
        "capacity": whole(1, MOST_SEATS),
        "place": choice(PLACES),
        "book_online": tick,
        "cpt": read_cpt,
    }
