"""`/welcome/<token>`: choose a username and a password. Plain HTTP, so no token gets into state or logs."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from myaccount.domain.refusals import LinkExpired, NotAcceptable, NotAllowed, TooManyTries
from myaccount.messages import language, say
from myaccount.services.context import ClinicContext
from myaccount.services.identity import passwords, welcome
from myaccount.services.identity.one_time_links import Kind
from myaccount.store.engine import in_read, in_tx
from myaccount.views.identity import LinkForm
from myaccount.web import link_pages
from myaccount.web.form_body import form_fields
from myaccount.web.plain import page
from myaccount.web.visitor import Visitor, visitor


async def show(request: Request) -> Response:
    """Show the form. Looking does not use the link up."""
    who = visitor(request)
    try:
        form = await link_pages.opened(who, Kind.WELCOME, request.path_params["token"], welcome.open_link)
    except (LinkExpired, TooManyTries) as refused:
        return link_pages.turned_away(who, Kind.WELCOME, refused)
    return _form(who, form, form.username, {})


async def accept(request: Request) -> Response:
    """Create the account and land signed in, or show the form again with what was typed."""
    who, token = visitor(request), request.path_params["token"]
    try:
        form = await link_pages.opened(who, Kind.WELCOME, token, welcome.open_link)
        typed = await form_fields(request)
        return await _accepted(request, who, form, typed.get("username", ""), typed.get("password", ""))
    except (LinkExpired, TooManyTries, NotAllowed) as refused:
        return link_pages.turned_away(who, Kind.WELCOME, refused)


async def _accepted(request: Request, who: Visitor, form: LinkForm, username: str, password: str) -> Response:
    token, ctx = request.path_params["token"], link_pages.in_language_of(form, who)
    if problems := await _problems(ctx, form, token, username, password):
        return _form(who, form, username, problems)
    password_hash = await passwords.off_loop(partial(passwords.hash_password, password))
    device = link_pages.device_of(request, who)
    try:
        session = await in_tx(welcome.accept, ctx, token, username, password_hash, device)
    except NotAcceptable as refused:
        return _form(who, form, username, {str(refused.facts["field"]): str(refused.facts["reason"])})
    return await link_pages.landed(who, session)


async def _problems(ctx: ClinicContext, form: LinkForm, token: str, username: str, password: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    try:
        await in_read(welcome.check_username, ctx, token, username)
    except NotAcceptable as refused:
        problems["username"] = str(refused.facts["reason"])
    judged = partial(passwords.weakness, password, username, *form.personal)
    if weak := await passwords.off_loop(judged):
        problems["password"] = say(weak, ctx.lang)
    return problems


def _form(who: Visitor, form: LinkForm, username: str, errors: dict[str, str]) -> Response:
    status = 422 if errors else 200
    return page("welcome.html", who.clinic, language(form.lang), status, form=form, username=username, errors=errors)


ROUTES = [
    Route("/welcome/{token}", show, methods=["GET"]),
    Route("/welcome/{token}", accept, methods=["POST"]),
]
