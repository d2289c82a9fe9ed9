"""The part of the booking dialog in which the desk adds a patient who is not there yet."""

import reflex as rx

from myaccount.domain.clinic_side import DESK
from myaccount.domain.patient_words import begun
from myaccount.services.context import StaffContext
from myaccount.services.profiles import patients
from myaccount.state.access import staff_event
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.patients import PatientLine

FIELDS = (*patients.NEW_FIELDS, patients.OTHERS)


class NewPatientState(rx.State):
    """Whether the dialog asks for a new patient, and what was turned back, as on the page of the patients.

    `begun` is what was searched for, by field: nobody types it twice. `came_back` is whether it asks for one who is
    there again, in a box that then has the focus.
    """

    is_open: bool = False
    came_back: bool = False
    begun: dict[str, str] = {}
    problems: dict[str, str] = {}
    alike: list[PatientLine] = []
    others: str = ""
    attempt: int = 0

    @staff_event(*DESK)
    async def begin(self, ctx: StaffContext, words: str) -> None:
        """Ask for a new patient; `words` are those that found nobody."""
        set_vars(self, is_open=True, begun=begun(words))

    @staff_event(*DESK)
    async def leave(self, ctx: StaffContext) -> None:
        """Look for a patient who is there after all."""
        self._close()
        self.came_back = True

    async def _refuses(self, ctx: StaffContext, typed: dict[str, str]) -> bool:
        """Say what is wrong with what was typed, or who may be the same person, if anything is."""
        checked = await in_read(patients.check, ctx, typed)
        set_vars(self, problems=checked.problems, alike=list(checked.alike))
        set_vars(self, others=" ".join(one.id for one in checked.alike) or typed.get(patients.OTHERS, ""))
        refused = bool(checked.problems or checked.alike)
        self.attempt += refused
        return refused

    def _close(self) -> None:
        set_vars(self, is_open=False, came_back=False, begun={}, problems={}, alike=[], others="")
