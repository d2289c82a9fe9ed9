"""The dialog in which the desk books a visit, takes a place in a class, or moves a visit."""

from typing import Any, Literal, NotRequired

import reflex as rx
from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from myaccount.domain.clinic_side import DESK
from myaccount.domain.grid import DAY, HOUR
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.desk import bookings as desk_bookings
from myaccount.services.desk import visits as desk
from myaccount.services.desk.bookings import Wanted, Who
from myaccount.services.desk.form import form as offer
from myaccount.services.desk.form import other_sittings
from myaccount.services.profiles import patients
from myaccount.state.access import staff_event
from myaccount.state.clinic.desk import DeskState
from myaccount.state.clinic.new_patient import FIELDS, NewPatientState
from myaccount.state.live import LiveState
from myaccount.state.notice import tell
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.schedule import BookingForm, Found

Field = Literal["staff_id", "treatment_id", "location_id", "day", "time"]


@with_config(ConfigDict(extra="forbid", strict=True))
class BookForm(TypedDict):
    """What the dialog sends. A box that is not there now is not sent, or is None.

    Practitioner, treatment and location are sent too, but what was chosen counts: their boxes show a choice only once
    it was answered, so that whoever is quick sends what they showed before.
    """

    person_id: NotRequired[str | None]
    staff_id: NotRequired[str | None]
    treatment_id: NotRequired[str | None]
    location_id: NotRequired[str | None]
    day: NotRequired[str | None]
    time: NotRequired[str | None]
    second: NotRequired[str | None]
    class_id: NotRequired[str | None]
    first_name: NotRequired[str | None]
    last_name: NotRequired[str | None]
    email: NotRequired[str | None]
    mobile: NotRequired[str | None]
    date_of_birth: NotRequired[str | None]
    others: NotRequired[str | None]


class DeskBookingState(rx.State):
    """What the dialog shows. `mode` is what it is for: "book", "seat", "move" or "reseat"; blank while it is closed.

    `about` is the visit or the class that it is about. The boxes hold what is typed; `version` grows when they are to
    start anew. `found` are the patients for the words `said`, and `patient` is who is chosen to begin with.
    """

    mode: str = ""
    about: str = ""
    version: int = 0
    staff_id: str = ""
    treatment_id: str = ""
    location_id: str = ""
    day: str = ""
    time: str = ""
    form: BookingForm = BookingForm()
    found: list[Found] = []
    said: str = ""
    patient: Found = Found()
    error: str = ""
    _subject: str = ""

    @staff_event()
    async def start(self, ctx: StaffContext, day: str) -> None:
        """Open the dialog with nothing but a day in it."""
        await self._open(ctx, "book", staff_id=ctx.own_staff_id or "", day=day)

    @staff_event()
    async def start_at(self, ctx: StaffContext, staff_id: str, day: str, minute: int) -> None:
        """Open it at an empty place of the schedule."""
        hour, rest = divmod(min(max(minute, 0), DAY - 1), HOUR)
        await self._open(ctx, "book", staff_id=staff_id, day=day, time=f"{hour:02}:{rest:02}")

    @staff_event()
    async def start_seat(self, ctx: StaffContext, class_id: str) -> None:
        """Open it for a place in a class."""
        sitting = await in_read(desk.sitting, ctx, class_id)
        await self._open(ctx, "seat", class_id, f"{sitting.what}, {sitting.day}, {sitting.time}")

    @staff_event()
    async def start_move(self, ctx: StaffContext, appointment_id: str) -> None:
        """Open it to give a visit another time, or a seat another sitting."""
        now = await in_read(desk_bookings.current, ctx, appointment_id)
        visit = await in_read(desk.one, ctx, appointment_id)
        about = f"{visit.who}, {visit.what}, {visit.day}, {visit.time}"
        chosen = {"staff_id": now.staff_id, "location_id": now.location_id, "day": now.day, "time": now.time}
        await self._open(ctx, "reseat" if visit.class_id else "move", appointment_id, about, **chosen)

    @staff_event()
    async def choose(self, ctx: StaffContext, field: Field, value: str) -> None:
        """Choose something in the dialog: what goes with it is offered, and what is out of the ordinary said."""
        set_vars(self, **{field: value[:64]})
        if field == "staff_id":
            self.location_id = ""
        self.error = ""
        await self._offer(ctx)

    @staff_event()
    async def find(self, ctx: StaffContext, words: str) -> None:
        """Find patients by what is typed."""
        results = await in_read(patients.search, ctx, words)
        set_vars(self, found=[Found(one.id, one.name, one.detail) for one in results.lines], said=words.strip())

    @staff_event(*DESK)
    async def take(self, ctx: StaffContext, person_id: str) -> None:
        """Book for somebody who is there already, and is like the one who was to be added."""
        newcomer = await self.get_state(NewPatientState)
        set_vars(
            self, patient=next((Found(one.id, one.name) for one in newcomer.alike if one.id == person_id), Found())
        )
        newcomer._close()
        newcomer.came_back = True

    @staff_event()
    async def save(self, ctx: StaffContext, form: BookForm) -> Any:
        """Book, or move. When that cannot be, the dialog says why and keeps what was chosen."""
        newcomer = await self.get_state(NewPatientState)
        typed = {name: str(form.get(name) or "") for name in FIELDS} if newcomer.is_open else None
        if typed is not None and await newcomer._refuses(ctx, typed):
            self.error = ""
            return None
        try:
            appointment_id = await self._save(ctx, form, form.get("person_id") or "" if typed is None else typed)
        except Refused as refused:
            self.error = say(f"refused.{refused.code}", ctx.lang, **refused.facts)
            return None
        return await self._saved(ctx, appointment_id)

    async def _saved(self, ctx: StaffContext, appointment_id: str) -> Any:
        """Close the dialog, and open what came of it in the panel."""
        said = "desk.moved" if self.mode in ("move", "reseat") else "desk.booked"
        await self._close()
        set_vars(await self.get_state(DeskState), visit=await in_read(desk.one, ctx, appointment_id))
        await tell(self, say(said, ctx.lang))
        return LiveState.refresh

    @staff_event()
    async def close(self, ctx: StaffContext) -> None:
        """Close the dialog; nothing was done."""
        await self._close()

    async def _save(self, ctx: StaffContext, form: BookForm, who: Who) -> str:
        if self.mode == "seat":
            return await in_tx(desk_bookings.book_seat, ctx, who, self._subject)
        if self.mode == "reseat":
            return await in_tx(desk_bookings.move_seat, ctx, self._subject, form.get("class_id") or "")
        wanted = Wanted(
            self.staff_id,
            self.treatment_id,
            self.location_id,
            form.get("day") or "",
            form.get("time") or "",
            form.get("second") == "yes",
        )
        if self.mode == "move":
            return await in_tx(desk_bookings.move, ctx, self._subject, wanted)
        return await in_tx(desk_bookings.book, ctx, who, wanted)

    async def _open(self, ctx: StaffContext, mode: str, subject: str = "", about: str = "", **chosen: str) -> None:
        await self._close()
        self._subject = subject
        set_vars(
            self, mode=mode, about=about, version=self.version + 1, **{name: one[:64] for name, one in chosen.items()}
        )
        if mode == "reseat":
            self.form = await in_read(other_sittings, ctx, subject)
        elif mode != "seat":
            await self._offer(ctx)

    async def _offer(self, ctx: StaffContext) -> None:
        wanted = Wanted(self.staff_id, self.treatment_id, self.location_id, self.day, self.time)
        offered = await in_read(offer, ctx, wanted, self._subject if self.mode == "move" else "")
        set_vars(self, form=offered, treatment_id=offered.treatment_id, location_id=offered.location_id)

    async def _close(self) -> None:
        (await self.get_state(NewPatientState))._close()
        set_vars(self, mode="", about="", staff_id="", treatment_id="", location_id="", day="", time="", error="")
        set_vars(self, form=BookingForm(), found=[], said="", patient=Found(), _subject="")
