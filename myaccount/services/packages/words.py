"""Word packages and memberships: what is left of them, and what became of their uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.redemption import Cycle, Obstacle, Pass, UseState, next_cycle, obstacle
from myaccount.domain.time import wall_time
from myaccount.messages import Language, dates, say
from myaccount.models import Package, Redemption
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.packages import redemptions
from myaccount.services.visits.times import zone_of
from myaccount.store import packages
from myaccount.store import redemptions as store
from myaccount.views.packages import PackageCard, PackageUse

USES_SHOWN = 10


@dataclass(frozen=True)
class _Facts:
    """What the card of one package is made of."""

    row: Package
    one: Pass
    uses: Sequence[Row[Any]]
    covers: Sequence[str]


def cards(tx: Session, ctx: PatientContext, rows: Sequence[Package]) -> list[PackageCard]:
    """Word these packages, in their order, each with the latest of its uses."""
    ids = [row.id for row in rows]
    if not ids:
        return []
    covered, used = packages.treatments(tx, ids), store.latest(tx, ids, USES_SHOWN + 1)
    return [
        _card(
            _Facts(
                row,
                one,
                [use for use in used if use.Redemption.package_id == row.id],
                [found.name for found in covered if found.package_id == row.id],
            ),
            ctx,
        )
        for row, one in zip(rows, redemptions.passes(tx, rows), strict=True)
    ]


def left_after(one: Pass, day: date, lang: Language) -> str:
    """Say how many uses are left in the cycle of a day when one more is redeemed: "3 uses left after this"."""
    left = one.left(day)
    return say("cover.unlimited", lang) if left is None else _counted("cover.left", max(0, left - 1), lang)


def uses_line(one: Pass, day: date, name: str, lang: Language) -> str:
    """Say what a visit on a day takes of a package: "Uses 1 of 3 left of 5 × physio"; without `name`, of no package."""
    left, key = one.left(day), "cover.uses" if name else "cover.uses_brief"
    if left is None:
        return say(f"{key}.unlimited", lang, name=name)
    return say(f"{key}.one" if left == 1 else f"{key}.many", lang, count=left, name=name)


def left_line(one: Pass, day: date, lang: Language) -> str:
    """Say how many uses are left in the cycle of a day: "3 uses left"."""
    left = one.left(day)
    return say("packages.unlimited", lang) if left is None else _counted("packages.left", left, lang)


def cover_line(use: Redemption, package: Package, lang: Language) -> str:
    """Say what covers a visit that has redeemed a use."""
    return say(f"cover.{use.state}", lang, name=package.name)


def _card(facts: _Facts, ctx: PatientContext) -> PackageCard:
    row, one, lang = facts.row, facts.one, ctx.lang
    state_line = _state_line(facts, ctx.today, lang)
    cycle = f"packages.of.{row.cycle}" if row.cycle else "packages.of"
    return PackageCard(
        id=row.id,
        name=row.name,
        kind=say(f"packages.kind.{row.kind}", lang),
        left=left_line(one, ctx.today, lang),
        of=say(cycle, lang, count=row.quantity) if row.quantity is not None else "",
        renews=_renews(one, ctx.today, lang) if not state_line else "",
        purchased=dates.plain_day(row.purchased_on, lang),
        expires=dates.plain_day(row.expires_on, lang) if row.expires_on else say("packages.never", lang),
        covers="\n".join(facts.covers),
        state_line=state_line,
        is_over=bool(state_line),
        before_line=_counted("packages.used_before", row.used_before, lang) if row.used_before else "",
        latest_line=say("packages.latest", lang, count=USES_SHOWN) if len(facts.uses) > USES_SHOWN else "",
        is_unused=not facts.uses and not row.used_before,
        uses=[_use(use, ctx) for use in facts.uses[:USES_SHOWN]],
    )


def _state_line(facts: _Facts, today: date, lang: Language) -> str:
    """Say why a package covers nothing more.

    Edges: a membership that is used up begins anew. While a use is reserved, its package is not over.
    """
    why = obstacle(facts.one, today)
    if facts.one.ended:
        return say("packages.state.ended", lang)
    if why is Obstacle.EXPIRED:
        return say("packages.state.expired", lang)
    waits = any(use.Redemption.state == UseState.RESERVED for use in facts.uses)
    is_gone = why is Obstacle.USED_UP and facts.one.cycle is None and not waits
    return say("packages.state.used_up", lang) if is_gone else ""


def _renews(one: Pass, today: date, lang: Language) -> str:
    if one.cycle is None or one.quantity is None:
        return ""
    day = next_cycle(one.purchased, Cycle(one.cycle), max(today, one.purchased))
    is_last = one.expires is not None and day > one.expires
    return "" if is_last else say("packages.renews", lang, day=dates.plain_day(day, lang))


def _use(found: Row[Any], ctx: PatientContext) -> PackageUse:
    use, visit = found.Redemption, found.Appointment
    zone = visit.zone if isinstance(ctx, StaffContext) else zone_of(visit, ctx)
    at = wall_time(visit.starts_at, zone).local
    return PackageUse(use.id, found.treatment, dates.moment(at, ctx.lang), use.state, say(f"use.{use.state}", ctx.lang))


def _counted(key: str, count: int, lang: Language) -> str:
    word = {0: "none", 1: "one"}.get(count, "many")
    return say(f"{key}.{word}", lang, count=count)
