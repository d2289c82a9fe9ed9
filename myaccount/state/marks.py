"""The mark that every handler carries: who may call it, with what, and what kind of event it is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from myaccount.domain.family import ForOthers, Permission
from myaccount.domain.people import Role

MARK = "__myaccount_access__"


class Access(StrEnum):
    """Who may call a handler."""

    PUBLIC = "public"
    PATIENT = "patient"
    STAFF = "staff"


class Kind(StrEnum):
    """What an event is: a person's act, the opening of a page (which a lost connection repeats), or a push."""

    ACT = "act"
    OPENING = "opening"
    PUSH = "push"


@dataclass(frozen=True)
class Mark:
    """What the gate must know of a handler.

    `others` is what opens it to somebody who acts for another: nothing does, unless it is said.
    """

    access: Access
    accepts: Callable[..., object]
    kind: Kind
    roles: frozenset[Role] = frozenset()
    others: Permission | ForOthers = ForOthers.NEVER

    def is_use(self, is_open_already: bool) -> bool:
        """Whether the event counts as use of the sign-in. A page that comes back by itself does not."""
        return self.kind is Kind.ACT or (self.kind is Kind.OPENING and not is_open_already)
