"""Passkeys: what a page asks a device for it, and the device's answers. Plain HTTP, since only it sets a cookie.

The pages' script posts a form and reads a few words of JSON: `ask` is what the device is asked, `to` where to go on,
`said` what was wrong. The origin of every post is checked by the guard; that of the answer is proven with it.
"""

import time
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from myaccount.domain.identity_refusals import ProofNeeded, WrongPassword
from myaccount.domain.passkeys import NoPasskeysHere, PasskeyNotMade, PasskeyRefused, Purpose, relying_party
from myaccount.domain.refusals import NotAcceptable, Refused, TooManyTries
from myaccount.integrations import webauthn
from myaccount.integrations.webauthn import Claim, Place, Unproven
from myaccount.messages import Language, say
from myaccount.services.context import PatientContext
from myaccount.services.identity.devices import name_of
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.passkeys import challenges, own, signing_in
from myaccount.store.engine import in_read, in_tx
from myaccount.web import cookies, link_pages, own_account, paths, rate_limits, refusal_delay
from myaccount.web.caller import active_session, landing
from myaccount.web.flash import Flash, drop_flash, refusal, set_flash
from myaccount.web.form_body import form_fields
from myaccount.web.visitor import Visitor, visitor

PAGE, SIGN_IN = "/account/password", "/sign-in"
Typed = Mapping[str, str]


async def ask_to_sign_in(request: Request) -> Response:
    """Ask whatever device a guest has for a passkey of this host."""
    who = visitor(request)
    try:
        return JSONResponse({"ask": signing_in.begin(who.context(), _place(request))})
    except Refused as refused:
        return _turned_down(refused, who.lang)


async def sign_in(request: Request) -> Response:
    """Sign in with what a device answers, and go where the person was going."""
    who, started = visitor(request), time.monotonic()
    try:
        typed = await form_fields(request)
        session = await _signed_in(request, who, typed)
    except Refused as refused:
        await refusal_delay.no_sooner(started)
        return _turned_down(refused, who.lang)
    response = JSONResponse({"to": await landing(who, session, typed.get("next", ""))})
    cookies.give(response, session)
    drop_flash(response)
    return response


async def ask_to_add(request: Request) -> Response:
    """Ask the device of somebody signed in to make a passkey; after their password, given too long ago."""
    who, started = visitor(request), time.monotonic()
    found = await active_session(who)
    if found is None:
        return JSONResponse({"to": PAGE})
    renewed: NewSession | None = None
    try:
        renewed = await own_account.proven_if_due(found.ctx, await form_fields(request))
        response: Response = JSONResponse({"ask": await in_read(own.begin, found.ctx, _place(request))})
    except Refused as refused:
        await refusal_delay.no_sooner(started)
        response = _turned_down(refused, found.ctx.lang)
    return cookies.renewed(response, renewed)


async def add(request: Request) -> Response:
    """Keep the passkey that the device has made."""
    who = visitor(request)
    found = await active_session(who)
    if found is None:
        return JSONResponse({"to": PAGE})
    try:
        name = await _added(request, who, found.ctx)
    except Refused as refused:
        await in_tx(own.refuse, found.ctx, refused.code)
        return _turned_down(refused, found.ctx.lang)
    return _done(JSONResponse({"to": PAGE}), "added", name)


async def remove(request: Request) -> Response:
    """Remove a passkey, for whoever has just shown that it is them."""
    found, started, typed = await active_session(visitor(request)), time.monotonic(), {}
    response, renewed = RedirectResponse(PAGE, 303), None
    if found is None:
        return response
    try:
        typed = await form_fields(request)
        renewed = await own_account.proven_if_due(found.ctx, typed)
        name = await in_tx(own.remove, found.ctx, typed.get("passkey", ""))
        _done(response, "removed", name)
    except Refused as refused:
        await refusal_delay.no_sooner(started)
        await _note(found.ctx, refused)
        set_flash(response, refusal("passkeys", refused, passkey=typed.get("passkey", "")))
    return cookies.renewed(response, renewed)


async def _signed_in(request: Request, who: Visitor, typed: Typed) -> NewSession:
    ctx, place, said = who.context(), _place(request), None
    await run_in_threadpool(rate_limits.before_guess, who.address)
    try:
        said = _read(typed, PasskeyRefused)
        await in_tx(challenges.spend, ctx, Purpose.SIGN_IN, who.guest_id, place.rp_id, said.challenge)
        device, keep_signed_in = link_pages.device_of(request, who), typed.get("keep") == "on"
        return await in_tx(signing_in.sign_in, ctx, place, said, keep_signed_in, device, who.cookie_session_id)
    except Refused as refused:
        await run_in_threadpool(rate_limits.wrong_guess, who.address)
        await in_tx(signing_in.refuse, ctx, place, said, refused)
        raise


async def _added(request: Request, who: Visitor, ctx: PatientContext) -> str:
    typed, place = await form_fields(request), _place(request)
    made = _read(typed, PasskeyNotMade)
    await in_tx(challenges.spend, ctx, Purpose.ADD, ctx.session_id, place.rp_id, made.challenge)
    device = link_pages.device_of(request, who)
    name = typed.get("name", "").strip() or name_of(device.browser, device.operating_system, ctx.lang)
    return await in_tx(own.add, ctx, place, made, name)


def _place(request: Request) -> Place:
    """Tell where passkeys are asked for. Raises: NoPasskeysHere at an address without a name, and to no browser."""
    rp_id = relying_party(paths.host_name(request.headers.get("host", "")).lower())
    origin = request.headers.get("origin", "")
    if not rp_id or not origin:
        raise NoPasskeysHere()
    return Place(rp_id, origin)


def _read(typed: Typed, refused: type[Refused]) -> Claim:
    try:
        return webauthn.claim(typed.get("answer", ""))
    except Unproven as fault:
        raise refused() from fault


async def _note(ctx: PatientContext, refused: Refused) -> None:
    """Write a refusal down; a wrong password has been."""
    if not isinstance(refused, WrongPassword | TooManyTries):
        await in_tx(own.refuse, ctx, refused.code)


def _turned_down(refused: Refused, lang: Language) -> Response:
    if isinstance(refused, NotAcceptable):
        return JSONResponse({"said": str(refused.facts["reason"]), "field": str(refused.facts["field"])}, 422)
    said = say(f"refused.{refused.code}", lang, **refused.facts)
    asks = isinstance(refused, ProofNeeded | WrongPassword)
    return JSONResponse({"said": said, "field": "current" if asks else ""}, 422)


def _done(response: Response, what: str, name: str) -> Response:
    set_flash(response, Flash("passkeys", typed={"which": what, "name": name}, done=True))
    return response


ROUTES = [
    Route(f"{SIGN_IN}/passkey/ask", ask_to_sign_in, methods=["POST"]),
    Route(f"{SIGN_IN}/passkey", sign_in, methods=["POST"]),
    Route(f"{PAGE}/passkeys/ask", ask_to_add, methods=["POST"]),
    Route(f"{PAGE}/passkeys", add, methods=["POST"]),
    Route(f"{PAGE}/passkeys/remove", remove, methods=["POST"]),
]
