"""The clinic's patients: found, opened recently, added."""

import reflex as rx

from myaccount.domain.clinic_side import DESK
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.profiles import patients
from myaccount.state.access import staff_event, staff_opening_event
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.patients import PatientLine, PatientResults


@fills("/clinic/patients")
class PatientsState(rx.State):
    """What the search page shows: who was found by `words`, or without any, who was opened recently.

    `told` says how many were found. `adding` shows the form for a new patient, whose `problems` are by field; `alike`
    are those who may be the same person, `others` their ids, and `attempt` grows when the form was turned back.
    """

    loaded: bool = False
    words: str = ""
    lines: list[PatientLine] = []
    told: str = ""
    can_add: bool = False
    adding: bool = False
    problems: dict[str, str] = {}
    alike: list[PatientLine] = []
    others: str = ""
    attempt: int = 0

    @staff_opening_event()
    @framed
    async def load(self, ctx: StaffContext) -> None:
        """Open the page."""
        self.words = ""
        self._close()
        await self._show(ctx)

    @staff_event()
    async def search(self, ctx: StaffContext, words: str) -> None:
        """Look for patients."""
        self.words = words
        await self._show(ctx)

    @staff_event(*DESK)
    async def begin(self, ctx: StaffContext) -> None:
        """Begin to add a patient."""
        self.adding = True

    @staff_event(*DESK)
    async def keep_out(self, ctx: StaffContext) -> None:
        """Add nobody after all."""
        self._close()

    @staff_event(*DESK)
    async def add(self, ctx: StaffContext, form: dict[str, str]) -> rx.event.EventSpec | None:
        """Add a patient and open the profile, unless something is wrong or somebody may be the same person."""
        checked = await in_read(patients.check, ctx, form)
        if checked.problems or checked.alike:
            self.problems, self.alike = checked.problems, list(checked.alike)
            self.others = " ".join(one.id for one in checked.alike)
            self.attempt += 1
            return None
        made = await in_tx(patients.create, ctx, form)
        self._close()
        return rx.redirect(f"/clinic/patients/{made}")

    async def _show(self, ctx: StaffContext) -> None:
        asks = bool(self.words.strip())
        found = await (in_read(patients.search, ctx, self.words) if asks else in_read(patients.recent, ctx))
        told = _told(found, ctx) if asks else ""
        set_vars(self, lines=list(found.lines), told=told, can_add=ctx.role in DESK, loaded=True)

    def _close(self) -> None:
        set_vars(self, adding=False, problems={}, alike=[], others="")


def _told(found: PatientResults, ctx: StaffContext) -> str:
    count = len(found.lines)
    if found.has_more:
        return say("patients.more" if count == patients.AT_MOST else "patients.too_many", ctx.lang, count=count)
    if not count:
        return say("patients.none_found", ctx.lang)
    return say("patients.one" if count == 1 else "patients.many", ctx.lang, count=count)
