"""Make the copies of their data that people have asked for, one after the other."""

import logging
import secrets
from datetime import datetime

from myaccount.services.my_data import archive

log = logging.getLogger(__name__)


async def make_waiting(moment: datetime) -> int:
    """Make the copies that are asked for, and forget those that are over; tell how many were tried. Aware UTC."""
    await archive.forget_over(moment)
    waiting = await archive.waiting()
    for asked in waiting:
        try:
            await archive.make(asked, moment)
        except Exception:  # one of the edges: a copy that cannot be made must not hold up the others
            log.exception("bug %s in copy %s", secrets.token_hex(4), asked.id)
            await archive.give_up(asked, moment)
    return len(waiting)
