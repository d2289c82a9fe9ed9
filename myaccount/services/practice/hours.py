"""When somebody works: their weekly hours, which the owner and the front desk change."""

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session

from myaccount.domain import weekly_hours as rules
from myaccount.domain.clinic_side import DESK
from myaccount.domain.parsing import YES, FieldError, choice, parse_all, ticked
from myaccount.domain.refusals import NotFound
from myaccount.domain.weekly_hours import WEEKDAYS, Hours, Planned, lies_inside
from myaccount.messages import dates, say
from myaccount.models import Appointment, Location, Shift, Staff
from myaccount.services import form_merge
from myaccount.services.context import StaffContext
from myaccount.services.form_merge import word_problems
from myaccount.services.practice import changes as practice
from myaccount.services.practice.staff_list import hours_of
from myaccount.services.roles import only
from myaccount.services.trail.audit import Action
from myaccount.store import practice as store
from myaccount.views.practice import HoursRow, Outcome

DAY = "day."


def whose(tx: Session, ctx: StaffContext, staff_id: str) -> Staff:
    """Find somebody whose week one may see: everybody's for the owner and the front desk, else one's own.

    Raises: NotFound, also for who is archived.
    """
    staff = store.one(tx, Staff, ctx.clinic.id, staff_id)
    if staff.archived_at is not None or (ctx.role not in DESK and staff.id != ctx.staff_id):
        raise NotFound()
    return staff


def rows(tx: Session, ctx: StaffContext, staff_id: str) -> Sequence[HoursRow]:
    """List somebody's weekly hours, from Monday on."""
    names = {place.id: place.name for place in store.locations(tx, ctx.clinic.id)}
    return [
        HoursRow(
            id=shift.id,
            day=dates.weekday_name(shift.weekday, ctx.lang, whole=True),
            span=dates.clock_range(shift.opens, shift.closes, ctx.lang),
            place=names[shift.location_id],
            mode=say(f"hours.{shift.mode}", ctx.lang),
        )
        for shift in store.shifts(tx, ctx.clinic.id, staff_id)
    ]


def form(tx: Session, ctx: StaffContext, staff_id: str, shift_id: str) -> dict[str, str]:
    """Show hours to change; a blank id begins new ones. Raises: NotAllowed · NotFound."""
    only(ctx, *DESK)
    whose(tx, ctx, staff_id)
    if shift_id:
        shift = _own(tx, ctx, staff_id, shift_id)
        return _shown({shift.weekday}, f"{shift.opens:%H:%M}", f"{shift.closes:%H:%M}", shift.location_id, shift.mode)
    places = _places(tx, ctx)
    return _shown(set(), "09:00", "17:00", places[0].id if places else "", "bookable")


def put(tx: Session, ctx: StaffContext, staff_id: str, shift_id: str, typed: Mapping[str, str]) -> Outcome:
    """Write hours for every weekday that is ticked, in place of those of `shift_id` if there are any.

    Edges: hours that overlap others of the same person are refused, wherever they are; touching ones are not. No
    visit is changed. Raises: NotAllowed · NotFound.
    """
    merged = form_merge.merge(typed, form(tx, ctx, staff_id, shift_id))
    others = [one for one in store.shifts(tx, ctx.clinic.id, staff_id) if one.id != shift_id]
    wanted, problems = _read(tx, ctx, merged.values, others)
    if problems or merged.clashed:
        return Outcome(staff_id, word_problems(problems, ctx.lang), merged.clashed)
    replaced = _own(tx, ctx, staff_id, shift_id) if shift_id else None
    if replaced is not None and wanted == [hours_of(replaced)]:
        return Outcome(staff_id)
    if replaced is not None:
        tx.delete(replaced)
    tx.add_all(_row(ctx, staff_id, one) for one in wanted)
    tx.flush()
    _note(tx, ctx, staff_id, before=_coded([hours_of(replaced)] if replaced else []), after=_coded(wanted))
    return Outcome(staff_id, changed=True, touches=outside(tx, ctx, staff_id))


def remove(tx: Session, ctx: StaffContext, staff_id: str, shift_id: str) -> tuple[dict[str, str], str]:
    """Take hours away; give back what would bring them again, and what of the visits now lies outside."""
    fields = form(tx, ctx, staff_id, shift_id)
    shift = _own(tx, ctx, staff_id, shift_id)
    tx.delete(shift)
    tx.flush()
    _note(tx, ctx, staff_id, before=_coded([hours_of(shift)]), after="")
    return fields, outside(tx, ctx, staff_id)


def outside(tx: Session, ctx: StaffContext, staff_id: str) -> str:
    """Say how many booked visits lie outside the weekly hours; blank for none."""
    hours = [hours_of(shift) for shift in store.shifts(tx, ctx.clinic.id, staff_id)]
    coming = store.coming(tx, ctx.clinic.id, staff_id, ctx.now)
    count = sum(not lies_inside(_planned(one), hours) for one in coming)
    if count == 0:
        return ""
    return say("hours.outside_one" if count == 1 else "hours.outside", ctx.lang, count=count)


def _own(tx: Session, ctx: StaffContext, staff_id: str, shift_id: str) -> Shift:
    shift = store.one(tx, Shift, ctx.clinic.id, shift_id)
    if shift.staff_id != staff_id:
        raise NotFound()
    return shift


def _places(tx: Session, ctx: StaffContext) -> list[Location]:
    return [place for place in store.locations(tx, ctx.clinic.id) if place.archived_at is None]


def _shown(days: set[int], opens: str, closes: str, location_id: str, mode: str) -> dict[str, str]:
    ticks = {f"{DAY}{day}": ticked(day in days) for day in WEEKDAYS}
    return ticks | {"opens": opens, "closes": closes, "location": location_id, "mode": mode}


def _read(
    tx: Session, ctx: StaffContext, typed: Mapping[str, str], others: Iterable[Shift]
) -> tuple[list[Hours], dict[str, FieldError]]:
    """Read the boxes into hours for each ticked weekday."""
    places = {place.id: place.name for place in _places(tx, ctx)}
    readers = {
        "opens": rules.read_hour,
        "closes": rules.read_hour,
        "location": choice(places),
        "mode": choice(rules.MODES),
    }
    values, problems = parse_all(typed, readers)
    days = [day for day in WEEKDAYS if typed[f"{DAY}{day}"] == YES]
    if not days:
        problems["days"] = FieldError("hours.no_day")
    if not problems and values["opens"] >= values["closes"]:
        problems["closes"] = FieldError("hours.ends_before")
    if problems:
        return [], problems
    wanted = [Hours(day, values["opens"], values["closes"], values["location"], values["mode"]) for day in days]
    clash = next((o for o in map(hours_of, others) if any(one.overlaps(o) for one in wanted)), None)
    return wanted, {"opens": _overlap(clash, ctx)} if clash else {}


def _overlap(clash: Hours, ctx: StaffContext) -> FieldError:
    span = dates.clock_range(clash.opens, clash.closes, ctx.lang)
    return FieldError("hours.overlap", day=dates.weekday_name(clash.weekday, ctx.lang, whole=True), span=span)


def _row(ctx: StaffContext, staff_id: str, one: Hours) -> Shift:
    return Shift(
        clinic_id=ctx.clinic.id,
        staff_id=staff_id,
        location_id=one.location_id,
        weekday=one.weekday,
        opens=one.opens,
        closes=one.closes,
        mode=one.mode,
    )


def _coded(hours: Iterable[Hours]) -> str:
    """Write hours for the trail: weekday, from, to, location and mode, and nothing of a person."""
    return " ".join(f"{h.weekday}/{h.opens:%H:%M}-{h.closes:%H:%M}/{h.location_id}/{h.mode}" for h in hours)


def _note(tx: Session, ctx: StaffContext, staff_id: str, *, before: str, after: str) -> None:
    practice.note(tx, ctx, Action.HOURS_CHANGED, staff_id, before=before, after=after)


def _planned(one: Appointment) -> Planned:
    return Planned(one.starts_local, one.minutes, one.location_id, one.online)
