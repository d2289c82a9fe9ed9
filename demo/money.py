"""What Alice and Camille have paid for their visits, and the little that they still owe.

Alice's is a story for each thing that money does.
"""

from typing import Any

Item = dict[str, Any]
OWED = 0
METHODS = ("card", "card", "transfer", "card", "cash")
EARLY = 1500
"""What she paid too much once, in cents: it went towards the visit after that one."""
INSURED = 3000
"""What her insurer paid late of a visit that she had paid for: that much of her own money paid for the next one."""


def money(appointments: list[Item], treatments: list[Item]) -> tuple[list[Item], list[Item]]:
    """Write the invoices of the visits that Alice came to, and her payments; the latest visit is paid in small part."""
    kinds = {one["id"]: one for one in treatments}
    came = {
        int(one["id"].removeprefix("alice-")): one
        for one in appointments
        if one["patient"] == "alice" and one["state"] == "arrived" and one["id"][6:].isdigit()
    }
    cents = {number: _line(one, kinds)["amount_cents"] + _line(one, kinds)["tax_cents"] for number, one in came.items()}
    invoices = [
        {"id": f"i-{one['id']}", "patient": "alice", "issued": _day(one), "lines": [_line(one, kinds)]}
        for number, one in sorted(came.items(), reverse=True)
    ]
    billed, paid = _camilles(appointments, kinds)
    return [*invoices, *billed], [*_payments(came, cents), *paid]


def _camilles(appointments: list[Item], kinds: dict[str, Item]) -> tuple[list[Item], list[Item]]:
    """Write the invoices of Camille, who pays after each visit, and owes for her last one still."""
    came = [one for one in appointments if one["id"].startswith("camille-") and one["state"] == "arrived"]
    lines = [_line(one, kinds) for one in came]
    invoices = [
        {"id": f"i-{one['id']}", "patient": "camille", "issued": _day(one), "lines": [line]}
        for one, line in zip(came, lines, strict=True)
    ]
    payments = [
        {
            "id": f"p-{one['id']}",
            "patient": "camille",
            "received": _at(one),
            "method": METHODS[number % len(METHODS)],
            "amount_cents": line["amount_cents"] + line["tax_cents"],
            "entries": [{"apply": [{"invoice": f"i-{one['id']}", "cents": line["amount_cents"] + line["tax_cents"]}]}],
        }
        for number, (one, line) in enumerate(zip(came, lines, strict=True))
        if number != OWED
    ]
    return invoices, payments


def _payments(came: dict[int, Item], cents: dict[int, int]) -> list[Item]:
    told = {1, 5, 6, 7, 10, OWED}
    plain = [
        _paid(number, one, METHODS[number % len(METHODS)], cents[number], [_applied({number: cents[number]})])
        for number, one in came.items()
        if number not in told
    ]
    return [*plain, *_too_much(came, cents), *_insurer_came_late(came, cents), _on_the_wrong_visit(came, cents)]


def _too_much(came: dict[int, Item], cents: dict[int, int]) -> list[Item]:
    later = _applied({OWED: EARLY}) | {"at": _at(came[OWED])}
    return [_paid(1, came[1], "cash", cents[1] + EARLY, [_applied({1: cents[1]}), later])]


def _insurer_came_late(came: dict[int, Item], cents: dict[int, int]) -> list[Item]:
    """Two visits on one receipt, which became less when the insurer paid; what was freed paid for a third visit."""
    freed = {"unapply": [{"invoice": "i-alice-06", "cents": INSURED}], "at": _at(came[5], "09:30")}
    again = _applied({5: INSURED}) | {"at": _at(came[5])}
    both = {6: cents[6], 7: cents[7]}
    return [
        _paid(7, came[6], "card", sum(both.values()), [_applied(both), freed, again]),
        _paid(6, came[5], "insurer", INSURED, [_applied({6: INSURED})]),
        _paid(5, came[5], "card", cents[5] - INSURED, [_applied({5: cents[5] - INSURED})]),
    ]


def _on_the_wrong_visit(came: dict[int, Item], cents: dict[int, int]) -> Item:
    """A receipt that is hidden: it was for the wrong visit for a while."""
    part = {"cents": 1000}
    entries = [
        _applied({OWED: 1000}),
        {"unapply": [{"invoice": "i-alice-00", **part}]},
        _applied({10: cents[10]}),
    ]
    return _paid(10, came[10], "cheque", cents[10], entries)


def _line(visit: Item, kinds: dict[str, Item]) -> Item:
    kind = kinds[visit["treatment"]]
    tax = (kind["price_cents"] * kind["tax_ppm"] + 500_000) // 1_000_000
    return {
        "description": kind["name"],
        "amount_cents": kind["price_cents"],
        "tax_cents": tax,
        "appointment": visit["id"],
        "staff": visit["staff"],
    }


def _paid(number: int, visit: Item, method: str, cents: int, entries: list[Item]) -> Item:
    return {
        "id": f"p-alice-{number:02}-{method}",
        "patient": "alice",
        "received": _at(visit),
        "method": method,
        "amount_cents": cents,
        "entries": entries,
    }


def _applied(parts: dict[int, int]) -> Item:
    return {"apply": [{"invoice": f"i-alice-{number:02}", "cents": cents} for number, cents in parts.items()]}


def _day(visit: Item) -> str:
    return str(visit["start"].partition(" ")[0])


def _at(visit: Item, clock: str = "17:10") -> str:
    """Find the end of a visit's day, when it is paid for."""
    return f"{_day(visit)} {clock}"
