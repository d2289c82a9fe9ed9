"""Who asks for something of their own over plain HTTP."""

from starlette.requests import Request

from myaccount.clock import now
from myaccount.domain.family import Permission
from myaccount.services.context import PatientContext
from myaccount.services.family import acting
from myaccount.services.identity import sessions
from myaccount.services.identity.sessions import ActiveSession, PendingSession
from myaccount.services.identity.sign_ins import NewSession
from myaccount.store.engine import in_read, look_up
from myaccount.web import paths
from myaccount.web.visitor import Visitor


async def active_session(who: Visitor) -> ActiveSession | None:
    """Look the sign-in of a request up anew; None when there is none, or it stands no more."""
    if who.session_id is None:
        return None
    found = await look_up(sessions.resolve, who.clinic.id, who.session_id, now())
    return found if isinstance(found, ActiveSession) else None


async def on_behalf(request: Request, ctx: PatientContext, needed: Permission) -> PatientContext:
    """Tell for whom a file is asked: oneself, or whom the address names, by a permission that holds at this moment.

    A request knows no tab. Raises: NotFound.
    """
    asked = request.query_params.get("for", "")
    return await in_read(acting.one_act, ctx, asked, needed) if asked else ctx


async def landing(who: Visitor, session: NewSession, next_path: str) -> str:
    """Choose where a new sign-in leads: where the person was going, else to the side of the portal that is theirs."""
    found = await look_up(sessions.resolve, who.clinic.id, session.session_id, now())
    role = found.ctx.role if isinstance(found, ActiveSession | PendingSession) else None
    return paths.local(next_path, paths.home(role))
