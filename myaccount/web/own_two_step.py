"""`/two-step/codes`: somebody's own second step, once it is proven: its recovery codes, and the way to turn it off."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from myaccount.domain.refusals import Refused
from myaccount.services.context import PatientContext
from myaccount.services.identity import two_step
from myaccount.services.identity.two_step import Stage
from myaccount.store.engine import in_read
from myaccount.web import paths, second_step
from myaccount.web.flash import Flash, set_flash
from myaccount.web.plain import page
from myaccount.web.two_step import CREDENTIALS, PAGE
from myaccount.web.visitor import Visitor, visitor

CODES, OFF = f"{PAGE}/codes", f"{PAGE}/off"


async def show_codes(request: Request) -> Response:
    """Show somebody's second step: since when, how many recovery codes are left, and the way to new ones."""
    who = visitor(request)
    ctx = await _proven(who)
    return await _codes_form(who, ctx) if ctx else _first_the_step(who)


async def renew_codes(request: Request) -> Response:
    """Make new recovery codes for a code of the authenticator, and show them once."""
    who = visitor(request)
    ctx = await _proven(who)
    if ctx is None:
        return _first_the_step(who)
    try:
        codes = await second_step.judged(request, who, ctx, two_step.renew)
    except Refused as refused:
        return await _codes_form(who, ctx, refused)
    return page("two_step_codes.html", who.clinic, ctx.lang, codes=codes, onward=paths.home(ctx.role))


async def turn_off(request: Request) -> Response:
    """Turn a patient's two-step sign-in off for a code of the authenticator."""
    who = visitor(request)
    ctx = await _proven(who)
    if ctx is None:
        return _first_the_step(who)
    try:
        await second_step.judged(request, who, ctx, two_step.turn_off)
    except Refused as refused:
        return await _codes_form(who, ctx, refused, about="off")
    response = RedirectResponse(CREDENTIALS, 303)
    set_flash(response, Flash("two_step", done=True))
    return response


async def _proven(who: Visitor) -> PatientContext | None:
    """Find whoever has proven their second step in this sign-in; only they see and change it."""
    ctx = await second_step.caller(who)
    return ctx if ctx and await in_read(two_step.stage, ctx) is Stage.PASSED else None


def _first_the_step(who: Visitor) -> Response:
    if who.cookie_session_id is None:
        return RedirectResponse(f"/sign-in?{urlencode({'next': CODES})}", 303)
    return RedirectResponse(f"{PAGE}?{urlencode({'next': CODES})}", 303)


async def _codes_form(
    who: Visitor, ctx: PatientContext, refused: Refused | None = None, about: str = "code"
) -> Response:
    shown, back = await in_read(two_step.overview, ctx), paths.home(ctx.role) if ctx.role else CREDENTIALS
    facts = {"errors": second_step.errors(ctx, refused, about), "here": CODES, "off": OFF, "back": back, "shown": shown}
    return page("two_step_overview.html", who.clinic, ctx.lang, second_step.status(refused), **facts)


ROUTES = [
    Route(CODES, show_codes, methods=["GET"]),
    Route(CODES, renew_codes, methods=["POST"]),
    Route(OFF, turn_off, methods=["POST"]),
]
