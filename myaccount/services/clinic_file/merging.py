"""Three words on one field: what the file said last time, what the portal says, and what the file says now."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any


def plain(value: Any) -> Any:
    """Bring a value to the form in which `imported` keeps it."""
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def changed_since(field: str, now: Mapping[str, Any], said_before: Mapping[str, Any]) -> bool:
    """Tell whether somebody changed a field since the file spoke of it last."""
    return field in said_before and plain(now[field]) != said_before[field]


def merge(
    says_now: Mapping[str, Any], before: Mapping[str, Any] | None, said_before: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Choose the value of each field: the file's, unless somebody changed it since to something else.

    Gives back the values, and the names of the fields that stay as they were.
    """
    if before is None:
        return dict(says_now), []
    changed = [name for name in says_now if changed_since(name, before, said_before)]
    kept = [name for name in changed if before[name] != says_now[name]]
    return {**says_now, **{name: before[name] for name in kept}}, kept
