"""What the desk types of what somebody may do for a patient who has no account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from myaccount.domain.family import Label, Permission
from myaccount.domain.parsing import YES, FieldError, day, or_blank, ticked

WHO = "person_id"
"""The box for who may act."""

_BOX = "may_"


@dataclass(frozen=True)
class Grant:
    """What somebody may do, who the patient is to them, and the last day on which it holds; no day for no end."""

    permissions: frozenset[Permission] = frozenset()
    label: str = Label.CHILD.value
    expires_on: date | None = None


def box(permission: Permission) -> str:
    """Name the box of a permission."""
    return _BOX + permission.value


def shown(grant: Grant) -> dict[str, str]:
    """Spell a grant out for its boxes."""
    boxes = {box(one): ticked(one in grant.permissions) for one in Permission}
    return boxes | {"label": grant.label, "until": grant.expires_on.isoformat() if grant.expires_on else ""}


def read(typed: Mapping[str, str], labels: frozenset[str], today: date) -> tuple[Grant, dict[str, FieldError]]:
    """Read the boxes; what cannot be taken is named by its box. `labels` are those that may be chosen.

    Times: the last day is one of the clinic's calendar. Edges: today is allowed.
    """
    problems: dict[str, FieldError] = {}
    permissions = frozenset(one for one in Permission if typed.get(box(one)) == YES)
    if not permissions:
        problems["may"] = FieldError("refused.nothing_granted")
    if typed.get("label", "") not in labels:
        problems["label"] = FieldError("typed.choose")
    until = None
    try:
        until = _until(typed.get("until", ""), today)
    except FieldError as wrong:
        problems["until"] = wrong
    return Grant(permissions, typed.get("label", ""), until), problems


def _until(text: str, today: date) -> date | None:
    last: date | None = or_blank(day("refused.past_expiry"))(text)
    if last is not None and last < today:
        raise FieldError("refused.past_expiry")
    return last
