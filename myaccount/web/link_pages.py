"""What the pages behind Welcome and reset links share: opening a link, turning away, landing signed in."""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from myaccount.domain.refusals import LinkExpired, Refused, TooManyTries
from myaccount.messages import language, say
from myaccount.services.context import ClinicContext
from myaccount.services.identity import one_time_links
from myaccount.services.identity import signing_in as identity
from myaccount.services.identity.devices import Device, device
from myaccount.services.identity.one_time_links import Kind
from myaccount.services.identity.sign_ins import NewSession
from myaccount.store.engine import in_read, in_tx
from myaccount.views.identity import LinkForm
from myaccount.web import cookies, rate_limits
from myaccount.web.caller import landing
from myaccount.web.plain import page
from myaccount.web.visitor import Visitor

OpenLink = Callable[[Session, ClinicContext, str], LinkForm]
ELSEWHERE = {Kind.WELCOME: "/sign-in", Kind.RESET: "/forgot"}


async def opened(who: Visitor, kind: Kind, token: str, open_link: OpenLink) -> LinkForm:
    """Open a link without using it. A wrong one is counted and written down. Raises: LinkExpired · TooManyTries."""
    await run_in_threadpool(rate_limits.before_guess, who.address)
    try:
        return await in_read(open_link, who.context(), token)
    except LinkExpired:
        await run_in_threadpool(rate_limits.wrong_guess, who.address)
        await in_tx(one_time_links.refuse, who.context(), kind, token)
        raise


def in_language_of(form: LinkForm, who: Visitor) -> ClinicContext:
    """Make the context of a form: in the language of the person whose link it is."""
    return replace(who.context(), lang=language(form.lang))


def turned_away(who: Visitor, kind: Kind, refused: Refused) -> Response:
    """Say that a link opens nothing, and where to go instead."""
    status = 429 if isinstance(refused, TooManyTries) else 410
    expired = isinstance(refused, LinkExpired)
    words = say(f"{kind}.over" if expired else f"refused.{refused.code}", who.lang, **refused.facts)
    return page(
        "turned_away.html",
        who.clinic,
        who.lang,
        status,
        title=say("link.over_title" if expired else "plain.wait_title", who.lang),
        words=words,
        where=ELSEWHERE[kind],
        where_label=say(f"{kind}.elsewhere", who.lang),
    )


def device_of(request: Request, who: Visitor) -> Device:
    """Read which device a request comes from."""
    return device(request.headers.get("user-agent", ""), who.address, cookies.mark_of(request))


async def landed(who: Visitor, session: NewSession) -> Response:
    """Go with a new session to the side of the portal that is the person's, as after any other sign-in.

    The session that the browser had, perhaps somebody else's of the family, ends.
    """
    if who.cookie_session_id:
        await in_tx(identity.sign_out, who.context(), who.cookie_session_id)
    response = RedirectResponse(await landing(who, session, ""), 303)
    cookies.give(response, session)
    return response
