"""Username/Password and Manage Sessions: the forms that ask for the password, which never gets into a State."""

import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from myaccount.domain.identity_refusals import WrongPassword
from myaccount.domain.refusals import NotAcceptable, Refused
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.identity import credentials, own_sessions, passwords, reauthentication
from myaccount.services.identity.reauthentication import StoredPassword
from myaccount.services.identity.sign_ins import NewSession
from myaccount.store.engine import in_read, in_tx
from myaccount.web import cookies, rate_limits, refusal_delay
from myaccount.web.caller import active_session
from myaccount.web.flash import Flash, refusal, set_flash
from myaccount.web.form_body import form_fields
from myaccount.web.visitor import visitor

PASSWORD, USERNAME, SESSIONS = "/account/password", "/account/password/username", "/account/sessions"
TWO_STEP, SET_UP = "/account/password/two-step", "/two-step?next=/account/password"
Typed = Mapping[str, str]
Change = Callable[[PatientContext, Typed], Awaitable[NewSession]]


def changed(
    name: str, page: str, change: Change, keeps: str = "", onward: str = ""
) -> Callable[[Request], Awaitable[Response]]:
    """Serve a form of somebody signed in: do what it asks and go back to its page, which says what came of it.

    `name` is what the page knows the form by; what was typed into the field `keeps` is kept. What is only the first
    step leads `onward`. Whoever is signed out is led to sign in, and back to the page.
    """

    async def answer(request: Request) -> Response:
        found, started, typed = await active_session(visitor(request)), time.monotonic(), {}
        response = RedirectResponse(page, 303)
        if found is None:
            return response
        try:
            typed = await form_fields(request)
            session = await change(found.ctx, typed)
            response = RedirectResponse(onward or page, 303)
            cookies.give(response, session)
        except Refused as refused:
            await refusal_delay.no_sooner(started)
            set_flash(response, refusal(name, refused, **({keeps: typed.get(keeps, "")} if keeps else {})))
        else:
            set_flash(response, Flash(name, done=not onward))  # in place of what was said of a try before
        return response

    return answer


async def _new_username(ctx: PatientContext, typed: Typed) -> NewSession:
    chosen = typed.get("username", "")
    await in_read(credentials.judge_username, ctx, chosen)
    return await in_tx(credentials.change_username, ctx, await _proof(ctx, typed), chosen)


async def _new_password(ctx: PatientContext, typed: Typed) -> NewSession:
    proof, chosen = await _proof(ctx, typed), typed.get("password", "")
    avoided = await in_read(credentials.words_to_avoid, ctx)
    if weak := await passwords.off_loop(partial(passwords.weakness, chosen, *avoided)):
        raise NotAcceptable(field="password", reason=say(weak, ctx.lang))
    new_hash = await passwords.off_loop(partial(passwords.hash_password, chosen))
    return await in_tx(credentials.change_password, ctx, proof, new_hash)


async def proven(ctx: PatientContext, typed: Typed) -> NewSession:
    """Note that the password was given again. Raises: WrongPassword · TooManyTries · NotFound."""
    return await in_tx(reauthentication.renew, ctx, await _proof(ctx, typed))


async def proven_if_due(ctx: PatientContext, typed: Typed) -> NewSession | None:
    """Ask for the password, unless it was given lately. Raises: WrongPassword · TooManyTries · NotFound."""
    return await proven(ctx, typed) if await in_read(own_sessions.needs_proof, ctx) else None


async def _end(ctx: PatientContext, typed: Typed) -> NewSession:
    return await in_tx(own_sessions.end_with_proof, ctx, await _proof(ctx, typed), typed.get("which", ""))


async def _proof(ctx: PatientContext, typed: Typed) -> StoredPassword:
    """Judge the password that was given again. A wrong one is written down. Raises: WrongPassword · TooManyTries."""
    known = await in_read(reauthentication.stored_password, ctx)
    try:
        await run_in_threadpool(rate_limits.before_proof, ctx.clinic.id, ctx.person_id)
        proof = await passwords.off_loop(partial(reauthentication.verify, known, typed.get("current", "")))
    except WrongPassword:
        await in_tx(reauthentication.refuse, ctx)
        raise
    await run_in_threadpool(rate_limits.after_proof, ctx.clinic.id, ctx.person_id)
    return proof


ROUTES = [
    Route(PASSWORD, changed("password", PASSWORD, _new_password), methods=["POST"]),
    Route(USERNAME, changed("username", PASSWORD, _new_username, keeps="username"), methods=["POST"]),
    Route(TWO_STEP, changed("two_step", PASSWORD, proven, onward=SET_UP), methods=["POST"]),
    Route(SESSIONS, changed("sessions", SESSIONS, _end, keeps="which"), methods=["POST"]),
]
