"""Who asks for something of their own over plain HTTP."""

from myaccount.clock import now
from myaccount.services import sessions
from myaccount.services.sessions import Standing
from myaccount.store.engine import in_read
from myaccount.web.visitor import Visitor


async def standing(who: Visitor) -> Standing | None:
    """Look the sign-in of a request up anew; None when there is none, or it stands no more."""
    if who.session_id is None:
        return None
    found = await in_read(sessions.standing, who.clinic.id, who.session_id, now())
    return found if isinstance(found, Standing) else None
