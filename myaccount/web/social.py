"""`/auth/…`: going to a sign-in provider and coming back, and linking and unlinking profiles. Plain HTTP throughout.

A form cannot be answered with a redirect to another site: the pages' policy forbids it. So a small page of ours leads
there, which also says where one is going.
"""

import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from myaccount.config import config
from myaccount.domain.refusals import NotFound, Refused
from myaccount.domain.social import Provider, Purpose, SocialFailed, SocialOver, SocialStopped
from myaccount.integrations.oauth.provider import AuthorizationResponse
from myaccount.messages import language, say
from myaccount.services import links
from myaccount.services.social import linking, oauth_attempts, provider_calls, signing_in
from myaccount.services.social.oauth_attempts import FinishedAttempt, Intent, StartedAttempt
from myaccount.store.engine import in_read, in_tx
from myaccount.web import cookies, link_pages, own_account, paths, rate_limits, refusal_delay
from myaccount.web.caller import active_session, landing
from myaccount.web.flash import Flash, drop_flash, refusal, set_flash
from myaccount.web.form_body import form_fields
from myaccount.web.plain import page
from myaccount.web.visitor import KEY, Visitor, visitor

SIGN_IN, PAGE = "/sign-in", "/account/social"
LONGEST = 4000
STOPPED = "access_denied"
PASSED_ON = ("state", "code", "iss", "error")
"""What a provider says that is ours to read."""


@dataclass(frozen=True)
class Said:
    """What a provider lets a browser bring. Edges: what is there twice, or is endless, counts as not there."""

    state: str = ""
    code: str = ""
    iss: str = ""
    error: str = ""

    @classmethod
    def of(cls, request: Request) -> "Said":
        """Read it off an address."""
        given = {name: request.query_params.getlist(name) for name in PASSED_ON}
        return cls(**{name: one[0] for name, one in given.items() if len(one) == 1 and len(one[0]) <= LONGEST})

    def query(self) -> str:
        """Write it as the end of an address."""
        return urlencode({name: value for name in PASSED_ON if (value := getattr(self, name))})


async def begin(request: Request) -> Response:
    """Send whoever wants to sign in to a provider; where they were going is kept."""
    who, next_path = visitor(request), request.query_params.get("next", "")
    try:
        typed = await form_fields(request)
        next_path = typed.get("next") or next_path
        provider = _provider(request)
        if elsewhere := await _proper_place(request, who):
            return RedirectResponse(f"{elsewhere}{_sign_in(next_path)}", 303)
        await run_in_threadpool(rate_limits.before_trip, who.address)
        asked = Intent(Purpose.SIGN_IN, next_path=paths.local(next_path, ""), keep_signed_in=typed.get("keep") == "on")
        begun = await in_tx(oauth_attempts.begin, who.context(), provider, asked)
        return await _leave(who, provider, begun)
    except Refused as refused:
        return _turned_away(refused, SIGN_IN, next_path)


async def link(request: Request) -> Response:
    """Send whoever is signed in to a provider to link a profile; after their password, given too long ago."""
    who = visitor(request)
    found = await active_session(who)
    if found is None:
        return RedirectResponse(PAGE, 303)
    if elsewhere := await _proper_place(request, who):
        return RedirectResponse(f"{elsewhere}{PAGE}", 303)
    started, typed, renewed = time.monotonic(), {}, None
    try:
        typed = await form_fields(request)
        provider = _named(typed.get("provider", ""))
        await run_in_threadpool(rate_limits.before_trip, who.address)
        renewed = await own_account.proven_if_due(found.ctx, typed)
        begun = await in_tx(linking.begin, found.ctx, provider)
        response = await _leave(who, provider, begun)
    except Refused as refused:
        await refusal_delay.no_sooner(started)
        response = _not_done(refused, typed, "link")
    return cookies.renewed(response, renewed)


async def unlink(request: Request) -> Response:
    """Unlink a profile, for whoever has just shown that it is them."""
    found, started, typed, renewed = await active_session(visitor(request)), time.monotonic(), {}, None
    if found is None:
        return RedirectResponse(PAGE, 303)
    try:
        typed = await form_fields(request)
        provider = _named(typed.get("provider", ""))
        renewed = await own_account.proven_if_due(found.ctx, typed)
        await in_tx(linking.unlink, found.ctx, provider)
        response = _done("unlinked", provider)
    except Refused as refused:
        await refusal_delay.no_sooner(started)
        response = _not_done(refused, typed, "unlink")
    return cookies.renewed(response, renewed)


async def callback(request: Request) -> Response:
    """Take whoever comes back from a provider. The clinic that they left is told by what they bring."""
    who: Visitor | None = request.scope.get(KEY)
    said = Said.of(request)
    clinic_id, address = await in_read(oauth_attempts.home_of, said.state)
    if clinic_id and (who is None or clinic_id != who.clinic.id):
        return RedirectResponse(f"{address}{request.url.path}?{said.query()}", 303)
    if who is None:
        lang = language(request.headers.get("accept-language"))
        return PlainTextResponse(say("guard.no_clinic", lang), 404)
    try:
        attempt = await _taken(request, who, said)
    except Refused as refused:
        response = _turned_away(refused, PAGE if who.session_id else SIGN_IN)
    else:
        response = await _received(request, who, attempt, said)
    cookies.drop(response, config().provider_cookie_name)
    return response


async def _taken(request: Request, who: Visitor, said: Said) -> FinishedAttempt:
    await run_in_threadpool(rate_limits.before_guess, who.address)
    cookie = request.cookies.get(config().provider_cookie_name, "")
    try:
        return await in_tx(oauth_attempts.take, who.context(), _provider(request), said.state, cookie)
    except SocialOver:
        await run_in_threadpool(rate_limits.wrong_guess, who.address)
        raise


async def _received(request: Request, who: Visitor, attempt: FinishedAttempt, said: Said) -> Response:
    """Do what somebody went away for, as far as what the provider says proves who they are."""
    if attempt.intent.purpose is Purpose.LINK:
        return await _linked(who, attempt, said)
    started = time.monotonic()
    try:
        profile = await provider_calls.fetch_profile(
            who.context(), attempt.provider, attempt.request, _answer(attempt.provider, said)
        )
        device, keep_signed_in = link_pages.device_of(request, who), attempt.intent.keep_signed_in
        session = await in_tx(
            signing_in.sign_in, who.context(), attempt.provider, profile, keep_signed_in, device, who.cookie_session_id
        )
    except Refused as refused:
        await in_tx(signing_in.refuse, who.context(), attempt.provider, refused.code)
        await refusal_delay.no_sooner(started)
        return _turned_away(refused, SIGN_IN, attempt.intent.next_path)
    response = RedirectResponse(await landing(who, session, attempt.intent.next_path), 303)
    cookies.give(response, session)
    drop_flash(response)
    return response


async def _linked(who: Visitor, attempt: FinishedAttempt, said: Said) -> Response:
    """Link a profile to the sign-in that went away for it; whoever sits there under another one links nothing."""
    found = await active_session(who)
    if found is None:
        return _turned_away(SocialOver(), SIGN_IN, PAGE)
    try:
        if found.ctx.session_id != attempt.intent.session_id:
            raise SocialOver()
        profile = await provider_calls.fetch_profile(
            found.ctx, attempt.provider, attempt.request, _answer(attempt.provider, said)
        )
        await in_tx(linking.link, found.ctx, attempt.provider, profile)
    except Refused as refused:
        await in_tx(linking.refuse, found.ctx, attempt.provider, refused.code)
        return _not_done(refused, {}, "")
    return _done("linked", attempt.provider)


def _answer(provider: Provider, said: Said) -> AuthorizationResponse:
    """Read what a provider answers. Raises: SocialStopped · SocialFailed."""
    if said.error == STOPPED:
        raise SocialStopped(provider=provider.label)
    if said.error or not said.code:
        raise SocialFailed(provider=provider.label)
    return AuthorizationResponse(said.code, said.iss)


async def _leave(who: Visitor, provider: Provider, begun: StartedAttempt) -> Response:
    address = await provider_calls.authorization_url(who.context(), provider, begun.request)
    response = page("leaving.html", who.clinic, who.lang, provider=provider.label, address=address)
    lasts = int(oauth_attempts.ATTEMPT_LASTS.total_seconds())
    cookies.put(response, config().provider_cookie_name, begun.cookie, lasts)
    return response


async def _proper_place(request: Request, who: Visitor) -> str:
    """Tell where a clinic is to be reached, if somebody is elsewhere: a cookie of here would not be sent there."""
    address = await in_read(links.address, who.clinic.id, "")
    return "" if urlsplit(address).netloc == request.headers.get("host", "") else address


def _provider(request: Request) -> Provider:
    return _named(request.path_params["provider"])


def _named(name: str) -> Provider:
    try:
        return Provider(name)
    except ValueError as fault:
        raise NotFound() from fault


def _sign_in(next_path: str) -> str:
    kept = paths.local(next_path, "")
    return f"{SIGN_IN}?{urlencode({'next': kept})}" if kept else SIGN_IN


def _turned_away(refused: Refused, where: str, next_path: str = "") -> Response:
    if where != SIGN_IN:
        return _not_done(refused, {}, "")
    response = RedirectResponse(_sign_in(next_path), 303)
    set_flash(response, refusal("sign_in", refused))
    return response


def _not_done(refused: Refused, typed: dict[str, str], which: str) -> Response:
    response = RedirectResponse(PAGE, 303)
    set_flash(response, refusal("social", refused, which=which, provider=typed.get("provider", "")))
    return response


def _done(what: str, provider: Provider) -> Response:
    response = RedirectResponse(PAGE, 303)
    set_flash(response, Flash("social", typed={"which": what, "provider": provider.value}, done=True))
    return response


ROUTES = [
    Route("/auth/{provider}", begin, methods=["POST"]),
    Route("/auth/{provider}/callback", callback, methods=["GET"]),
    Route("/account/social/link", link, methods=["POST"]),
    Route("/account/social/unlink", unlink, methods=["POST"]),
]
