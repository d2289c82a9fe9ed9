"""Redeeming by hand: what covers a visit, or could, at the desk."""

from sqlmodel import Session

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.redemption import BEGINS_AS, Happening, redeemable
from myaccount.domain.refusals import NotFound, NoUseLeft, PackagesOff, VisitChanged
from myaccount.messages import say
from myaccount.models import Appointment
from myaccount.services.context import StaffContext
from myaccount.services.ledger import visits
from myaccount.services.packages import redemptions
from myaccount.services.packages.words import cover_line, left_line
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import redemptions as store
from myaccount.store import schedule
from myaccount.views.packages import CoverChoice, VisitCover


def cover(tx: Session, ctx: StaffContext, visit: Appointment) -> VisitCover:
    """Show what covers a visit, or what could. Edges: nothing while the clinic has no packages in its portal."""
    if not ctx.settings.packages:
        return VisitCover()
    had = store.of_visit(tx, visit.id)
    if had is not None:
        return VisitCover(cover_line(had.Redemption, had.Package, ctx.lang), can_release=True)
    if AppointmentState(visit.state) not in BEGINS_AS:
        return VisitCover()
    rows, found = redemptions.of_person(tx, ctx, visit.person_id)
    day = ctx.clinic.day_of(visit.starts_at)
    could = redeemable(found, visit.treatment_id, day)
    lines = [
        say("cover.could", ctx.lang, name=rows[one.id].name, left=left_line(one, day, ctx.lang).lower())
        for one in could
    ]
    return VisitCover(choices=[CoverChoice(one.id, line) for one, line in zip(could, lines, strict=True)])


def redeem(tx: Session, ctx: StaffContext, appointment_id: str, package_id: str) -> None:
    """Redeem a use of one of the patient's own packages for a visit.

    Edges: of two at once for the last use one gets it. For a visit that has come, or was missed, it is gone at once;
    the invoice of one that has come is issued anew, with nothing to pay.
    Raises: PackagesOff · NotFound, also for a package of somebody else's · NoUseLeft when it does not cover the visit ·
    VisitChanged when the visit is off, or has a use already · InvoicePaid when its invoice is paid.
    """
    visit = _visit(tx, ctx, appointment_id)
    rows, found = redemptions.of_person(tx, ctx, visit.person_id, lock=True)
    if package_id not in rows:
        raise NotFound()
    if AppointmentState(visit.state) not in BEGINS_AS or store.of_visit(tx, visit.id) is not None:
        raise VisitChanged()
    wanted = [one for one in found if one.id == package_id]
    fitting = redeemable(wanted, visit.treatment_id, ctx.clinic.day_of(visit.starts_at))
    if not redemptions.reserve(tx, ctx, visit, fitting):
        raise NoUseLeft()
    visits.issue_again(tx, ctx, visit)
    _note(tx, ctx, Action.USE_REDEEMED, visit, package_id)


def release(tx: Session, ctx: StaffContext, appointment_id: str) -> None:
    """Give back the use that a visit has, whatever became of the visit.

    Edges: the invoice of a visit that has come is issued anew, to be paid.
    Raises: PackagesOff · NotFound · VisitChanged when it has none · InvoicePaid.
    """
    visit = _visit(tx, ctx, appointment_id)
    had = store.of_visit(tx, visit.id)
    if had is None:
        raise VisitChanged()
    redemptions.settle(tx, ctx, visit, Happening.GIVEN_BACK)
    visits.issue_again(tx, ctx, visit)
    _note(tx, ctx, Action.USE_RELEASED, visit, had.Package.id)


def _visit(tx: Session, ctx: StaffContext, appointment_id: str) -> Appointment:
    """Find a visit, and keep others from changing it."""
    if not ctx.settings.packages:
        raise PackagesOff()
    row: Appointment = schedule.visit(tx, ctx.clinic.id, appointment_id, ctx.own_staff_id).Appointment
    tx.refresh(row, with_for_update=True)
    return row


def _note(tx: Session, ctx: StaffContext, action: Action, visit: Appointment, package_id: str) -> None:
    audit.record(tx, ctx, action, subject_id=visit.id, person_id=visit.person_id, package=package_id)
