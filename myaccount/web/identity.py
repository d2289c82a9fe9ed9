"""Signing in and out, and asking for a new password: the forms behind the pages `/sign-in` and `/forgot`."""

import time
from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from myaccount.domain.refusals import ContactMissing, Refused, TooManyTries, WrongCode
from myaccount.services.identity import passwords, reset
from myaccount.services.identity import signing_in as identity
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.identity.signing_in import Candidate
from myaccount.store.engine import in_read, in_tx
from myaccount.web import cookies, link_pages, paths, rate_limits, refusal_delay
from myaccount.web.caller import landing
from myaccount.web.flash import Flash, drop_flash, refusal, set_flash
from myaccount.web.form_body import form_fields
from myaccount.web.visitor import Visitor, visitor


async def sign_in(request: Request) -> Response:
    """Sign in and go where the person was going; else back to the page, which says why, with what was typed."""
    who, started = visitor(request), time.monotonic()
    typed: Mapping[str, str] = {}
    try:
        typed = await form_fields(request)
        session = await _signed_in(request, who, typed)
    except Refused as refused:
        await refusal_delay.no_sooner(started)
        return _back_to_sign_in(refused, typed, paths.local(_next_path(request, typed)))
    response = RedirectResponse(await landing(who, session, _next_path(request, typed)), 303)
    cookies.give(response, session)
    drop_flash(response)
    return response


async def sign_out(request: Request) -> Response:
    """End the session at its owner's wish; to somebody signed out already, the same answer."""
    who = visitor(request)
    if who.cookie_session_id:
        await in_tx(identity.sign_out, who.context(), who.cookie_session_id)
    response = RedirectResponse("/sign-in", 303)
    cookies.take_back(response)
    return response


async def forgot(request: Request) -> Response:
    """Send a link and a code to whoever the contact belongs to; the answer is the same for everybody."""
    who, started, contact = visitor(request), time.monotonic(), ""
    try:
        contact = (await form_fields(request)).get("contact", "").strip()
        if not contact:
            raise ContactMissing()
        await run_in_threadpool(rate_limits.before_reset, who.clinic.id, contact, who.address)
        await in_tx(reset.ask, who.context(), contact)
    except Refused as refused:
        return _back_to_forgot(refusal("forgot", refused, contact=contact))
    await refusal_delay.no_sooner(started)
    return _back_to_forgot(Flash("forgot", typed={"contact": contact[:200]}, sent=True))


async def code(request: Request) -> Response:
    """Take a typed code in place of the mailed link."""
    who, started, contact = visitor(request), time.monotonic(), ""
    try:
        typed = await form_fields(request)
        contact = typed.get("contact", "").strip()
        token = await _token_for(who, contact, typed.get("code", ""))
    except Refused as refused:
        await refusal_delay.no_sooner(started)
        said = refusal("forgot", refused, contact=contact)
        return _back_to_forgot(Flash(said.page, said.code, said.typed, said.facts, sent=bool(contact)))
    return RedirectResponse(f"/reset/{token}", 303)


async def _signed_in(request: Request, who: Visitor, typed: Mapping[str, str]) -> NewSession:
    name, ctx = typed.get("username", ""), who.context()
    found = await in_read(identity.candidates, ctx, name)
    try:
        await run_in_threadpool(rate_limits.before_sign_in, who.clinic.id, name, who.address)
        proof = await passwords.off_loop(partial(identity.proven, found, typed.get("password", "")))
        device, keep_signed_in = link_pages.device_of(request, who), typed.get("keep") == "on"
        session = await in_tx(identity.sign_in, ctx, proof, keep_signed_in, device, who.cookie_session_id)
    except Refused as refused:
        await _note_refusal(who, name, found, refused)
        raise
    await run_in_threadpool(rate_limits.after_sign_in, who.clinic.id, name)
    return session


async def _note_refusal(who: Visitor, name: str, found: Sequence[Candidate], refused: Refused) -> None:
    if not isinstance(refused, TooManyTries):
        await run_in_threadpool(rate_limits.wrong_guess, who.address)
    elif not await run_in_threadpool(rate_limits.is_news, who.address, who.clinic.id, name):
        return
    await in_tx(identity.refuse, who.context(), found, refused.code)


async def _token_for(who: Visitor, contact: str, typed_code: str) -> str:
    if not contact:
        raise ContactMissing()
    await run_in_threadpool(rate_limits.before_guess, who.address)
    await run_in_threadpool(rate_limits.before_code, who.clinic.id, contact)
    token = await in_tx(reset.check_code, who.context(), contact, typed_code)
    if token is None:
        await run_in_threadpool(rate_limits.wrong_guess, who.address)
        raise WrongCode()
    return token


def _next_path(request: Request, typed: Mapping[str, str]) -> str:
    """Find where the person was going. A form sent before its page has come alive knows it by its address only."""
    return typed.get("next") or request.query_params.get("next", "")


def _back_to_sign_in(refused: Refused, typed: Mapping[str, str], next_path: str) -> Response:
    query = f"?{urlencode({'next': next_path})}" if next_path != paths.HOME else ""
    response = RedirectResponse(f"/sign-in{query}", 303)
    set_flash(response, refusal("sign_in", refused, username=typed.get("username", "")))
    return response


def _back_to_forgot(said: Flash) -> Response:
    response = RedirectResponse("/forgot", 303)
    set_flash(response, said)
    return response


ROUTES = [
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/forgot", forgot, methods=["POST"]),
    Route("/forgot/code", code, methods=["POST"]),
]
