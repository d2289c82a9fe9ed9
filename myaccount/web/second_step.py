"""Tries of a second step: whose they are, how each is counted and judged, and how a refusal is told."""

import time
from collections.abc import Callable
from typing import TypeVar

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from myaccount.clock import now
from myaccount.domain.refusals import Refused, TooManyTries, WrongSecondStep
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.identity import sessions, two_step
from myaccount.services.identity.sessions import PendingSession
from myaccount.store.engine import in_read, in_tx
from myaccount.web import rate_limits, refusal_delay
from myaccount.web.caller import active_session
from myaccount.web.form_body import form_fields
from myaccount.web.visitor import Visitor

T = TypeVar("T")
UseCase = Callable[[Session, PatientContext, str], T]


async def caller(who: Visitor) -> PatientContext | None:
    """Find who is signed in, also when their second step is still owed."""
    if who.pending_id is None:
        found = await active_session(who)
        return found.ctx if found else None
    pending = await in_read(sessions.resolve, who.clinic.id, who.pending_id, now())
    return pending.ctx if isinstance(pending, PendingSession) else None


async def judged(request: Request, who: Visitor, ctx: PatientContext, use_case: UseCase[T]) -> T:
    """Count a try, then judge it. A refusal is written down, and takes its time. Raises: Refused."""
    started = time.monotonic()
    try:
        code = (await form_fields(request)).get("code", "")
        await run_in_threadpool(rate_limits.before_guess, who.address)
        await run_in_threadpool(rate_limits.before_second_step, who.clinic.id, ctx.person_id)
        proven = await in_tx(use_case, ctx, code)
    except (WrongSecondStep, TooManyTries) as refused:
        await _note_refusal(who, ctx, refused)
        await refusal_delay.no_sooner(started)
        raise
    await run_in_threadpool(rate_limits.after_second_step, who.clinic.id, ctx.person_id)
    return proven


def errors(ctx: PatientContext, refused: Refused | None, about: str = "code") -> dict[str, str]:
    """Say what was wrong beside the box that it is about; nothing where nothing was."""
    return {about: say(f"refused.{refused.code}", ctx.lang, **refused.facts)} if refused else {}


def status(refused: Refused | None) -> int:
    """Tell with which status a form is shown again."""
    if refused is None:
        return 200
    return 429 if isinstance(refused, TooManyTries) else 422


async def _note_refusal(who: Visitor, ctx: PatientContext, refused: Refused) -> None:
    if not isinstance(refused, TooManyTries):
        await run_in_threadpool(rate_limits.wrong_guess, who.address)
    elif not await run_in_threadpool(rate_limits.is_news, who.address, who.clinic.id, ctx.person_id):
        return
    await in_tx(two_step.refuse, ctx, refused.code)
