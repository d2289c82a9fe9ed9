"""Forms as files: one of the clinic's written down, and one read in, all of it or nothing."""

import asyncio

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from myaccount.domain.documents import FileCutOff, FileTooLarge
from myaccount.domain.refusals import NotFound
from myaccount.messages import Language, say
from myaccount.services.clinic_file.problems import BadClinicFile
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.intake import builder, catalogue
from myaccount.services.intake.exchange import FILE_AT_MOST
from myaccount.store.engine import in_read, in_tx
from myaccount.web import rate_limits
from myaccount.web.body import BodyTooLarge, read_body
from myaccount.web.private_files import named, served

TOLD_AT_MOST = 8
TIMEOUT = 30
"""For how many seconds a file may take to arrive."""


async def export(request: Request, ctx: PatientContext, _person_id: str) -> Response:
    """Serve a form as a file."""
    if not isinstance(ctx, StaffContext):
        raise NotFound()
    name, content = await in_read(builder.shared, ctx, request.path_params["template_id"])
    headers = named(f"{name}.json", "attachment") | {"content-security-policy": "default-src 'none'; sandbox"}
    return Response(content, media_type="application/json", headers=headers)


async def bring(request: Request, ctx: PatientContext, _person_id: str) -> Response:
    """Take a form file in, and answer with the id of the form that began with it, or with what is wrong."""
    if not isinstance(ctx, StaffContext):
        raise NotFound()
    await run_in_threadpool(rate_limits.before_upload, ctx.clinic.id, ctx.person_id, is_staff=True)
    content = await _content(request)
    try:
        return JSONResponse({"id": await in_tx(catalogue.bring, ctx, content)})
    except BadClinicFile as bad:
        return JSONResponse({"problem": _told(bad, ctx.lang)}, 422)


async def _content(request: Request) -> bytes:
    try:
        async with asyncio.timeout(TIMEOUT):
            return await read_body(request, FILE_AT_MOST)
    except BodyTooLarge as error:
        raise FileTooLarge() from error
    except (ClientDisconnect, TimeoutError) as error:
        raise FileCutOff() from error


def _told(bad: BadClinicFile, lang: Language) -> str:
    lines = [str(one) for one in bad.problems[:TOLD_AT_MOST]]
    more = len(bad.problems) - len(lines)
    if more:
        lines.append(say("template.import.more", lang, count=more))
    return "\n".join([say("template.import.refused", lang), *lines])


def _problem(words: str, status: int) -> Response:
    return JSONResponse({"problem": words}, status)


ROUTES = [
    Route("/clinic/forms/import", served(bring, _problem), methods=["POST"]),
    Route("/clinic/forms/{template_id}/file", served(export), methods=["GET"]),
]
