"""What hangs on visits that an import calls off: taken back as when the desk cancels one, but nobody is told."""

from sqlmodel import Session

from myaccount.models import Appointment
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.context import ClinicContext
from myaccount.services.intake import at_booking
from myaccount.services.paying import automatic_refunds


def settle(tx: Session, ctx: ClinicContext, plan: Plan) -> None:
    """Make credit on account of what was prepaid for them, and take back the forms that nobody has written into.

    Money: of the payment's currency; the prepayment's invoice is void then, and its receipt hidden.
    Source: product rules, "Money".
    """
    for visit_id in plan.called_off:
        row = tx.get_one(Appointment, visit_id, populate_existing=True)
        at_booking.given_up(tx, ctx, row)
        automatic_refunds.release(tx, ctx, row)
