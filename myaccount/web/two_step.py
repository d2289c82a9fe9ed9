"""`/two-step`: the second step of signing in. Plain HTTP, so neither secrets nor codes get into state or logs."""

import time
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode

import segno
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from myaccount.clock import now
from myaccount.domain.identity_refusals import ProofNeeded
from myaccount.domain.refusals import AlreadyDone, NotFound, Refused, TooManyTries, WrongSecondStep
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.identity import sessions, two_step
from myaccount.services.identity.sessions import Pending
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.identity.two_step import Kept, Stage
from myaccount.store.engine import in_read, in_tx
from myaccount.views.two_step import SetUp
from myaccount.web import cookies, limits, pace, paths
from myaccount.web.caller import standing
from myaccount.web.flash import Flash, set_flash
from myaccount.web.plain import page
from myaccount.web.posted import fields
from myaccount.web.visitor import Visitor, visitor

T = TypeVar("T")
UseCase = Callable[[Session, PatientContext, str], T]

PAGE, RECOVERY, CODES, OFF = "/two-step", "/two-step/recovery", "/two-step/codes", "/two-step/off"
CREDENTIALS = "/account/password"


async def show(request: Request) -> Response:
    """Ask for six digits, or show how to set them up; whoever has given them goes on."""
    who = visitor(request)
    ctx = await _caller(who)
    if ctx is None:
        return _elsewhere(request, who)
    stage = await in_read(two_step.stage, ctx)
    if stage is Stage.PASSED:
        return RedirectResponse(_wish(request, ctx), 303)
    return await _form(request, who, ctx, stage)


async def take(request: Request) -> Response:
    """Take six digits: of an authenticator that is known, or the first of one that is being set up."""
    who = visitor(request)
    ctx = await _caller(who)
    if ctx is None:
        return _elsewhere(request, who)
    stage = await in_read(two_step.stage, ctx)
    if stage is Stage.PASSED:
        return RedirectResponse(_wish(request, ctx), 303)
    try:
        if stage is Stage.SET_UP:
            return _set_up(request, who, ctx, await _judged(request, who, ctx, two_step.set_up))
        return _passed(request, ctx, await _judged(request, who, ctx, two_step.prove))
    except ProofNeeded:
        return RedirectResponse(CREDENTIALS, 303)
    except (AlreadyDone, NotFound):  # in another tab, a moment ago
        return RedirectResponse(_here(PAGE, request), 303)
    except Refused as refused:
        return await _form(request, who, ctx, stage, refused)


async def show_recovery(request: Request) -> Response:
    """Ask for a recovery code."""
    who = visitor(request)
    ctx = await _caller(who)
    if ctx is None:
        return _elsewhere(request, who)
    if await in_read(two_step.stage, ctx) is not Stage.ASKED:
        return RedirectResponse(_here(PAGE, request), 303)
    return _recovery_form(request, who, ctx)


async def take_recovery(request: Request) -> Response:
    """Take a recovery code in place of the six digits."""
    who = visitor(request)
    ctx = await _caller(who)
    if ctx is None:
        return _elsewhere(request, who)
    if await in_read(two_step.stage, ctx) is not Stage.ASKED:
        return RedirectResponse(_here(PAGE, request), 303)
    try:
        return _passed(request, ctx, await _judged(request, who, ctx, two_step.recover))
    except NotFound:
        return RedirectResponse(_here(PAGE, request), 303)
    except Refused as refused:
        return _recovery_form(request, who, ctx, refused)


async def show_codes(request: Request) -> Response:
    """Show somebody's second step: since when, how many recovery codes are left, and the way to new ones."""
    who = visitor(request)
    ctx = await _proven(who)
    return await _codes_form(who, ctx) if ctx else _first_the_step(request, who)


async def renew_codes(request: Request) -> Response:
    """Make new recovery codes for a code of the authenticator, and show them once."""
    who = visitor(request)
    ctx = await _proven(who)
    if ctx is None:
        return _first_the_step(request, who)
    try:
        codes = await _judged(request, who, ctx, two_step.renew)
    except Refused as refused:
        return await _codes_form(who, ctx, refused)
    return page("two_step_codes.html", who.clinic, ctx.lang, codes=codes, onward=paths.home(ctx.role))


async def _proven(who: Visitor) -> PatientContext | None:
    """Find whoever has proven their second step in this sign-in; only they see and change it."""
    ctx = await _caller(who)
    return ctx if ctx and await in_read(two_step.stage, ctx) is Stage.PASSED else None


def _first_the_step(request: Request, who: Visitor) -> Response:
    if who.cookie_session_id is None:
        return RedirectResponse(f"/sign-in?{urlencode({'next': CODES})}", 303)
    return RedirectResponse(f"{PAGE}?{urlencode({'next': CODES})}", 303)


async def _codes_form(
    who: Visitor, ctx: PatientContext, refused: Refused | None = None, about: str = "code"
) -> Response:
    shown, back = await in_read(two_step.overview, ctx), paths.home(ctx.role) if ctx.role else CREDENTIALS
    facts = {"errors": _errors(ctx, refused, about), "here": CODES, "off": OFF, "back": back, "shown": shown}
    return page("two_step_overview.html", who.clinic, ctx.lang, _status(refused), **facts)


async def turn_off(request: Request) -> Response:
    """Turn a patient's two-step sign-in off for a code of the authenticator."""
    who = visitor(request)
    ctx = await _proven(who)
    if ctx is None:
        return _first_the_step(request, who)
    try:
        await _judged(request, who, ctx, two_step.turn_off)
    except Refused as refused:
        return await _codes_form(who, ctx, refused, about="off")
    response = RedirectResponse(CREDENTIALS, 303)
    set_flash(response, Flash("two_step", done=True))
    return response


async def _caller(who: Visitor) -> PatientContext | None:
    """Find who is signed in, also when their second step is still owed."""
    if who.pending_id is None:
        found = await standing(who)
        return found.ctx if found else None
    pending = await in_read(sessions.standing, who.clinic.id, who.pending_id, now())
    return pending.ctx if isinstance(pending, Pending) else None


async def _judged(request: Request, who: Visitor, ctx: PatientContext, use_case: UseCase[T]) -> T:
    """Count a try, then judge it. A refusal is written down, and takes its time. Raises: Refused."""
    started = time.monotonic()
    try:
        code = (await fields(request)).get("code", "")
        await run_in_threadpool(limits.before_guess, who.address)
        await run_in_threadpool(limits.before_second_step, who.clinic.id, ctx.person_id)
        proven = await in_tx(use_case, ctx, code)
    except (WrongSecondStep, TooManyTries) as refused:
        await _note_refusal(who, ctx, refused)
        await pace.no_sooner(started)
        raise
    await run_in_threadpool(limits.after_second_step, who.clinic.id, ctx.person_id)
    return proven


async def _note_refusal(who: Visitor, ctx: PatientContext, refused: Refused) -> None:
    if not isinstance(refused, TooManyTries):
        await run_in_threadpool(limits.wrong_guess, who.address)
    elif not await run_in_threadpool(limits.is_news, who.address, who.clinic.id, ctx.person_id):
        return
    await in_tx(two_step.refuse, ctx, refused.code)


def _elsewhere(request: Request, who: Visitor) -> Response:
    """Lead away whoever has no second step to give: to the sign-in page, or to their account."""
    if who.session_id:
        return RedirectResponse(paths.HOME, 303)
    return RedirectResponse(f"/sign-in?{urlencode({'next': _here(PAGE, request)})}", 303)


def _passed(request: Request, ctx: PatientContext, session: NewSession) -> Response:
    response = RedirectResponse(_wish(request, ctx), 303)
    cookies.give(response, session)
    return response


def _set_up(request: Request, who: Visitor, ctx: PatientContext, kept: Kept) -> Response:
    response = page("two_step_codes.html", who.clinic, ctx.lang, codes=kept.codes, onward=_wish(request, ctx))
    cookies.give(response, kept.session)
    return response


async def _form(
    request: Request, who: Visitor, ctx: PatientContext, stage: Stage, refused: Refused | None = None
) -> Response:
    shared = {"errors": _errors(ctx, refused), "here": _here(PAGE, request), "is_staff": ctx.role is not None}
    shared["is_pending"] = who.pending_id is not None
    if stage is Stage.PASSKEY:
        return page("two_step_passkey.html", who.clinic, ctx.lang)
    if stage is Stage.ASKED:
        recovery = _here(RECOVERY, request)
        return page("two_step.html", who.clinic, ctx.lang, _status(refused), recovery=recovery, **shared)
    try:
        shown = await in_tx(two_step.begin, ctx)
    except AlreadyDone:
        return RedirectResponse(_here(PAGE, request), 303)
    except ProofNeeded:
        return RedirectResponse(CREDENTIALS, 303)
    return page("two_step_set_up.html", who.clinic, ctx.lang, _status(refused), qr=_qr(shown), shown=shown, **shared)


def _recovery_form(request: Request, who: Visitor, ctx: PatientContext, refused: Refused | None = None) -> Response:
    here, back, errors = _here(RECOVERY, request), _here(PAGE, request), _errors(ctx, refused)
    return page("two_step_recovery.html", who.clinic, ctx.lang, _status(refused), errors=errors, here=here, back=back)


def _errors(ctx: PatientContext, refused: Refused | None, about: str = "code") -> dict[str, str]:
    return {about: say(f"refused.{refused.code}", ctx.lang, **refused.facts)} if refused else {}


def _status(refused: Refused | None) -> int:
    if refused is None:
        return 200
    return 429 if isinstance(refused, TooManyTries) else 422


def _qr(shown: SetUp) -> str:
    """Draw the address as a picture: dark on light in both colour schemes, since cameras want it so."""
    return segno.make(shown.uri, error="m", micro=False).svg_data_uri(scale=4, dark="#000", light="#fff")


def _wish(request: Request, ctx: PatientContext) -> str:
    """Tell where somebody was going: to the side of the portal that is theirs, unless they say another page of it."""
    return paths.local(request.query_params.get("next", ""), paths.home(ctx.role))


def _here(where: str, request: Request) -> str:
    wish = paths.local(request.query_params.get("next", ""), "")
    return f"{where}?{urlencode({'next': wish})}" if wish else where


ROUTES = [
    Route(PAGE, show, methods=["GET"]),
    Route(PAGE, take, methods=["POST"]),
    Route(RECOVERY, show_recovery, methods=["GET"]),
    Route(RECOVERY, take_recovery, methods=["POST"]),
    Route(CODES, show_codes, methods=["GET"]),
    Route(CODES, renew_codes, methods=["POST"]),
    Route(OFF, turn_off, methods=["POST"]),
]
