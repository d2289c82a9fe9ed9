"""What surrounds every page: the clinic, the person, the language, and the end of the sign-in."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import wraps
from typing import Any

import reflex as rx
from typing_extensions import TypeIs

from myaccount.domain.family import ForOthers, Permission, may
from myaccount.domain.sessions import WARNING
from myaccount.messages import LANGUAGES, Language, say
from myaccount.services.clinic import languages
from myaccount.services.clinic.shell import shell
from myaccount.services.context import ClinicContext, PatientContext, StaffContext
from myaccount.services.desk import tasks
from myaccount.services.identity import own_sessions, sessions
from myaccount.services.intake.own import banner
from myaccount.state.access import family_event, public_family_event
from myaccount.state.acting import ActingState
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx, look_up
from myaccount.views.forms import FormsBanner

Loader = Callable[[Any, Any], Awaitable[None]]


def framed(load: Loader) -> Loader:
    """Make a page's loader show the frame as well: one event for the whole page."""

    async def show_frame(self: rx.State, ctx: ClinicContext) -> None:
        await (await self.get_state(ShellState))._show(ctx)

    @wraps(load)
    async def load_in_frame(self: rx.State, ctx: ClinicContext) -> None:
        await show_frame(self, ctx)
        await load(self, ctx)

    load_in_frame.show_frame = show_frame  # type: ignore[attr-defined]  # alone, where the page is closed to them
    return load_in_frame


class ShellState(rx.State):
    """The frame of the portal. `idle_warning` asks whether somebody is still there.

    `news` says that the person has just signed in on another device, until they say that it was them.

    `open_tasks` are those that wait at the desk; nobody else is told a number.
    """

    lang: str = LANGUAGES[0]
    signed_in: bool = False
    clinic_name: str = ""
    colour: str = ""
    logo: str = ""
    logo_is_wide: bool = False
    clinic_phone: str = ""
    clinic_phone_url: str = ""
    clinic_email: str = ""
    clinic_email_url: str = ""
    person_name: str = ""
    person_initials: str = ""
    role: str = ""
    clinic_home: str = ""
    open_tasks: int = 0
    optional: list[str] = []
    forms_line: str = ""
    forms_due: str = ""
    forms_url: str = ""
    forms_label: str = ""
    idle_warning: bool = False
    idle_line: str = ""
    news: str = ""

    @public_family_event(ForOthers.ANY)
    async def load(self, ctx: ClinicContext) -> None:
        """Open a page that has nothing but its frame."""
        await self._show(ctx)

    @public_family_event(ForOthers.ANY)
    async def dismiss(self, ctx: ClinicContext) -> None:
        """Take away what the page says about the last act; every act of a person does that."""

    @family_event(ForOthers.ONESELF)
    async def stay_signed_in(self, ctx: PatientContext) -> None:
        """Say that somebody is still here."""
        await in_tx(sessions.stay, ctx)
        self.idle_warning = False

    @family_event(ForOthers.ONESELF)
    async def own_news(self, ctx: PatientContext) -> None:
        """Say that it was they who signed in on another device."""
        self.news = ""

    @family_event(ForOthers.ONESELF)
    async def choose_language(self, ctx: PatientContext, lang: Language) -> None:
        """Speak another language from now on."""
        await in_tx(languages.choose, ctx, lang)

    async def _tell_news(self, ctx: PatientContext) -> None:
        """Say who has just signed in; what was said already stays until it is answered."""
        set_vars(self, news=await in_read(own_sessions.news, ctx) or self.news)

    async def _show(self, ctx: ClinicContext) -> None:
        waiting = await in_read(tasks.count_open, ctx) if isinstance(ctx, StaffContext) else 0
        set_vars(self, open_tasks=waiting)
        forms = await look_up(banner, ctx) if _is_patient(ctx) and _may_see_forms(ctx) else FormsBanner()
        set_vars(self, forms_line=forms.line, forms_due=forms.due, forms_url=forms.url, forms_label=forms.label)
        set_vars(self, lang=ctx.lang, signed_in=isinstance(ctx, PatientContext), **asdict(shell(ctx)))
        await (await self.get_state(ActingState))._show(ctx)
        ending = isinstance(ctx, PatientContext) and ctx.is_ending
        minutes = int(WARNING.total_seconds() // 60)
        set_vars(self, idle_warning=ending, idle_line=say("idle.line", ctx.lang, minutes=minutes) if ending else "")


def _is_patient(ctx: ClinicContext) -> TypeIs[PatientContext]:
    return isinstance(ctx, PatientContext) and not isinstance(ctx, StaffContext)


def _may_see_forms(ctx: PatientContext) -> bool:
    return ctx.acting is None or may(ctx.acting.permissions, Permission.FORMS)
