"""Online booking on the clinic's own website: the link, the lines of HTML, and the websites that may show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from myaccount.domain import embedding, origins
from myaccount.domain.clinic_side import may_open
from myaccount.domain.embedding import Shape
from myaccount.domain.origins import MOST, Origins
from myaccount.domain.parsing import FieldError
from myaccount.domain.people import Role
from myaccount.domain.refusals import NotAcceptable, NotAllowed, NotFound
from myaccount.messages import LANGUAGES, language, say
from myaccount.services.booking.offer import narrowed
from myaccount.services.clinic import clinics, settings
from myaccount.services.context import StaffContext
from myaccount.services.links import address
from myaccount.store import clinics as clinic_store
from myaccount.store import offers as store
from myaccount.views.embedding import Embeddable, EmbedPage

PAGE = "/clinic/embed"
SETTING = "embed_allowed_origins"


@dataclass(frozen=True)
class EmbedChoice:
    """What booking begins with on the website, and how it stands there. Blank leaves it to the visitor."""

    treatment: str = ""
    staff: str = ""
    location: str = ""
    language: str = ""
    shape: Shape = Shape.INLINE


def page(tx: Session, ctx: StaffContext, choice: EmbedChoice) -> EmbedPage:
    """Show what can be put on the website, and how.

    Edges: when what is chosen is not offered (any more), or does not go together, nothing is chosen.
    Raises: NotAllowed for a role that may not open the page.
    """
    if not may_open(ctx.role, PAGE):
        raise NotAllowed()
    shown = narrowed(tx, ctx, choice.treatment, choice.staff, choice.location)
    names = _names(tx, ctx)
    chosen = [names.get(one, "") for one in (shown.treatment_id, shown.staff_id, shown.location_id)]
    lang = choice.language if choice.language in LANGUAGES else ""
    asked = dict(zip(embedding.PARTS, [*chosen, lang], strict=True))
    base = address(tx, ctx.clinic.id, "")
    button = say("embedding.button", language(lang, ctx.clinic.language))
    return EmbedPage(
        _embeddable(names, ((one.id, one.name) for one in shown.treatments)),
        _embeddable(names, ((one.id, one.name) for one in shown.practitioners)),
        _embeddable(names, ((one.id, one.name) for one in shown.locations)),
        treatment=chosen[0],
        staff=chosen[1],
        location=chosen[2],
        link=embedding.link(base, asked),
        snippet=embedding.snippet(base, asked, choice.shape, button),
        button=button,
        origins=clinics.facts(tx, ctx.clinic.id).settings.embed_allowed_origins,
        may_change=ctx.role is Role.OWNER,
    )


def allow(tx: Session, ctx: StaffContext, typed: str) -> str:
    """Let another website show online booking, and tell how it is written.

    Edges: one that may already changes nothing. Raises: NotAllowed for all but the owner · NotAcceptable for what is
    no website, and for one too many.
    """
    try:
        origin = origins.read(typed.strip())
    except FieldError as wrong:
        raise _refused(ctx, wrong.key, **wrong.facts) from wrong
    allowed = _allowed(tx, ctx)
    if origin not in allowed:
        if len(allowed) == MOST:
            raise _refused(ctx, "origins.too_many", most=MOST)
        settings.change(tx, ctx, SETTING, Origins((*allowed, origin)))
    return origin


def disallow(tx: Session, ctx: StaffContext, origin: str) -> None:
    """Let a website show online booking no longer. Raises: NotAllowed for all but the owner · NotFound."""
    allowed = _allowed(tx, ctx)
    if origin not in allowed:
        raise NotFound()
    settings.change(tx, ctx, SETTING, Origins(one for one in allowed if one != origin))


def _allowed(tx: Session, ctx: StaffContext) -> Origins:
    """Read the list, and let nobody else change it meanwhile."""
    if not may_open(ctx.role, settings.PAGE):
        raise NotAllowed()
    clinic_store.lock(tx, ctx.clinic.id)
    return clinics.facts(tx, ctx.clinic.id).settings.embed_allowed_origins


def _refused(ctx: StaffContext, key: str, **facts: str | int) -> NotAcceptable:
    return NotAcceptable(field="website", reason=say(key, ctx.lang, **facts))


def _names(tx: Session, ctx: StaffContext) -> dict[str, str]:
    """Name everything as the clinic's own file does, or else by our id."""
    rows = [
        *(row.Treatment for row in store.treatments(tx, ctx.clinic.id)),
        *store.practitioners(tx, ctx.clinic.id),
        *store.locations(tx, ctx.clinic.id),
    ]
    return {row.id: row.external_id or row.id for row in rows}


def _embeddable(names: dict[str, str], found: Iterable[tuple[str, str]]) -> tuple[Embeddable, ...]:
    return tuple(Embeddable(names[one], label) for one, label in found)
