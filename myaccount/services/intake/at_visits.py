"""What the desk is to know of forms as their patients come: what is flagged, what waits still, and what is in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from myaccount.domain.forms.states import FormState
from myaccount.messages import say
from myaccount.models import Appointment
from myaccount.services.context import StaffContext
from myaccount.store import patient_forms as store


@dataclass(frozen=True)
class FormsOfVisits:
    """How many forms wait by person, how many a visit brought and are in, and the names of those that are flagged."""

    waiting: Mapping[str, int] = field(default_factory=Counter)
    arrived: Mapping[str, int] = field(default_factory=Counter)
    flagged: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, tx: Session, ctx: StaffContext, visits: Sequence[Appointment]) -> "FormsOfVisits":
        """Look up what matters to these visits."""
        if not visits:
            return cls()
        rows = store.of_visits(tx, ctx.clinic.id, {one.id: one.person_id for one in visits})
        is_in = [row for row in rows if row.state == FormState.SUBMITTED]
        flagged: dict[str, list[str]] = {}
        for row in store.flagged(tx, ctx.clinic.id, {one.person_id for one in visits}):
            flagged.setdefault(row.person_id, []).append(row.name)
        return cls(
            waiting=Counter(row.person_id for row in rows if row.state != FormState.SUBMITTED),
            arrived=Counter(row.appointment_id for row in is_in),
            flagged=flagged,
        )

    def alarm(self, visit: Appointment, ctx: StaffContext) -> str:
        """Say that answers are flagged that nobody at the desk has dealt with; blank for none."""
        names = self.flagged.get(visit.person_id, ())
        return say("today.flagged", ctx.lang, forms=", ".join(names)) if names else ""

    def line(self, visit: Appointment, ctx: StaffContext) -> str:
        """Say what waits for the patient still, or else that what the visit brought is in; blank for neither."""
        if count := self.waiting.get(visit.person_id, 0):
            return say("today.forms_wait.one" if count == 1 else "today.forms_wait", ctx.lang, count=count)
        count = self.arrived.get(visit.id, 0)
        return say("today.forms_in.one" if count == 1 else "today.forms_in", ctx.lang, count=count) if count else ""
