"""What a patient sees of their waiting, and the desk of everybody's."""

from sqlmodel import Session

from myaccount.domain.people import full_name
from myaccount.domain.time import wall_time
from myaccount.domain.wait_list import WaitState
from myaccount.messages import dates, say
from myaccount.models import WaitEntry, WaitOffer
from myaccount.services.booking.coverage import coverage_of
from myaccount.services.booking.criteria import SearchCriteria
from myaccount.services.booking.payment_lines import asks_line
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.visits.times import names_zone, span_line
from myaccount.services.wait_list.joining import is_same, suggested
from myaccount.services.wait_list.offers import is_free, moved_by
from myaccount.store import offers as offered
from myaccount.store import wait_list as store
from myaccount.views.wait_list import JoinForm, Offered, Waiting, WaitLine, WaitPage


def shown(tx: Session, ctx: PatientContext) -> WaitPage:
    """Show what a patient waits for, and what they are offered now. Nothing where the clinic has no wait list."""
    if not ctx.settings.wait_list:
        return WaitPage()
    entries = {one.id: one for one in store.own(tx, ctx.clinic.id, ctx.person_id, states=[WaitState.WAITING.value])}
    made = [one for one in store.open_offers(tx, ctx.clinic.id, ctx.person_id, ctx.now) if one.entry_id in entries]
    offers = [one for one in made if is_free(tx, ctx, one, entries[one.entry_id])]
    return WaitPage(
        is_on=True,
        waiting=tuple(_waiting(tx, ctx, one) for one in entries.values()),
        offers=tuple(_offer(tx, ctx, one, entries[one.entry_id]) for one in offers),
        next_change=min((one.expires_at for one in offers), default=None),
    )


def form(tx: Session, ctx: PatientContext, criteria: SearchCriteria) -> JoinForm:
    """Show the boxes for joining, filled with what is likely. Blank where nothing can be waited for."""
    place = next((one for one in offered.locations(tx, ctx.clinic.id) if one.id == criteria.location_id), None)
    if place is None or not ctx.settings.wait_list:
        return JoinForm()
    first, last, most = (day.isoformat() for day in suggested(ctx, place.time_zone))
    entries = store.own(tx, ctx.clinic.id, ctx.person_id, states=[WaitState.WAITING.value])
    waits = next((_days(one, ctx) for one in entries if is_same(one, criteria)), "")
    return JoinForm(first, last, most, waits)


def everybody(tx: Session, ctx: StaffContext) -> list[WaitLine]:
    """List who waits at the clinic, the first to join first. To a practitioner, nobody: it opens profiles."""
    if not ctx.settings.wait_list or ctx.own_staff_id is not None:
        return []
    return [
        WaitLine(
            one.WaitEntry.person_id,
            full_name(one.first_name, one.last_name),
            f"{one.treatment}, {_with(tx, ctx, one.WaitEntry.staff_id)}",
            _days(one.WaitEntry, ctx),
            one.WaitEntry.id,
        )
        for one in store.everybody(tx, ctx.clinic.id)
    ]


def _waiting(tx: Session, ctx: PatientContext, one: WaitEntry) -> Waiting:
    treatment, location, staff_id = store.names(tx, one)
    return Waiting(
        one.id,
        treatment.name,
        f"{_with(tx, ctx, staff_id)} · {location.name}",
        _days(one, ctx),
        bool(moved_by(tx, one)),
    )


def _offer(tx: Session, ctx: PatientContext, one: WaitOffer, entry: WaitEntry) -> Offered:
    treatment, location, _ = store.names(tx, entry)
    zone = ctx.time_zone if treatment.online else location.time_zone
    start = wall_time(one.starts_at, zone).local
    instants, named = (one.starts_at, one.ends_at), names_zone(ctx.settings, online=treatment.online)
    until = wall_time(one.expires_at, zone).local
    moving = moved_by(tx, entry)
    covered = coverage_of(tx, ctx, entry.treatment_id, one.starts_at, moving)
    asked = "" if moving else asks_line(tx, ctx, treatment, one.starts_at)
    return Offered(
        id=one.id,
        title=treatment.name,
        day_line=dates.long_day(start, ctx.lang),
        time_line=span_line(instants, zone, location.time_zone, ctx.lang, names_zone=named),
        weekday=dates.weekday(start, ctx.lang),
        day=str(start.day),
        month=dates.month(start, ctx.lang),
        practitioner=_with(tx, ctx, one.staff_id),
        place=say("visit.online", ctx.lang) if treatment.online else location.name,
        until_line=say("wait.until", ctx.lang, time=dates.time_of_day(until, ctx.lang))
        if one.expires_at < one.starts_at
        else "",
        moves=bool(moving),
        asks_line=asked,
        cover_line=covered.uses_line,
        covered_by=covered.package_id,
    )


def _with(tx: Session, ctx: PatientContext, staff_id: str | None) -> str:
    name = store.staff_name(tx, ctx.clinic.id, staff_id) if staff_id else None
    return full_name(*name) if name else say("book.anybody", ctx.lang)


def _days(one: WaitEntry, ctx: PatientContext) -> str:
    first, last = (dates.short_day(day, ctx.lang) for day in (one.first_day, one.last_day))
    key = "wait.one_day" if one.first_day == one.last_day else "wait.days"
    days = say(key, ctx.lang, first=first, last=last)
    return days if one.part == "any" else f"{days}, {say(f'wait.in.{one.part}', ctx.lang)}"
