"""Who asks for something of their own over plain HTTP."""

from myaccount.clock import now
from myaccount.services import sessions
from myaccount.services.sessions import Pending, Standing
from myaccount.services.sign_ins import NewSession
from myaccount.store.engine import in_read
from myaccount.web import paths
from myaccount.web.visitor import Visitor


async def standing(who: Visitor) -> Standing | None:
    """Look the sign-in of a request up anew; None when there is none, or it stands no more."""
    if who.session_id is None:
        return None
    found = await in_read(sessions.standing, who.clinic.id, who.session_id, now())
    return found if isinstance(found, Standing) else None


async def landing(who: Visitor, session: NewSession, wish: str) -> str:
    """Choose where a new sign-in leads: where the person was going, else to the side of the portal that is theirs."""
    found = await in_read(sessions.standing, who.clinic.id, session.session_id, now())
    role = found.ctx.role if isinstance(found, Standing | Pending) else None
    return paths.local(wish, paths.home(role))
