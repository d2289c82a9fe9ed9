"""Clear up: end sign-ins, plan missing reminders, issue missing invoices, seal the trail …"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from myaccount.jobs.bulkheads import apart
from myaccount.services.billing import invoice_sweep
from myaccount.services.calls import marks as call_marks
from myaccount.services.documents import sweeping
from myaccount.services.intake import expiring
from myaccount.services.operation import sweeps
from myaccount.services.outgoing import reminder_sweep
from myaccount.services.packages import bills as package_bills
from myaccount.services.trail import chain as audit_chain
from myaccount.services.wait_list import offers
from myaccount.store.engine import in_read, in_tx
from myaccount.store.leading import Duty, leading

Step = Callable[[datetime], Awaitable[object]]


async def clear_up(moment: datetime) -> None:
    """Do all of it once, each part in a transaction of its own. Times: aware UTC.

    Edges: a part that fails is logged under its name and holds up none of the others; where a part looks at one
    clinic after the other, none of the other clinics either. While another process clears up, this one does not.
    """
    async with leading(Duty.HOUSEKEEPING) as leads:
        for name, step in STEPS if leads else ():
            with apart(name):
                await step(moment)


async def _plan_reminders(moment: datetime) -> None:
    if await in_read(reminder_sweep.is_any_missing, moment):
        await in_tx(reminder_sweep.plan_missing, moment)


async def _issue_invoices(moment: datetime) -> None:
    for clinic_id in await in_read(invoice_sweep.missing):
        with apart(f"invoices for visits, clinic {clinic_id}"):
            while await in_tx(invoice_sweep.issue_missing, clinic_id, moment):
                pass


async def _bill_packages(moment: datetime) -> None:
    while await in_read(package_bills.is_any_due, moment):
        await in_tx(package_bills.issue_due, moment)


async def _seal(_moment: datetime) -> None:
    for clinic_id in await in_read(audit_chain.waiting):
        with apart(f"sealing the trail, clinic {clinic_id}"):
            while await in_tx(audit_chain.seal, clinic_id):
                pass


STEPS: tuple[tuple[str, Step], ...] = (
    ("ending sign-ins", lambda moment: in_tx(sweeps.end_expired_sessions, moment)),
    ("freeing holds", lambda moment: in_tx(sweeps.free_expired_holds, moment)),
    ("passing offers on", lambda moment: in_tx(offers.pass_on, moment)),
    ("ending calls", lambda moment: in_tx(call_marks.end_unseen, moment)),
    ("closing forms", lambda moment: in_tx(expiring.expire_overdue, moment)),
    ("deleting what is old", lambda moment: in_tx(sweeps.delete_old, moment)),
    ("planning reminders", _plan_reminders),
    ("invoices for visits", _issue_invoices),
    ("invoices for memberships", _bill_packages),
    ("clearing up files", sweeping.sweep),
    ("sealing the trail", _seal),
)
"""Each part by the name under which it is logged. The trail comes last: the others write into it."""
