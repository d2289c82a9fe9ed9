"""The principal of an event: oneself, or somebody else for whom its tab acts. Decided for every event, by the gate."""

from dataclasses import dataclass

from myaccount.domain.family import ForOthers, NoLongerActing, NotForOthers, may
from myaccount.domain.people import full_name
from myaccount.domain.refusals import Refused
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.identity.sessions import ActiveSession
from myaccount.state.marks import Access, Kind, Mark


@dataclass(frozen=True)
class Principal:
    """The context of an event, whether the clinic acts, and why it is not done, if it is not."""

    ctx: PatientContext
    staff: StaffContext | None = None
    closed: Refused | None = None


def principal_of(found: ActiveSession, mark: Mark) -> Principal:
    """Decide as whom an event is done. What a handler does not say is open to others, is refused.

    Edges: who acted for somebody and may not any more does nothing with what that page still showed.
    """
    if mark.access is Access.STAFF:
        return Principal(found.ctx, found.staff)
    if found.lapsed and mark.kind is Kind.ACT and mark.others is not ForOthers.ONESELF:
        return Principal(found.ctx, closed=NoLongerActing(name=found.lapsed))
    other = found.for_other
    if other is None or other.acting is None:
        return Principal(found.ctx, found.staff)
    if mark.others is ForOthers.ONESELF:
        return Principal(found.ctx)
    if may(other.acting.permissions, mark.others):
        return Principal(other)
    return Principal(other, closed=NotForOthers(name=full_name(other.first_name, other.last_name)))
