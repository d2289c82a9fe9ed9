"""Documents as files: handed out in pieces, whole or in part, and taken in as they arrive.

No more than a piece of one is in memory at a time, and nothing of it is read or written on the event loop.
"""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from myaccount.domain.documents import FILE_AT_MOST, FileCutOff, FileTooLarge
from myaccount.domain.refusals import NotFound
from myaccount.press import printing
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.documents import downloads, uploads
from myaccount.services.documents.uploads import Upload
from myaccount.store import files
from myaccount.store.engine import in_read, in_tx
from myaccount.store.files import Incoming
from myaccount.views.documents import Handout
from myaccount.web import rate_limits
from myaccount.web.byte_ranges import ranged_response
from myaccount.web.private_files import OF_ITS_OWN, PDF, caller, named, served
from myaccount.web.visitor import visitor

OWN, STAFF = "/account/documents", "/clinic/patients/{person_id}/documents"
NAME = "x-file-name"
"""The header with the file's name, percent-encoded: a page of another origin cannot send it, and no log holds it."""

NAME_AT_MOST = 2000
TIMEOUT = 30
"""For how many seconds nothing may arrive of a file before it counts as cut off."""

LONGEST = 30 * 60
"""How many seconds a file may take to arrive."""

_looking = asyncio.Semaphore(1)
"""One file is looked into at a time: a picture takes memory while it is drawn anew."""

Found = TypeVar("Found")
Judge = Callable[[Incoming, str, str, str], Found]
"""Looks into a file that has arrived: itself, its SHA-256, its name, and what it is called without one."""

INLINE = OF_ITS_OWN
CLOSED = {"content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'"}
"""What is only downloaded runs nothing either, should a browser show it after all."""


async def file(request: Request, ctx: PatientContext, person_id: str) -> Response:
    """Serve a document: to look at, or to download; all of it, or the part that is asked for."""
    how: Any = "download" if "download" in request.query_params else "view"
    document_id = request.path_params["document_id"]
    if isinstance(ctx, StaffContext):
        number = _number(request.query_params.get("version", ""))
        handout = await in_tx(downloads.to_clinic, ctx, person_id, document_id, number, how)
    else:
        handout = await in_tx(downloads.to_patient, ctx, document_id, how)
    if handout.paper is not None:
        return await _printed(ctx, handout, how)
    return _part(request, handout, how)


async def upload(request: Request, ctx: PatientContext, person_id: str) -> Response:
    """Take a file in, and answer with the id of its document.

    Edges: what is too large is cut off as soon as that is known. Whoever may no longer send when it has arrived, is
    refused then.
    """
    name = file_name(request)
    is_staff = isinstance(ctx, StaffContext)
    await in_read(uploads.check, ctx, person_id, name)
    await run_in_threadpool(rate_limits.before_upload, ctx.clinic.id, ctx.person_id, is_staff=is_staff)
    taken = await arrived(request, ctx, name)
    try:
        still = await caller(request, visitor(request))
        if still is None:
            raise NotFound()
        document_id = await in_tx(uploads.keep, still, person_id, taken)
    except BaseException:
        await run_in_threadpool(files.drop, taken.file_id)
        raise
    await run_in_threadpool(files.settle, taken.file_id)
    return JSONResponse({"id": document_id})


def file_name(request: Request) -> str:
    """Read what a file that is sent is called."""
    return unquote(request.headers.get(NAME, "")[:NAME_AT_MOST], errors="replace")


async def arrived(request: Request, ctx: PatientContext, name: str) -> Upload:
    """Take a file in as it arrives, and look into it. Raises: as `looked_into`."""
    return await looked_into(request, ctx, name, uploads.judged)


async def looked_into(
    request: Request, ctx: PatientContext, name: str, judge: Judge[Found], limit: int | None = None
) -> Found:
    """Take a file of `limit` bytes, or of 50 MB, in as it arrives, and let it be judged.

    Raises: FileTooLarge · FileCutOff · and what `judge` raises.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > (limit or FILE_AT_MOST):
        raise FileTooLarge()
    incoming = await run_in_threadpool(Incoming, limit)
    try:
        async with asyncio.timeout(LONGEST):
            await _take(request, incoming)
        if announced.isdigit() and int(announced) != incoming.size:
            raise FileCutOff()
        sha256 = await run_in_threadpool(incoming.finish)
    except (ClientDisconnect, TimeoutError) as error:
        await run_in_threadpool(incoming.discard)
        raise FileCutOff() from error
    except BaseException:
        await run_in_threadpool(incoming.discard)
        raise
    async with _looking:
        return await run_in_threadpool(judge, incoming, sha256, name, uploads.untitled(ctx))


async def _take(request: Request, incoming: Incoming) -> None:
    stream, waiting = request.stream(), bytearray()
    while True:
        async with asyncio.timeout(TIMEOUT):
            content = await anext(stream, None)
        if content is not None:
            waiting += content
        if waiting and (content is None or len(waiting) >= files.PIECE):
            await run_in_threadpool(incoming.write, bytes(waiting))
            waiting.clear()
        if content is None:
            return


async def _printed(ctx: PatientContext, handout: Handout, how: str) -> Response:
    await run_in_threadpool(rate_limits.before_print, ctx.clinic.id, ctx.person_id)
    assert handout.paper is not None
    disposition = "attachment" if how == "download" else "inline"
    pdf = await printing.pdf([handout.paper], handout.paper.title)
    return Response(pdf, media_type=PDF, headers=named(handout.name, disposition) | OF_ITS_OWN)


def _part(request: Request, handout: Handout, how: str) -> Response:
    is_shown = handout.is_shown and how == "view"
    headers = named(handout.name, "inline" if is_shown else "attachment") | (INLINE if is_shown else CLOSED)
    media = f"{handout.media}; charset=utf-8" if handout.media.startswith("text/") else handout.media
    return ranged_response(request, handout.file_id, handout.size, headers, media)


def _number(typed: str) -> int:
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 6):
        raise NotFound()
    return int(typed or 0)


def problem(words: str, status: int) -> Response:
    """Say why a file is not taken, for the button that sent it."""
    return JSONResponse({"problem": words}, status)


ROUTES = [
    route
    for place in (OWN, STAFF)
    for route in (
        Route(f"{place}/{{document_id}}/file", served(file), methods=["GET"]),
        Route(f"{place}/upload", served(upload, problem), methods=["POST"]),
    )
]
