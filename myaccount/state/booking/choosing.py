"""Book an Appointment: choosing what, with whom, where and when."""

from datetime import date
from typing import Literal
from urllib.parse import quote, urlencode

import reflex as rx

from myaccount.domain.booking import BookingOff, ClassFull, LimitReached, SignInRequired, SlotTaken
from myaccount.domain.family import Permission
from myaccount.domain.refusals import CannotMove, NotFound
from myaccount.messages import say
from myaccount.services.booking import holds, search
from myaccount.services.booking.criteria import SearchCriteria, SlotRequest
from myaccount.services.booking.page import page as booking_page
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.state.access import public_family_event, public_family_opening_event
from myaccount.state.booking.held import HeldState
from myaccount.state.booking.newcomer import NewcomerState
from myaccount.state.booking.prepaying import PrepayState
from myaccount.state.booking.wait_list import WaitListState
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.booking import ANYBODY, DayChoice, LocationChoice, PractitionerChoice, TimeChoice, TreatmentChoice

DAYS_AT_FIRST = 14
Step = Literal["what", "who", "where", "when"]


@fills("/book", for_everybody=True)
class BookingState(rx.State):
    """What there is to choose, and what has been chosen. `step` is the question that is open.

    `who_first` when the practitioner is chosen before the treatment.
    `instead` says that nothing is free on the day of a link, and `so_far` spells what has been chosen, for a link back.
    `staff_id` is "anybody" when it does not matter who. `closed` says why nothing can be booked. `moving` is the visit
    that is given another time. `taken` says that somebody else was quicker, and `nearest` what is close to that time.
    `_chosen` is what was chosen of treatment, practitioner and place; what is shown of them may follow from that.
    """

    loaded: bool = False
    step: str = "what"
    who_first: bool = False
    closed: str = ""
    sign_in_first: bool = False
    unknown: bool = False
    treatments: list[TreatmentChoice] = []
    practitioners: list[PractitionerChoice] = []
    locations: list[LocationChoice] = []
    treatment: TreatmentChoice = TreatmentChoice()
    practitioner: PractitionerChoice = PractitionerChoice()
    location: LocationChoice = LocationChoice()
    days: list[DayChoice] = []
    has_more_days: bool = False
    several_practitioners: bool = False
    several_locations: bool = False
    day: str = ""
    day_label: str = ""
    instead: str = ""
    times: list[TimeChoice] = []
    zone_line: str = ""
    taken: bool = False
    nearest: list[TimeChoice] = []
    moving: str = ""
    moving_label: str = ""
    so_far: str = ""
    _chosen: tuple[str, str, str] = ("", "", "")
    _asked: str = ""
    _asked_day: str = ""
    _all_days: bool = False

    @public_family_opening_event(Permission.BOOKINGS)
    @framed
    async def load(self, ctx: ClinicContext) -> None:
        """Open the page. What a link asks for is chosen; what is held is shown again."""
        await self._open(ctx)

    async def _open(self, ctx: ClinicContext) -> None:
        asked = self.router.url.query_parameters
        held = await self.get_state(HeldState)
        if isinstance(ctx, PatientContext) and await in_read(holds.is_held, ctx, ctx.guest_id):
            await in_tx(holds.adopt, ctx, ctx.guest_id)  # held before they signed in
        if str(asked) != self._asked or not self.loaded or held._left:
            self._asked = str(asked)
            held._begin()
            self._asked_day = search.asked_day(asked.get("date", ""))
            self._choose(asked.get("treatment", ""), asked.get("staff", ""), asked.get("location", ""))
            self.who_first, self.moving = False, asked.get("move", "")
            (await self.get_state(PrepayState))._begin()
        await self._show(ctx)
        await (await self.get_state(PrepayState))._resume(ctx, held.review)

    @public_family_event(Permission.BOOKINGS)
    async def begin_with(self, ctx: ClinicContext, step: Literal["what", "who"]) -> None:
        """Choose which of the two to choose first: the treatment, or the practitioner."""
        self.who_first = step == "who"
        self._choose("", "", self._chosen[2])
        await self._show(ctx)

    @public_family_event(Permission.BOOKINGS)
    async def choose_treatment(self, ctx: ClinicContext, treatment_id: str) -> None:
        """Choose what to book. What was chosen of the rest stays if it goes with it."""
        self._choose(treatment_id, *self._chosen[1:])
        await self._show(ctx)

    @public_family_event(Permission.BOOKINGS)
    async def choose_staff(self, ctx: ClinicContext, staff_id: str) -> None:
        """Choose with whom; "anybody" for whoever is free first."""
        self._choose(self._chosen[0], staff_id, self._chosen[2])
        await self._show(ctx)

    @public_family_event(Permission.BOOKINGS)
    async def choose_location(self, ctx: ClinicContext, location_id: str) -> None:
        """Choose where."""
        self._choose(*self._chosen[:2], location_id)
        await self._show(ctx)

    @public_family_event(Permission.BOOKINGS)
    async def change(self, ctx: ClinicContext, step: Step) -> None:
        """Go back to a question."""
        what, who, where = self._chosen
        kept = {"what": ("", who if self.who_first else "", ""), "who": (what, "", where)}
        self.who_first = self.who_first or (step == "who" and not what)
        self._choose(*kept.get(step, (what, who, "")))
        await self._show(ctx)

    @public_family_event(Permission.BOOKINGS)
    async def choose_day(self, ctx: ClinicContext, day: str) -> None:
        """Choose the day."""
        set_vars(self, day=day[:10], taken=False)
        self._asked_day = ""
        await self._show(ctx)

    @public_family_event(Permission.BOOKINGS)
    async def more_days(self, ctx: ClinicContext) -> None:
        """Show all the days that can be booked."""
        self._all_days = True
        await self._show(ctx)

    @public_family_event(Permission.BOOKINGS)
    async def choose_time(self, ctx: ClinicContext, at: int, staff_id: str, class_id: str) -> None:
        """Choose the time: it is held for five minutes."""
        (await self.get_state(PrepayState))._begin()
        set_vars(self, taken=False, nearest=[])
        try:
            await self._hold(ctx, SlotRequest(self.treatment.id, self.location.id, staff_id, at, class_id))
        except (SlotTaken, ClassFull):
            await self._find_nearest(ctx, at)
        await self._show(ctx)

    async def _hold(self, ctx: ClinicContext, request: SlotRequest) -> None:
        """Hold a time, or note it for the visit that is to be moved, which keeps its own until then."""
        held = await self.get_state(HeldState)
        held._begin()
        if self.moving:
            held._propose(self.moving, request)
        else:
            await in_tx(holds.hold, ctx, request, ctx.guest_id)

    async def _find_nearest(self, ctx: ClinicContext, at: int) -> None:
        found = await in_read(search.nearest, ctx, self._criteria(), at, ctx.guest_id)
        set_vars(self, taken=True, nearest=list(found))

    async def _show(self, ctx: ClinicContext) -> None:
        held = await self.get_state(HeldState)
        await held._show(ctx)
        await (await self.get_state(PrepayState))._show(ctx, held.review)
        await (await self.get_state(NewcomerState))._show(ctx)
        if held._is_open():
            set_vars(self, loaded=True, closed="", sign_in_first=False)
            return
        try:
            await self._offer(ctx)
            await self._free(ctx)
            set_vars(self, closed="", sign_in_first=False)
            if held._missed:
                await self._find_nearest(ctx, held._missed)
                held._missed = 0
        except (BookingOff, CannotMove, LimitReached, NotFound, SignInRequired) as refused:
            said = say(f"refused.{refused.code}", ctx.lang, **refused.facts)
            set_vars(self, closed=said, sign_in_first=isinstance(refused, SignInRequired), step="closed")
        set_vars(self, loaded=True, so_far=self._so_far())

    def _so_far(self) -> str:
        chosen = dict(zip(("treatment", "staff", "location"), self._chosen, strict=True))
        said = {name: value for name, value in (chosen | {"date": self._asked_day}).items() if value}
        return quote(f"?{urlencode(said)}") if said else ""

    async def _offer(self, ctx: ClinicContext) -> None:
        shown = await in_read(booking_page, ctx, *self._chosen, self.moving, who_first=self.who_first)
        self._chosen = shown.chosen
        set_vars(
            self,
            treatments=list(shown.treatments),
            practitioners=list(shown.practitioners),
            locations=list(shown.locations),
            treatment=shown.treatment,
            practitioner=shown.practitioner,
            location=shown.location,
            unknown=shown.unknown,
            moving=shown.moving,
            moving_label=shown.moving_label,
            zone_line=shown.zone_line,
            step=shown.step,
            several_practitioners=len(shown.practitioners) > 1,
            several_locations=len(shown.locations) > 1,
        )

    async def _free(self, ctx: ClinicContext) -> None:
        if self.step != "when":
            set_vars(self, days=[], times=[], day_label="", instead="")
            return
        days = await in_read(search.days, ctx, self._criteria(), ctx.guest_id)
        opened = search.opened(days, self.day, self._asked_day, ctx)
        shown = days if self._all_days else days[: max(DAYS_AT_FIRST, opened.place + 1)]
        day = date.fromisoformat(opened.day) if days else None
        times = await in_read(search.times, ctx, self._criteria(), day, ctx.guest_id) if day else ()
        await (await self.get_state(WaitListState))._show(ctx, self._criteria())
        set_vars(self, days=list(shown), has_more_days=len(days) > len(shown), times=list(times))
        set_vars(self, day=opened.day, day_label=opened.label, instead=opened.instead)

    def _criteria(self) -> SearchCriteria:
        staff_id = "" if self.practitioner.id == ANYBODY else self.practitioner.id
        return SearchCriteria(self.treatment.id, self.location.id, staff_id, self.moving)

    def _choose(self, treatment_id: str, staff_id: str, location_id: str) -> None:
        self._chosen = (treatment_id, staff_id, location_id)
        self.treatment = TreatmentChoice(id=treatment_id)
        self.practitioner = PractitionerChoice(id=staff_id)
        self.location = LocationChoice(id=location_id)
        set_vars(self, day="", taken=False, nearest=[])
        self._all_days = False
