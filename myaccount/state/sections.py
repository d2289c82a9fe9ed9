"""Which State fills which page, and whether somebody who acts for another may see it."""

from collections.abc import Callable
from typing import Any, TypeVar

import reflex as rx

from myaccount.domain.family import ForOthers, may
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.state.marks import MARK, Mark

T = TypeVar("T", bound=type)
_sections: dict[str, type[rx.State]] = {}
_for_everybody: set[type[rx.State]] = set()


def fills(route: str, *, for_everybody: bool = False) -> Callable[[T], T]:
    """Name the page that a State fills; `for_everybody` when nobody has to be signed in to see it.

    The State has a `_show(ctx)`, which reads what the page shows, and notes when it changes by itself.
    """

    def note(section: T) -> T:
        _sections[route.strip("/")] = section
        if for_everybody:
            _for_everybody.add(section)
        return section

    return note


def section_of(page: str) -> type[rx.State] | None:
    """Find the State that fills a page."""
    return _sections.get(page.strip("/"))


def is_for_everybody(section: type[rx.State]) -> bool:
    """Tell whether nobody has to be signed in to see what a State fills."""
    return section in _for_everybody


def is_closed(page: str, ctx: ClinicContext) -> bool:
    """Tell whether a page is not open to somebody who acts for another: by the mark of what opens it."""
    acting = ctx.acting if isinstance(ctx, PatientContext) else None
    section = section_of(page)
    if acting is None or section is None:
        return False
    return not may(acting.permissions, _needed(section))


def closed_pages(ctx: ClinicContext) -> list[str]:
    """List the pages that are not open to somebody who acts for another; none to whoever acts for themselves."""
    return sorted(f"/{page}" for page in _sections if is_closed(page, ctx))


def _needed(section: type[rx.State]) -> Any:
    handler = section.event_handlers.get("load")
    mark: Mark | None = getattr(handler.fn, MARK, None) if handler else None
    return mark.others if mark else ForOthers.NEVER
