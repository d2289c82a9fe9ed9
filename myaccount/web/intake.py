"""Files that answer a question of an intake form, taken in as documents are."""

from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from myaccount.domain.documents import named_type
from myaccount.domain.family import Permission
from myaccount.domain.refusals import NotFound
from myaccount.services.context import PatientContext
from myaccount.services.intake import filling
from myaccount.store import files
from myaccount.store.engine import in_tx
from myaccount.web import rate_limits
from myaccount.web.caller import on_behalf
from myaccount.web.documents import NAME, NAME_AT_MOST, arrived, problem
from myaccount.web.private_files import caller, served
from myaccount.web.visitor import visitor


async def upload(request: Request, ctx: PatientContext, _person_id: str) -> Response:
    """Take a file in as an answer, and answer with the id of its question.

    Edges: whether the form takes a file here is judged before a byte of it is taken, and again when all of it is there.
    """
    name = unquote(request.headers.get(NAME, "")[:NAME_AT_MOST], errors="replace")
    form_id, question_id = request.path_params["form_id"], request.path_params["question_id"]
    whose = await on_behalf(request, ctx, Permission.FORMS)
    await in_tx(filling.check_file, whose, form_id, question_id)
    named_type(name)
    await run_in_threadpool(rate_limits.before_upload, ctx.clinic.id, ctx.person_id, is_staff=False)
    file = await arrived(request, ctx, name)
    try:
        still = await caller(request, visitor(request))
        if still is None:
            raise NotFound()
        await in_tx(filling.keep_file, await on_behalf(request, still, Permission.FORMS), form_id, question_id, file)
    except BaseException:
        await run_in_threadpool(files.drop, file.file_id)
        raise
    await run_in_threadpool(files.settle, file.file_id)
    return JSONResponse({"id": question_id})


ROUTES = [
    Route("/account/forms/{form_id}/files/{question_id}", served(upload, problem), methods=["POST"]),
]
