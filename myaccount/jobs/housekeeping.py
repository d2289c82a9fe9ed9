"""Clear up: end sign-ins, plan missing reminders, issue missing invoices, seal the trail …"""

from datetime import datetime

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


async def clear_up(moment: datetime) -> None:
    """Do all of it once, each part in a transaction of its own. Times: aware UTC."""
    await in_tx(sweeps.end_expired_sessions, moment)
    await in_tx(sweeps.free_expired_holds, moment)
    await in_tx(offers.pass_on, moment)
    await in_tx(call_marks.end_unseen, moment)
    await in_tx(expiring.expire_overdue, moment)
    await in_tx(sweeps.delete_old, moment)
    if await in_read(reminder_sweep.is_any_missing, moment):
        await in_tx(reminder_sweep.plan_missing, moment)
    while await in_read(invoice_sweep.is_any_missing):
        await in_tx(invoice_sweep.issue_missing, moment)
    while await in_read(package_bills.is_any_due, moment):
        await in_tx(package_bills.issue_due, moment)
    await sweeping.sweep(moment)
    while await in_tx(audit_chain.seal):
        pass
