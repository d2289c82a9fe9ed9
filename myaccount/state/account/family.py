"""Family: who may act for the patient, whom they have invited, and for whom they may act."""

from collections.abc import Callable
from datetime import date

import reflex as rx

from myaccount.domain.family import FamilyOff, NobodyInvited, NothingGranted, PastExpiry, Permission, faults
from myaccount.domain.parsing import FieldError, day, or_blank
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.family import granting, inviting
from myaccount.services.family.page import page
from myaccount.state.access import opening_event, patient_event
from myaccount.state.caller import flash
from myaccount.state.notice import tell
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.family import FamilyPage, Granted, Invited

Typed = dict[str, str | bool]
AT_A_BOX = {NobodyInvited: "contact", NothingGranted: "what", PastExpiry: "until"}
"""Refusals that are said beside a box."""


@fills("/account/family")
class FamilyState(rx.State):
    """What the page shows. `form` is the one that is open: "new" for an invitation, "change" for `about`.

    `ending` is what the question before an end is about. `problems` stand beside the boxes that they are about, all
    at once; `attempt` grows when a form was turned back.
    """

    loaded: bool = False
    is_on: bool = False
    granted: list[Granted] = []
    invited: list[Invited] = []
    received: list[Granted] = []
    form: str = ""
    about: Granted = Granted()
    ending: Granted = Granted()
    gives_back: bool = False
    problems: dict[str, str] = {}
    attempt: int = 0

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page, and say what became of an invitation that led here."""
        self._close()
        await self._show(ctx)
        said = flash("family")
        if said:
            words = say(f"family.{said['typed']['done']}", ctx.lang, name=said["typed"].get("name", ""))
            await tell(self, words)

    @patient_event
    async def give(self, ctx: PatientContext) -> None:
        """Open the form for an invitation."""
        self._close()
        self.form = "new"

    @patient_event
    async def change(self, ctx: PatientContext, relationship_id: str) -> None:
        """Open the form for what somebody may do."""
        self._close()
        found = _one(self.granted, relationship_id)
        set_vars(self, about=found, form="change" if found.id else "")

    @patient_event
    async def send(self, ctx: PatientContext, form: Typed) -> None:
        """Send an invitation; only an open form does, so a double click sends one."""
        if self.form == "new":
            contact, label = str(form.get("contact", "")), str(form.get("label", ""))
            wrong = [*_unreachable(ctx, contact), *_terms(ctx, form)]
            if await self._taken(ctx, form, wrong, inviting.invite, contact, label):
                await self._done(ctx, "family.sent")

    @patient_event
    async def save(self, ctx: PatientContext, form: Typed) -> None:
        """Save what somebody may do."""
        if self.form == "change":
            about = self.about
            if await self._taken(ctx, form, _terms(ctx, form), granting.change, about.id):
                await self._done(ctx, "family.saved", about.name)

    @patient_event
    async def ask_end(self, ctx: PatientContext, relationship_id: str) -> None:
        """Ask before a permission is ended, by whichever of the two."""
        self._close()
        theirs = _one(self.received, relationship_id)
        set_vars(self, ending=theirs if theirs.id else _one(self.granted, relationship_id), gives_back=bool(theirs.id))

    @patient_event
    async def end(self, ctx: PatientContext) -> None:
        """End the permission that was asked about."""
        ending, key = self.ending, "family.gave_back" if self.gives_back else "family.ended"
        if ending.id:
            self._close()
            try:
                await in_tx(granting.revoke, ctx, ending.id)
            finally:
                await self._show(ctx)
            await self._done(ctx, key, ending.name)

    @patient_event
    async def withdraw(self, ctx: PatientContext, invitation_id: str) -> None:
        """Take an invitation back."""
        try:
            await in_tx(inviting.withdraw, ctx, invitation_id)
        finally:
            await self._show(ctx)
        await self._done(ctx, "family.withdrawn")

    @patient_event
    async def keep(self, ctx: PatientContext) -> None:
        """Close whatever is open, and leave things as they are."""
        self._close()

    async def _taken(
        self, ctx: PatientContext, form: Typed, wrong: list[Refused], use_case: Callable[..., None], *about: str
    ) -> bool:
        """Do what a form asks; what is `wrong` in its boxes is said there, and the form stays open."""
        if wrong:
            self.problems = {AT_A_BOX[type(one)]: say(f"refused.{one.code}", ctx.lang) for one in wrong}
            self.attempt += 1
            return False
        try:
            await in_tx(use_case, ctx, *about, permissions=_chosen(form), expires_on=_day(form))
        except Refused:
            self._close()
            raise
        return True

    async def _done(self, ctx: PatientContext, key: str, name: str = "") -> None:
        self._close()
        await self._show(ctx)
        await tell(self, say(key, ctx.lang, name=name))

    def _close(self) -> None:
        set_vars(self, form="", about=Granted(), ending=Granted(), gives_back=False, problems={})

    async def _show(self, ctx: PatientContext) -> None:
        try:
            shown, is_on = await in_read(page, ctx), True
        except FamilyOff:
            shown, is_on = FamilyPage(), False
            self._close()
        set_vars(self, granted=shown.granted, invited=shown.invited, received=shown.received, is_on=is_on, loaded=True)


def _one(rows: list[Granted], relationship_id: str) -> Granted:
    return next((row for row in rows if row.id == relationship_id), Granted())


def _chosen(form: Typed) -> frozenset[Permission]:
    return frozenset(one for one in Permission if form.get(one.value) in (True, "on", "true"))


def _day(form: Typed) -> date | None:
    """Read the last day. What is no day is none that is still to come."""
    try:
        until: date | None = or_blank(day("refused.past_expiry"))(str(form.get("until", "")))
    except FieldError:
        return date.min
    return until


def _terms(ctx: PatientContext, form: Typed) -> list[Refused]:
    return faults(_chosen(form), _day(form), ctx.today)


def _unreachable(ctx: PatientContext, contact: str) -> list[Refused]:
    try:
        inviting.whom(ctx, contact)
    except NobodyInvited as refused:
        return [refused]
    return []
