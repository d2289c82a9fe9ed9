"""Receipts as files: a paper, a page of them, the statement of a year. The clinic's side serves the very same.

The desk has detailed receipts besides, of invoices.
"""

from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from myaccount.domain.receipts import Paper
from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.receipts import detailed as detailed_receipts
from myaccount.services.receipts import orders
from myaccount.store.engine import in_tx
from myaccount.views.receipts import Order
from myaccount.web import rate_limits
from myaccount.web.private_files import OF_ITS_OWN, PDF, Serve, named, served

OWN, STAFF = "/account/receipts", "/clinic/patients/{person_id}/receipts"
DETAILED = "/clinic/patients/{person_id}/invoices/{invoice_id}.pdf"


def limited(serve: Serve) -> Serve:
    """Count what is asked for: each paper may have to be printed."""

    async def serve_some(request: Request, ctx: PatientContext, person_id: str) -> Response:
        await run_in_threadpool(rate_limits.before_print, ctx.clinic.id, ctx.person_id)
        return await serve(request, ctx, person_id)

    return serve_some


async def receipt(request: Request, ctx: PatientContext, person_id: str) -> Response:
    """Serve a receipt: to look at, or to download."""
    return await _paper(request, ctx, person_id, Paper.RECEIPT)


async def superbill(request: Request, ctx: PatientContext, person_id: str) -> Response:
    """Serve the superbill of a receipt. While it lacks something, say what."""
    return await _paper(request, ctx, person_id, Paper.SUPERBILL)


async def page(request: Request, ctx: PatientContext, person_id: str) -> Response:
    """Serve what a page of the list shows as one file."""
    asked = request.query_params
    first, last = (_day(asked.get(name, "")) for name in ("from", "to"))
    order = await in_tx(orders.page, ctx, person_id, first, last, asked.get("after", ""))
    return await _file(ctx, order)


async def statement(request: Request, ctx: PatientContext, person_id: str) -> Response:
    """Serve the statement of a year."""
    return await _file(ctx, await in_tx(orders.statement, ctx, person_id, request.path_params["year"]))


async def table(request: Request, ctx: PatientContext, person_id: str) -> Response:
    """Serve the statement of a year for a spreadsheet."""
    year = request.path_params["year"]
    rows = await in_tx(orders.table, ctx, person_id, year)
    name = f"{say('paper.statement_title', ctx.lang, year=year)}.csv"
    return Response(rows, media_type="text/csv; charset=utf-8", headers=named(name, "attachment"))


async def detailed(request: Request, ctx: PatientContext, person_id: str) -> Response:
    """Serve the detailed receipt of an invoice, to the desk alone."""
    if not isinstance(ctx, StaffContext):
        raise NotFound()
    order = await in_tx(detailed_receipts.order, ctx, person_id, request.path_params["invoice_id"])
    return await _file(ctx, order, "inline")


async def _paper(request: Request, ctx: PatientContext, person_id: str, kind: Paper) -> Response:
    how: Any = "download" if "download" in request.query_params else "view"
    order = await in_tx(orders.one, ctx, person_id, request.path_params["receipt_id"], kind, how)
    return await _file(ctx, order, "attachment" if how == "download" else "inline")


async def _file(ctx: PatientContext, order: Order, disposition: str = "attachment") -> Response:
    headers = named(order.file_name, disposition) | OF_ITS_OWN
    return Response(await orders.delivered(ctx, order), media_type=PDF, headers=headers)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise NotFound() from error


ROUTES = [
    Route(f"{place}/{name}", served(limited(serve)), methods=["GET"])
    for place in (OWN, STAFF)
    for name, serve in (
        ("page.pdf", page),
        ("{year:int}/statement.pdf", statement),
        ("{year:int}/statement.csv", table),
        ("{receipt_id}/superbill.pdf", superbill),
        ("{receipt_id}.pdf", receipt),
    )
] + [Route(DETAILED, served(limited(detailed)), methods=["GET"])]
