"""What covers a booking, said before it is confirmed, and held to when it is."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from myaccount.domain.redemption import Obstacle, Pass, covers, obstacle, redeemable
from myaccount.domain.refusals import CoverChanged, NotFound
from myaccount.messages import Language, dates, say
from myaccount.models import Package
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.packages import redemptions
from myaccount.services.packages.words import cover_line, left_after, uses_line
from myaccount.store import redemptions as store


@dataclass(frozen=True)
class Coverage:
    """The package that a booking would redeem, blank for none, and what is said of that.

    `uses_line` says the same of a time that is booked with one tap; `brief` does so without naming the package.
    """

    package_id: str = ""
    line: str = ""
    uses_line: str = ""
    brief: str = ""


def coverage_of(tx: Session, ctx: ClinicContext, treatment_id: str, starts_at: datetime, moving: str = "") -> Coverage:
    """Tell what covers a time that somebody is about to book, or to give to the visit that they move.

    Edges: nothing is said while the clinic does not redeem online by itself, unless the visit that is moved has
    redeemed a use already. Who has a package for the treatment that does not cover this visit is told why.
    Raises: NotFound for a visit to be moved that has a use of somebody else's.
    Source: S59–S63.
    """
    if not isinstance(ctx, PatientContext):
        return Coverage()
    return of_person(tx, ctx, ctx.person_id, treatment_id, starts_at, moving)


def of_person(
    tx: Session, ctx: ClinicContext, person_id: str, treatment_id: str, starts_at: datetime, moving: str = ""
) -> Coverage:
    """Tell what would cover a time for a person; who may ask is for the caller to judge. Raises: as `cover`."""
    had = store.of_visit(tx, moving) if moving else None
    if had is not None and had.Package.person_id != person_id:
        raise NotFound()
    if had is None and (moving or not ctx.settings.redeems_online):
        return Coverage()
    rows, found = redemptions.of_person(tx, ctx, person_id, without=moving)
    day = ctx.clinic.day_of(starts_at)
    fitting = (
        redemptions.next_for(ctx, found, had.Package.id, treatment_id, day)
        if had
        else redeemable(found, treatment_id, day)
    )
    if fitting:
        one, name = fitting[0], rows[fitting[0].id].name
        by = say("cover.by", ctx.lang, name=name, left=left_after(one, day, ctx.lang))
        if had:  # its use goes along: none more is used
            return Coverage(one.id, by, by)
        return Coverage(one.id, by, uses_line(one, day, name, ctx.lang), uses_line(one, day, "", ctx.lang))
    why_not = _why_not(rows, found, treatment_id, day, ctx)
    return Coverage(line=why_not, uses_line=why_not)


def kept(tx: Session, appointment_id: str, lang: Language) -> str:
    """Say what covers a visit that is booked; blank for nothing."""
    had = store.of_visit(tx, appointment_id)
    return cover_line(had.Redemption, had.Package, lang) if had else ""


def check(tx: Session, appointment_id: str, said: str | None) -> None:
    """Hold a booking to what was said of its cover; None is for where nothing was said.

    Raises: CoverChanged when it has redeemed something else, or nothing. Source: product rules, "Money".
    """
    had = store.of_visit(tx, appointment_id)
    if said is not None and said != (had.Package.id if had else ""):
        raise CoverChanged()


def _why_not(rows: dict[str, Package], found: list[Pass], treatment_id: str, day: date, ctx: ClinicContext) -> str:
    """Say why what would be redeemed first is not. Edges: what had expired before today is no news."""
    for one in found:
        if not covers(one, treatment_id) or (one.expires is not None and one.expires < ctx.today):
            continue
        why, facts = obstacle(one, day), {"name": rows[one.id].name}
        if why is Obstacle.EXPIRED and one.expires is not None:
            return say("cover.expires", ctx.lang, day=dates.plain_day(one.expires, ctx.lang), **facts)
        if why is Obstacle.USED_UP:
            return say("cover.used_up", ctx.lang, **facts)
    return ""
