"""Who works at the clinic, in a list. A practitioner finds only themselves in it."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from myaccount.domain.people import Role, full_name, initials
from myaccount.domain.weekly_hours import Hours, in_days
from myaccount.messages import dates, say
from myaccount.models import Person, Shift, Staff
from myaccount.services.context import StaffContext
from myaccount.services.practice import changes as practice
from myaccount.store import practice as store
from myaccount.views.practice import StaffRow


def rows(tx: Session, ctx: StaffContext) -> Sequence[StaffRow]:
    """List the staff by name, archived ones last; those only for the owner."""
    shifts: dict[str, list[Hours]] = {}
    for shift in store.shifts(tx, ctx.clinic.id):
        shifts.setdefault(shift.staff_id, []).append(hours_of(shift))
    offers = store.offers(tx, ctx.clinic.id)
    names = [(one.id, one.name) for one in store.treatments(tx, ctx.clinic.id) if one.archived_at is None]
    return [
        _row(staff, person, account_id, [name for one, name in names if (staff.id, one) in offers], shifts, ctx)
        for staff, person, account_id in store.staff(tx, ctx.clinic.id)
        if _is_shown(staff, ctx)
    ]


def account_line(person: Person, account_id: str | None, ctx: StaffContext) -> str:
    """Say how far somebody's account is."""
    if account_id is not None:
        return say("staff.account.has", ctx.lang)
    return say("staff.account.none" if person.email else "staff.account.no_email", ctx.lang)


def hours_of(shift: Shift) -> Hours:
    """Take from a row what the rules judge."""
    return Hours(shift.weekday, shift.opens, shift.closes, shift.location_id, shift.mode)


def hours_line(hours: Iterable[Hours], ctx: StaffContext) -> str:
    """Tell a week, a line for each span of days: "Mon–Fri 9:00 a.m.–5:00 p.m."."""
    spans = [f"{_days(run, ctx)} {dates.clock_range(opens, closes, ctx.lang)}" for run, opens, closes in in_days(hours)]
    return "\n".join(spans) or say("staff.no_hours", ctx.lang)


def _days(run: Sequence[int], ctx: StaffContext) -> str:
    first, last = dates.weekday_name(run[0], ctx.lang), dates.weekday_name(run[-1], ctx.lang)
    return first if len(run) == 1 else f"{first}–{last}"


def _is_shown(staff: Staff, ctx: StaffContext) -> bool:
    if ctx.role is Role.PRACTITIONER:
        return staff.id == ctx.staff_id
    return staff.archived_at is None or ctx.role is Role.OWNER


def _row(
    staff: Staff,
    person: Person,
    account_id: str | None,
    offered: list[str],
    shifts: dict[str, list[Hours]],
    ctx: StaffContext,
) -> StaffRow:
    return StaffRow(
        id=staff.id,
        name=full_name(person.first_name, person.last_name),
        initials=initials(person.first_name, person.last_name),
        role=say(f"role.{staff.role}", ctx.lang),
        treatments=practice.few(offered, ctx),
        hours=hours_line(shifts.get(staff.id, []), ctx),
        account=account_line(person, account_id, ctx),
        archived=staff.archived_at is not None,
    )
