"""Tables that leave the portal as files for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""


def table(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as comma-separated values that a spreadsheet takes for nothing but text and numbers.

    Edges: what begins as a formula would gets an apostrophe in front. Source: OWASP, "CSV Injection"; RFC 4180.
    """
    out = io.StringIO()
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return _MARK + out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_BEGINS_A_FORMULA) else cell
