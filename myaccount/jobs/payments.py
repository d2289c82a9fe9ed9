"""Ask the processors what became of payments and refunds that whoever made them has left."""

from datetime import datetime

from myaccount.jobs.isolation import isolated
from myaccount.services.paying import processor_events
from myaccount.services.paying.processor import at_processor
from myaccount.store.engine import in_read
from myaccount.store.leader_lock import Duty, leader_lock


async def look_up(moment: datetime) -> None:
    """Look up what is left, once. Times: aware UTC.

    Edges: a clinic, a payment or a refund that fails is logged and holds up none of the others. While another process
    looks them up, this one does not.
    """
    if not await in_read(processor_events.is_any_left, moment):
        return
    async with leader_lock(Duty.PAYMENTS) as leads:
        if leads:
            await at_processor(processor_events.settle_open, moment, isolated)
