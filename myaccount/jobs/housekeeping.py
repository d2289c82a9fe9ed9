"""Clear up: end sign-ins that ran out, seal the audit trail, delete what nobody needs any more."""

from datetime import datetime

from myaccount.services import audit_chain, sweeps
from myaccount.store.engine import in_tx


async def clear_up(moment: datetime) -> None:
    """Do all of it once, each part in a transaction of its own. Times: aware UTC."""
    await in_tx(sweeps.end_expired_sessions, moment)
    await in_tx(sweeps.delete_old, moment)
    while await in_tx(audit_chain.seal):
        pass
