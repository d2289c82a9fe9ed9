"""Time off: the owner and the front desk note everybody's, a practitioner their own."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from sqlmodel import Session

from myaccount.clock import zone_data_version
from myaccount.domain.parsing import FieldError, choice, line, parse_all
from myaccount.domain.time_off import NoSuchSpan, Span, read_day, read_time, span
from myaccount.messages import dates, say
from myaccount.models import TimeOff
from myaccount.services import form_merge
from myaccount.services.context import StaffContext
from myaccount.services.form_merge import word_problems
from myaccount.services.practice import changes as practice
from myaccount.services.practice.hours import whose
from myaccount.services.trail.audit import Action
from myaccount.store import practice as store
from myaccount.views.practice import OffRow, Outcome

NOTE = 500


def rows(tx: Session, ctx: StaffContext, staff_id: str) -> Sequence[OffRow]:
    """List somebody's time off that is not over, soonest first. Patients see none of it."""
    several = len(zones(tx, ctx)) > 1
    found = store.time_off(tx, ctx.clinic.id, staff_id, ctx.now)
    return [OffRow(one.id, _when(one, ctx, told_zone=several), one.note) for one in found]


def zones(tx: Session, ctx: StaffContext) -> list[str]:
    """List the zones of the clinic's locations, whose wall time can be meant; the clinic's own when it has none."""
    places = [place for place in store.locations(tx, ctx.clinic.id) if place.archived_at is None]
    return list(dict.fromkeys(place.time_zone for place in places)) or [ctx.clinic.time_zone]


def form(tx: Session, ctx: StaffContext) -> dict[str, str]:
    """Begin new time off."""
    blank = dict.fromkeys(("from_day", "from_time", "to_day", "to_time", "note"), "")
    return blank | {"zone": zones(tx, ctx)[0]}


def add(tx: Session, ctx: StaffContext, staff_id: str, typed: Mapping[str, str]) -> Outcome:
    """Note time off: whole days where no time is given, and one day where no last one is. No visit is changed.

    Times: on the wall clock of a location. Edges: an end at or before the start is refused, and so is a time that the
    clocks skip. Raises: NotFound.
    """
    whose(tx, ctx, staff_id)
    merged = form_merge.merge(typed, form(tx, ctx))
    found, problems = _read(merged.values, zones(tx, ctx))
    if found is None:
        return Outcome(staff_id, word_problems(problems, ctx.lang))
    row = _row(ctx, staff_id, found, merged.values["zone"], merged.values["note"])
    tx.add(row)
    tx.flush()
    practice.note(tx, ctx, Action.TIME_OFF_ADDED, row.id, **_coded(row))
    return Outcome(staff_id, changed=True, touches=_inside(tx, ctx, row))


def remove(tx: Session, ctx: StaffContext, off_id: str) -> dict[str, str]:
    """Take time off back; give back what would note it again. Raises: NotFound."""
    row = store.one(tx, TimeOff, ctx.clinic.id, off_id)
    whose(tx, ctx, row.staff_id)
    tx.delete(row)
    practice.note(tx, ctx, Action.TIME_OFF_REMOVED, row.id, **_coded(row))
    return _fields(row)


def _fields(row: TimeOff) -> dict[str, str]:
    found = _span(row)
    whole = found.is_whole_days
    return {
        "from_day": f"{row.starts_local:%Y-%m-%d}",
        "from_time": "" if whole else f"{row.starts_local:%H:%M}",
        "to_day": f"{found.last_local if whole else row.ends_local:%Y-%m-%d}",
        "to_time": "" if whole else f"{row.ends_local:%H:%M}",
        "zone": row.zone,
        "note": row.note,
    }


def _span(row: TimeOff) -> Span:
    return Span(row.starts_local, row.ends_local, row.starts_at, row.ends_at)


def _read(typed: Mapping[str, str], known: Sequence[str]) -> tuple[Span | None, dict[str, FieldError]]:
    readers = {
        "from_day": read_day, "from_time": read_time, "to_time": read_time, "zone": choice(known),
        "note": line(longest=NOTE, lines=True),
    }  # fmt: skip
    if typed["to_day"]:
        readers["to_day"] = read_day
    values, problems = parse_all(typed, readers)
    if problems:
        return None, problems
    first: tuple[date, time | None] = values["from_day"], values["from_time"]
    last: tuple[date, time | None] = values.get("to_day", values["from_day"]), values["to_time"]
    try:
        return span(first, last, values["zone"]), {}
    except NoSuchSpan as impossible:
        return None, {impossible.box: impossible.wrong}


def _row(ctx: StaffContext, staff_id: str, found: Span, zone: str, note: str) -> TimeOff:
    return TimeOff(
        clinic_id=ctx.clinic.id,
        staff_id=staff_id,
        starts_local=found.starts_local,
        ends_local=found.ends_local,
        zone=zone,
        zone_data=zone_data_version(),
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        note=note.strip(),
    )


def _when(row: TimeOff, ctx: StaffContext, *, told_zone: bool) -> str:
    found = _span(row)
    first, last = found.starts_local, found.last_local
    if found.is_whole_days:
        days = [dates.short_day(day, ctx.lang) for day in dict.fromkeys((first.date(), last.date()))]
        said = say("off.days", ctx.lang, first=days[0], last=days[1]) if len(days) > 1 else days[0]
    elif first.date() == last.date():
        said = f"{dates.short_day(first, ctx.lang)}, {dates.time_range(first, found.ends_local, ctx.lang)}"
    else:
        ends = dates.day_and_time(found.ends_local, ctx.lang)
        said = say("off.days", ctx.lang, first=dates.day_and_time(first, ctx.lang), last=ends)
    return f"{said}, {dates.zone_time(row.zone, ctx.lang)}" if told_zone else said


def _inside(tx: Session, ctx: StaffContext, row: TimeOff) -> str:
    coming = store.coming(tx, ctx.clinic.id, row.staff_id, ctx.now)
    count = sum(one.starts_at < row.ends_at and row.starts_at < one.ends_at for one in coming)
    if count == 0:
        return ""
    return say("off.inside_one" if count == 1 else "off.inside", ctx.lang, count=count)


def _coded(row: TimeOff) -> dict[str, str]:
    return {"staff": row.staff_id, "from": row.starts_at.isoformat(), "to": row.ends_at.isoformat()}
