"""Who an event comes from, and whom it is for: noted by the gate, read by what runs behind it."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from myaccount.domain.refusals import Refused
from myaccount.services.context import ClinicContext, PatientContext, StaffContext


@dataclass(frozen=True)
class Caller:
    """What is known of an event. `other` is for whom else its tab acts; `closed` why the event is not done.

    `fallen_back` says that the tab acted for somebody and may not any more; `flash` what the last plain form said.
    """

    ctx: ClinicContext
    staff: StaffContext | None = None
    other: PatientContext | None = None
    closed: Refused | None = None
    fallen_back: str = ""
    flash: dict[str, Any] = field(default_factory=dict)


_caller: ContextVar[Caller] = ContextVar("caller")


def note(caller: Caller) -> None:
    """Note who the event at hand comes from."""
    _caller.set(caller)


def caller() -> Caller:
    """Tell who the event at hand comes from."""
    return _caller.get()


def acting_staff() -> StaffContext | None:
    """Tell who of the clinic a push is for; None for whoever has no role."""
    return _caller.get().staff


def acting_for() -> PatientContext | None:
    """Tell for whom else the tab acts that an event came from; None where it acts for whoever is signed in."""
    return _caller.get().other


def has_fallen_back() -> bool:
    """Tell whether the tab of an event acted for somebody, and may not any more."""
    return bool(_caller.get().fallen_back)


def flash(*pages: str) -> dict[str, Any]:
    """Read what the last plain form said to the page that follows it; nothing where it spoke to another one."""
    said = _caller.get().flash
    return said if said.get("page") in pages else {}
