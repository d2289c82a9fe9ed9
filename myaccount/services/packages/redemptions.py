"""Uses of packages and memberships: redeemed by a visit, and settled by what becomes of it.

Every change is made in the transaction of what happens to the visit. See docs/adr/0011-a-use-is-a-unique-row.md.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count

from sqlmodel import Session

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.redemption import BEGINS_AS, TRANSITIONS, Cycle, Happening, Pass, UseState, redeemable
from myaccount.domain.topics import Topic
from myaccount.models import Appointment, Package, Redemption
from myaccount.services.context import ClinicContext
from myaccount.store import bus, packages
from myaccount.store import redemptions as store


def passes(tx: Session, rows: Sequence[Package], *, without: str = "") -> list[Pass]:
    """Gather what the rules judge of these packages; the use of the visit `without` counts as free."""
    ids = [row.id for row in rows]
    if not ids:
        return []
    gone: dict[str, dict[date, int]] = {one: {} for one in ids}
    for found in store.taken(tx, ids, without):
        gone[found.package_id][found.cycle] = found.uses
    covered: dict[str, set[str]] = {one: set() for one in ids}
    for found in packages.treatments(tx, ids):
        covered[found.package_id].add(found.treatment_id)
    return [_pass(row, frozenset(covered[row.id]), gone[row.id]) for row in rows]


def of_person(
    tx: Session, ctx: ClinicContext, person_id: str, *, lock: bool = False, without: str = ""
) -> tuple[dict[str, Package], list[Pass]]:
    """List what a person has bought, by id, and what the rules judge of it. `lock` is for who redeems of it."""
    rows = packages.of_person(tx, ctx.clinic.id, person_id, lock=lock)
    return {row.id: row for row in rows}, passes(tx, rows, without=without)


def reserve(tx: Session, ctx: ClinicContext, visit: Appointment, wanted: Iterable[Pass]) -> str:
    """Redeem a use of the first of these for a visit, and tell which it was; blank when none of them has one.

    Whoever asks holds the packages, and has judged that they cover the visit.
    """
    day = ctx.clinic.day_of(visit.starts_at)
    for one in wanted:
        cycle = one.cycle_of(day)
        taken = store.numbers(tx, one.id, cycle)
        row = Redemption(
            clinic_id=ctx.clinic.id,
            package_id=one.id,
            appointment_id=visit.id,
            cycle=cycle,
            number=next(number for number in count() if number not in taken),
            state=BEGINS_AS[AppointmentState(visit.state)].value,
            created_at=ctx.now,
            changed_at=ctx.now,
        )
        if store.add(tx, row):
            bus.announce(tx, ctx.clinic.id, Topic.PACKAGE, ctx.now, visit.person_id)
            return one.id
    return ""


def redeem_online(tx: Session, ctx: ClinicContext, visit: Appointment) -> str:
    """Redeem for a visit that was booked online what covers it, and tell which package; blank for none.

    Edges: nothing unless the clinic redeems online by itself. Source: S59–S63.
    """
    if not ctx.settings.redeems_online:
        return ""
    _, found = of_person(tx, ctx, visit.person_id, lock=True)
    return reserve(tx, ctx, visit, redeemable(found, visit.treatment_id, ctx.clinic.day_of(visit.starts_at)))


def settle(tx: Session, ctx: ClinicContext, visit: Appointment, happening: Happening) -> None:
    """Let the use that a visit has follow what happens to the visit. Without one, nothing happens."""
    frm, to = TRANSITIONS[happening]
    if store.change(tx, visit.id, frm, to, happening, ctx.now):
        bus.announce(tx, ctx.clinic.id, Topic.PACKAGE, ctx.now, visit.person_id)


def restore(tx: Session, ctx: ClinicContext, visit: Appointment) -> str:
    """Redeem again what a visit had when the clinic cancelled it, or it was moved, now that it stands again.

    Tell which package it is. Edges: blank for what was used up or has expired meanwhile; the desk sees that.
    """
    last = store.last_of_visit(tx, visit.id)
    if last is None or last.state != UseState.RELEASED or last.happening not in (Happening.CANCELLED, Happening.MOVED):
        return ""
    return _again(tx, ctx, visit, last.package_id)


def move_back(tx: Session, ctx: ClinicContext, moved: Appointment, before: Appointment) -> None:
    """Let a use go back with a visit that is put back to its old time: the one that it had there, or has now."""
    had = store.of_visit(tx, moved.id)
    if had is not None:
        settle(tx, ctx, moved, Happening.MOVED)
    if not restore(tx, ctx, before) and had is not None:
        _again(tx, ctx, before, had.Package.id)


def move_along(tx: Session, ctx: ClinicContext, before: Appointment, after: Appointment) -> None:
    """Let a use go along with a visit that is moved.

    Edges: where its package does not cover the new day, the use comes back, and another package is redeemed if the
    clinic redeems online by itself. A visit that had none gets none.
    """
    had = store.of_visit(tx, before.id)
    if had is None:
        return
    rows = packages.of_person(tx, ctx.clinic.id, before.person_id, lock=True)
    settle(tx, ctx, before, Happening.MOVED)
    found, day = passes(tx, rows), ctx.clinic.day_of(after.starts_at)
    reserve(tx, ctx, after, next_for(ctx, found, had.Package.id, after.treatment_id, day))


def next_for(ctx: ClinicContext, found: Sequence[Pass], before: str, treatment_id: str, day: date) -> list[Pass]:
    """List what a visit that is moved may redeem: the package that it had, or else what a new booking would.

    Times: the day is the clinic's on which the visit begins.
    """
    same = redeemable([one for one in found if one.id == before], treatment_id, day)
    return same or (redeemable(found, treatment_id, day) if ctx.settings.redeems_online else [])


def _again(tx: Session, ctx: ClinicContext, visit: Appointment, package_id: str) -> str:
    _, found = of_person(tx, ctx, visit.person_id, lock=True)
    same = [one for one in found if one.id == package_id]
    return reserve(tx, ctx, visit, redeemable(same, visit.treatment_id, ctx.clinic.day_of(visit.starts_at)))


def _pass(row: Package, treatments: frozenset[str], gone: dict[date, int]) -> Pass:
    one = Pass(
        id=row.id,
        purchased=row.purchased_on,
        quantity=row.quantity,
        treatments=treatments,
        expires=row.expires_on,
        cycle=Cycle(row.cycle) if row.cycle else None,
        ended=row.ended_at is not None,
        taken=gone,
    )
    if row.used_before:
        cycle = one.cycle_of(row.used_on or row.purchased_on)
        gone[cycle] = gone.get(cycle, 0) + row.used_before
    return one
