"""How the desk words a visit. Times are those of the clocks where the visit takes place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.call_attendance import CallPhase, CallStatus
from myaccount.domain.calls import may_begin, meeting_place
from myaccount.domain.desk import Act, offered
from myaccount.domain.people import full_name
from myaccount.domain.time import day_starts, wall_time
from myaccount.messages import dates, say
from myaccount.models import Appointment, ClassSession, Location
from myaccount.services.context import StaffContext
from myaccount.services.visits.facts import facts_of
from myaccount.views.schedule import Choice, DeskRow


@dataclass(frozen=True)
class Names:
    """What a clinic's practitioners and locations are called, by id, and whether its clocks differ.

    `links` are where practitioners meet patients online, if not in the portal.
    """

    staff: Mapping[str, str]
    links: Mapping[str, str | None]
    places: Mapping[str, str]
    has_zones: bool

    @classmethod
    def of(cls, team: Sequence[Row[Any]], locations: Sequence[Location]) -> "Names":
        """Take the names from rows."""
        return cls(
            staff={one.id: full_name(one.first_name, one.last_name) for one in team},
            links={one.id: one.video_link for one in team},
            places={one.id: one.name for one in locations},
            has_zones=len({one.time_zone for one in locations if one.archived_at is None}) > 1,
        )

    def place(self, row: Appointment | ClassSession) -> str:
        """Name a visit's place. Edges: blank when the clinic has no other."""
        return self.places.get(row.location_id, "") if len(self.places) > 1 else ""


def ends_local(row: Appointment | ClassSession) -> datetime:
    """Tell what the clocks show when a visit ends. Times: those of the visit's place; without a zone."""
    return wall_time(row.ends_at, row.zone).local


def time_line(row: Appointment | ClassSession, names: Names, ctx: StaffContext) -> str:
    """Say from when to when; the city as well where the clinic's clocks differ."""
    line = dates.time_range(row.starts_local, ends_local(row), ctx.lang)
    if row.fold:
        line += f" ({say('desk.second_time', ctx.lang)})"
    return f"{line}, {dates.zone_time(row.zone, ctx.lang)}" if names.has_zones else line


def state_word(row: Appointment, ctx: StaffContext) -> str:
    """Say a visit's state in a word."""
    return say(f"desk.state.{row.state}", ctx.lang)


def acts_of(row: Appointment, ctx: StaffContext) -> frozenset[Act]:
    """Judge what staff may do with a visit now."""
    midnight = day_starts(row.starts_local.date(), row.zone)
    by_staff = row.cancelled_by_id is not None
    return offered(facts_of(row), midnight, ctx.now, by_staff=by_staff)


def desk_row(
    found: Row[Any], names: Names, ctx: StaffContext, *, is_next: bool = False, call: CallStatus | None = None
) -> DeskRow:
    """Word a visit for a list. `call` is how its call stands."""
    row: Appointment = found.Appointment
    acts = acts_of(row, ctx)
    who, time = full_name(found.first_name, found.last_name), time_line(row, names, ctx)
    word = state_word(row, ctx)
    return DeskRow(
        id=row.id,
        person_id=row.person_id,
        name=f"{time}, {who}, {found.treatment}, {word.lower()}",
        time=time,
        who=who,
        what=found.treatment,
        practitioner=names.staff.get(row.staff_id, ""),
        place=say("visit.online", ctx.lang) if row.online else names.place(row),
        state=row.state,
        state_word=word,
        is_next=is_next,
        is_online=row.online,
        arrive=Act.ARRIVE in acts,
        miss=Act.MISS in acts,
        undo=Act.UNDO in acts,
        call_line=_call_line(call, row, ctx) if call else "",
        call_hint=_call_hint(call, ctx) if call else "",
        begin_url=begin_url(row, names, ctx),
    )


def begin_url(row: Appointment, names: Names, ctx: StaffContext) -> str:
    """Tell where a practitioner joins the call of their visit; blank for others, and while it is closed."""
    link, server = names.links.get(row.staff_id), ctx.clinic.video_server
    place = meeting_place(row.call_url, link, ctx.settings.online_provider, server, is_class=bool(row.class_id))
    is_open = may_begin(facts_of(row, has_call=place is not None), ctx.now)
    return f"/visit/{row.id}" if row.staff_id == ctx.staff_id and is_open else ""


def _call_line(call: CallStatus, row: Appointment, ctx: StaffContext) -> str:
    at = dates.time_of_day(wall_time(call.since, row.zone).local, ctx.lang)
    return say(f"desk.call.{call.phase}", ctx.lang, time=at)


def _call_hint(call: CallStatus, ctx: StaffContext) -> str:
    if not call.is_long:
        return ""
    return say(f"desk.call.long_{'patient' if call.phase is CallPhase.PATIENT_WAITS else 'practitioner'}", ctx.lang)


def counted(rows: Sequence[Row[Any]]) -> tuple[int, int]:
    """Count the visits of a day, and who of them has arrived. Edges: cancelled visits and holds are not counted."""
    arrived = sum(row.Appointment.state == AppointmentState.ARRIVED for row in rows)
    others = (AppointmentState.BOOKED, AppointmentState.NO_SHOW)
    return arrived + sum(row.Appointment.state in others for row in rows), arrived


def staff_choices(team: Sequence[Row[Any]]) -> list[Choice]:
    """List the practitioners to choose from."""
    return [Choice(one.id, full_name(one.first_name, one.last_name)) for one in team if one.archived_at is None]


def location_choices(locations: Sequence[Location]) -> list[Choice]:
    """List the locations to choose from. Edges: none when there is only one."""
    now_used = [Choice(one.id, one.name) for one in locations if one.archived_at is None]
    return now_used if len(now_used) > 1 else []
