"""The clinic's logo over HTTP: taken in from the owner, and shown to everybody at the clinic's address."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from myaccount.clock import now
from myaccount.domain.documents import PNG, FileTooLarge
from myaccount.domain.logo import AT_MOST, LogoTooLarge
from myaccount.domain.refusals import NotFound
from myaccount.services.clinic import logo
from myaccount.services.clinic.shell import LOGO
from myaccount.services.context import ClinicContext, PatientContext, StaffContext
from myaccount.store import files
from myaccount.store.engine import in_read, in_tx
from myaccount.web import rate_limits
from myaccount.web.byte_ranges import ranged_response
from myaccount.web.documents import file_name, looked_into, problem
from myaccount.web.private_files import caller, served
from myaccount.web.visitor import visitor

UPLOAD = "/clinic/settings/logo"
SAFE = {"content-security-policy": "default-src 'none'; frame-ancestors 'none'"}


async def upload(request: Request, ctx: PatientContext, _person_id: str) -> Response:
    """Take a logo in, and answer with its digest.

    Edges: what is too large is cut off as soon as that is known. Whoever is no owner any more when it has arrived, is
    refused then.
    """
    owner = _staff(ctx)
    name = file_name(request)
    await in_read(logo.check, owner, name)
    await run_in_threadpool(rate_limits.before_upload, ctx.clinic.id, ctx.person_id, is_staff=True)
    try:
        drawn = await looked_into(request, ctx, name, logo.drawn, AT_MOST)
    except FileTooLarge as error:
        raise LogoTooLarge() from error
    try:
        digest = await in_tx(logo.keep, _staff(await caller(request, visitor(request))), drawn)
    except BaseException:
        await run_in_threadpool(files.drop, drawn.file.file_id)
        raise
    await run_in_threadpool(files.settle, drawn.file.file_id)
    return JSONResponse({"id": digest})


async def picture(request: Request) -> Response:
    """Serve the logo of the clinic that is asked. Its address names its content, so a browser may keep it for good."""
    who = visitor(request)
    ctx = ClinicContext(who.clinic, now(), who.lang)
    try:
        file_id, size = await in_read(logo.shown, ctx, request.path_params["digest"])
    except NotFound:
        return PlainTextResponse("", 404)
    return ranged_response(request, file_id, size, SAFE, PNG.media)


def _staff(ctx: PatientContext | None) -> StaffContext:
    if not isinstance(ctx, StaffContext):
        raise NotFound()
    return ctx


ROUTES = [
    Route(UPLOAD, served(upload, problem), methods=["POST"]),
    Route(f"{LOGO}/{{digest}}.png", picture, methods=["GET"]),
]
