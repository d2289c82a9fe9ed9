"""The page behind the code on a receipt: for whoever holds the paper, without a sign-in."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from myaccount.domain.receipts import read_code
from myaccount.domain.refusals import NotFound, TooManyTries
from myaccount.messages import say
from myaccount.services.receipts import verification
from myaccount.store.engine import in_read
from myaccount.web import rate_limits
from myaccount.web.plain import page
from myaccount.web.visitor import visitor

PLACE = "/verify"


async def ask(request: Request) -> Response:
    """Ask for a code, or go where the code that was typed leads."""
    typed = request.query_params.get("code", "").strip()
    if typed:
        return RedirectResponse(f"{PLACE}/{read_code(typed) or quote(typed[:40], safe='')}", 303)
    who = visitor(request)
    return page("verify.html", who.clinic, who.lang, title=say("verify.title", who.lang), line="", receipt_status="")


async def verify(request: Request) -> Response:
    """Say whether a receipt stands, and nothing else."""
    who, amount = visitor(request), ""
    try:
        await run_in_threadpool(rate_limits.before_verify, who.address)
        found = await in_read(verification.verdict, who.context(), request.path_params["code"])
    except NotFound:
        status, receipt_status, line = 404, "unknown", say("verify.unknown.line", who.lang)
    except TooManyTries as refused:
        status, receipt_status, line = 429, "wait", say("refused.too_many_tries", who.lang, **refused.facts)
    else:
        status, receipt_status, amount = 200, found.status, found.amount
        line = say(f"verify.{receipt_status}.line", who.lang, amount=amount)
    title = say(f"verify.{receipt_status}", who.lang, amount=amount)
    return page("verify.html", who.clinic, who.lang, status, title=title, line=line, receipt_status=receipt_status)


ROUTES = [
    Route(PLACE, ask, methods=["GET"]),
    Route(PLACE + "/{code}", verify, methods=["GET"]),
]
