"""Ask the processors what became of payments and refunds that whoever made them has left."""

from datetime import datetime

from myaccount.jobs.bulkheads import apart
from myaccount.services.paying import hearing
from myaccount.services.paying.processor import at_processor
from myaccount.store.engine import in_read


async def look_up(moment: datetime) -> None:
    """Look up what is left, once. Times: aware UTC.

    Edges: a clinic, a payment or a refund that fails is logged and holds up none of the others.
    """
    if await in_read(hearing.is_any_left, moment):
        await at_processor(hearing.sweep, moment, apart)
