"""`/reset/<token>`: choose a new password. Plain HTTP, so no token gets into state or logs."""

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from myaccount.domain.refusals import LinkExpired, NotAllowed, TooManyTries
from myaccount.messages import language, say
from myaccount.services.identity import passwords, reset
from myaccount.services.identity.one_time_links import Kind
from myaccount.store.engine import in_tx
from myaccount.views.identity import LinkForm
from myaccount.web import link_pages, rate_limits
from myaccount.web.form_body import form_fields
from myaccount.web.plain import page
from myaccount.web.visitor import Visitor, visitor


async def show(request: Request) -> Response:
    """Show the form. Looking does not use the link up."""
    who = visitor(request)
    try:
        form = await link_pages.opened(who, Kind.RESET, request.path_params["token"], reset.open_link)
    except (LinkExpired, TooManyTries) as refused:
        return link_pages.turned_away(who, Kind.RESET, refused)
    return _form(who, form, {})


async def accept(request: Request) -> Response:
    """Take the new password and land signed in, or show the form again."""
    who, token = visitor(request), request.path_params["token"]
    try:
        form = await link_pages.opened(who, Kind.RESET, token, reset.open_link)
        typed = await form_fields(request)
        return await _accepted(request, who, form, typed.get("password", ""))
    except (LinkExpired, TooManyTries, NotAllowed) as refused:
        return link_pages.turned_away(who, Kind.RESET, refused)


async def _accepted(request: Request, who: Visitor, form: LinkForm, password: str) -> Response:
    ctx = link_pages.in_language_of(form, who)
    if weak := await passwords.off_loop(partial(passwords.weakness, password, *form.personal)):
        return _form(who, form, {"password": say(weak, ctx.lang)})
    password_hash = await passwords.off_loop(partial(passwords.hash_password, password))
    device = link_pages.device_of(request, who)
    session = await in_tx(reset.accept, ctx, request.path_params["token"], password_hash, device)
    await run_in_threadpool(rate_limits.after_sign_in, who.clinic.id, form.username)
    return await link_pages.landed(who, session)


def _form(who: Visitor, form: LinkForm, errors: dict[str, str]) -> Response:
    status = 422 if errors else 200
    return page("reset.html", who.clinic, language(form.lang), status, form=form, errors=errors)


ROUTES = [
    Route("/reset/{token}", show, methods=["GET"]),
    Route("/reset/{token}", accept, methods=["POST"]),
]
