"""Clear up: end sign-ins, plan missing reminders, issue missing invoices, seal the trail …"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.jobs.isolation import isolated
from myaccount.services.billing import invoice_sweep
from myaccount.services.calls import attendance
from myaccount.services.documents import sweeping
from myaccount.services.intake import expiring
from myaccount.services.operation import sweeps
from myaccount.services.outgoing import reminder_sweep
from myaccount.services.packages import bills as package_bills
from myaccount.services.trail import chain as audit_chain
from myaccount.services.wait_list import offers
from myaccount.store import clinics
from myaccount.store.engine import in_read, in_tx
from myaccount.store.leader_lock import Duty, leader_lock

log = logging.getLogger(__name__)

Step = Callable[[datetime], Awaitable[object]]
Work = Callable[[datetime, Sequence[str] | None], Awaitable[object]]
"""What is done for some clinics, or with None for all."""


async def clear_up(moment: datetime) -> None:
    """Do all of it once, each part in a transaction of its own. Times: aware UTC.

    Edges: a part that fails is logged under its name and holds up none of the others; where a part is done for each
    clinic, none of the other clinics either. While another process clears up, this one does not.
    """
    async with leader_lock(Duty.HOUSEKEEPING) as leads:
        for name, step in STEPS if leads else ():
            with isolated(name):
                await step(moment)


def _by_clinic(name: str, work: Work) -> tuple[str, Step]:
    """Do a part for all clinics at once; where that fails, for one after the other, so that only one's part fails."""

    async def step(moment: datetime) -> None:
        try:
            await work(moment, None)
        except (DatabaseUnavailable, DatabaseFull):
            raise
        except Exception as fault:  # noqa: BLE001  # one of the edges: what fails, fails again in its own clinic's part
            log.warning("%s is done for one clinic after the other, after %s", name, type(fault).__name__)
            for clinic_id in await in_read(clinics.ids):
                with isolated(f"{name}, clinic {clinic_id}"):
                    await work(moment, [clinic_id])

    return name, step


async def _plan_reminders(moment: datetime, clinic_ids: Sequence[str] | None) -> None:
    if await in_read(reminder_sweep.is_any_missing, moment, clinic_ids):
        await in_tx(reminder_sweep.plan_missing, moment, clinic_ids)


async def _issue_invoices(moment: datetime) -> None:
    for clinic_id in await in_read(invoice_sweep.missing):
        with isolated(f"invoices for visits, clinic {clinic_id}"):
            while await in_tx(invoice_sweep.issue_missing, clinic_id, moment):
                pass


async def _bill_packages(moment: datetime) -> None:
    while await in_read(package_bills.is_any_due, moment):
        await in_tx(package_bills.issue_due, moment)


async def _seal(_moment: datetime) -> None:
    for clinic_id in await in_read(audit_chain.waiting):
        with isolated(f"sealing the trail, clinic {clinic_id}"):
            while await in_tx(audit_chain.seal, clinic_id):
                pass


STEPS: tuple[tuple[str, Step], ...] = (
    _by_clinic("ending sign-ins", lambda moment, ids: in_tx(sweeps.end_expired_sessions, moment, ids)),
    ("freeing holds", lambda moment: in_tx(sweeps.free_expired_holds, moment)),
    ("passing offers on", lambda moment: in_tx(offers.expire_unanswered, moment)),
    ("ending calls", lambda moment: in_tx(attendance.end_abandoned, moment)),
    _by_clinic("closing forms", lambda moment, ids: in_tx(expiring.expire_overdue, moment, ids)),
    ("deleting what is old", lambda moment: in_tx(sweeps.delete_old, moment)),
    _by_clinic("planning reminders", _plan_reminders),
    ("invoices for visits", _issue_invoices),
    ("invoices for memberships", _bill_packages),
    ("clearing up files", sweeping.sweep),
    ("sealing the trail", _seal),
)
"""Each part by the name under which it is logged. The trail comes last: the others write into it."""
