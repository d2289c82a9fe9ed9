"""`/two-step`: the second step of signing in. Plain HTTP, so neither secrets nor codes get into state or logs."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

import segno
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from myaccount.domain.identity_refusals import ProofNeeded
from myaccount.domain.refusals import AlreadyDone, NotFound, Refused
from myaccount.services.context import PatientContext
from myaccount.services.identity import two_step
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.identity.two_step import Kept, Stage
from myaccount.store.engine import in_read, in_tx
from myaccount.views.two_step import SetUp
from myaccount.web import cookies, paths, second_step
from myaccount.web.plain import page
from myaccount.web.visitor import Visitor, visitor

PAGE, RECOVERY = "/two-step", "/two-step/recovery"
CREDENTIALS = "/account/password"
Step = Callable[[Request, Visitor, PatientContext, Stage], Awaitable[Response]]


def _owed(step: Step) -> Callable[[Request], Awaitable[Response]]:
    """Let whoever is signed in take a step from where they stand, and lead everybody else away."""

    async def from_where_they_stand(request: Request) -> Response:
        who = visitor(request)
        ctx = await second_step.caller(who)
        if ctx is None:
            return _elsewhere(request, who)
        return await step(request, who, ctx, await in_read(two_step.stage, ctx))

    return from_where_they_stand


@_owed
async def show(request: Request, who: Visitor, ctx: PatientContext, stage: Stage) -> Response:
    """Ask for six digits, or show how to set them up; whoever has given them goes on."""
    if stage is Stage.PASSED:
        return RedirectResponse(_next_path(request, ctx), 303)
    return await _form(request, who, ctx, stage)


@_owed
async def take(request: Request, who: Visitor, ctx: PatientContext, stage: Stage) -> Response:
    """Take six digits: of an authenticator that is known, or the first of one that is being set up."""
    if stage is Stage.PASSED:
        return RedirectResponse(_next_path(request, ctx), 303)
    try:
        if stage is Stage.SET_UP:
            return _set_up(request, who, ctx, await second_step.judged(request, who, ctx, two_step.set_up))
        return _passed(request, ctx, await second_step.judged(request, who, ctx, two_step.prove))
    except ProofNeeded:
        return RedirectResponse(CREDENTIALS, 303)
    except (AlreadyDone, NotFound):  # in another tab, a moment ago
        return RedirectResponse(_here(PAGE, request), 303)
    except Refused as refused:
        return await _form(request, who, ctx, stage, refused)


@_owed
async def show_recovery(request: Request, who: Visitor, ctx: PatientContext, stage: Stage) -> Response:
    """Ask for a recovery code."""
    if stage is not Stage.ASKED:
        return RedirectResponse(_here(PAGE, request), 303)
    return _recovery_form(request, who, ctx)


@_owed
async def take_recovery(request: Request, who: Visitor, ctx: PatientContext, stage: Stage) -> Response:
    """Take a recovery code in place of the six digits."""
    if stage is not Stage.ASKED:
        return RedirectResponse(_here(PAGE, request), 303)
    try:
        return _passed(request, ctx, await second_step.judged(request, who, ctx, two_step.recover))
    except NotFound:
        return RedirectResponse(_here(PAGE, request), 303)
    except Refused as refused:
        return _recovery_form(request, who, ctx, refused)


def _elsewhere(request: Request, who: Visitor) -> Response:
    """Lead away whoever has no second step to give: to the sign-in page, or to their account."""
    if who.session_id:
        return RedirectResponse(paths.HOME, 303)
    return RedirectResponse(f"/sign-in?{urlencode({'next': _here(PAGE, request)})}", 303)


def _passed(request: Request, ctx: PatientContext, session: NewSession) -> Response:
    response = RedirectResponse(_next_path(request, ctx), 303)
    cookies.give(response, session)
    return response


def _set_up(request: Request, who: Visitor, ctx: PatientContext, kept: Kept) -> Response:
    response = page("two_step_codes.html", who.clinic, ctx.lang, codes=kept.codes, onward=_next_path(request, ctx))
    cookies.give(response, kept.session)
    return response


async def _form(
    request: Request, who: Visitor, ctx: PatientContext, stage: Stage, refused: Refused | None = None
) -> Response:
    shared = {
        "errors": second_step.errors(ctx, refused),
        "here": _here(PAGE, request),
        "is_staff": ctx.role is not None,
    }
    shared["is_pending"] = who.pending_id is not None
    if stage is Stage.PASSKEY:
        return page("two_step_passkey.html", who.clinic, ctx.lang)
    if stage is Stage.ASKED:
        recovery = _here(RECOVERY, request)
        return page("two_step.html", who.clinic, ctx.lang, second_step.status(refused), recovery=recovery, **shared)
    try:
        shown = await in_tx(two_step.begin, ctx)
    except AlreadyDone:
        return RedirectResponse(_here(PAGE, request), 303)
    except ProofNeeded:
        return RedirectResponse(CREDENTIALS, 303)
    return page(
        "two_step_set_up.html", who.clinic, ctx.lang, second_step.status(refused), qr=_qr(shown), shown=shown, **shared
    )


def _recovery_form(request: Request, who: Visitor, ctx: PatientContext, refused: Refused | None = None) -> Response:
    here, back, errors = _here(RECOVERY, request), _here(PAGE, request), second_step.errors(ctx, refused)
    return page(
        "two_step_recovery.html", who.clinic, ctx.lang, second_step.status(refused), errors=errors, here=here, back=back
    )


def _qr(shown: SetUp) -> str:
    """Draw the address as a picture: dark on light in both colour schemes, since cameras want it so."""
    return segno.make(shown.uri, error="m", micro=False).svg_data_uri(scale=4, dark="#000", light="#fff")


def _next_path(request: Request, ctx: PatientContext) -> str:
    """Tell where somebody was going: to the side of the portal that is theirs, unless they say another page of it."""
    return paths.local(request.query_params.get("next", ""), paths.home(ctx.role))


def _here(where: str, request: Request) -> str:
    next_path = paths.local(request.query_params.get("next", ""), "")
    return f"{where}?{urlencode({'next': next_path})}" if next_path else where


ROUTES = [
    Route(PAGE, show, methods=["GET"]),
    Route(PAGE, take, methods=["POST"]),
    Route(RECOVERY, show_recovery, methods=["GET"]),
    Route(RECOVERY, take_recovery, methods=["POST"]),
]
