"""Online booking within a clinic's own website: who may frame it, and the script that puts it there.

`/book/embed` is the only page that another website may show in a frame. Within one nobody is signed in, whatever
cookies the browser sends: it has a guest cookie of its own. See docs/adr/0009-a-guest-of-its-own-in-a-frame.md.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope

from myaccount.domain.colours import theme
from myaccount.messages import LANGUAGES, Language, say
from myaccount.services.context import ClinicFacts
from myaccount.web.visitor import KEY, Visitor, visitor

PAGE = "/book/embed"
LOADER = "/embed.js"
MARK = re.compile(r"frame-(?P<lang>[a-z]{2})?-[0-9a-f-]{36}")
"""How a tab within a frame names itself (`components/frame/storage.py`): with the language that was asked for."""

SCRIPT = Path(__file__).parent / "templates" / "embed.js"
PLACE = "__CLINIC__"
ANYWHERE = {"cross-origin-resource-policy": "cross-origin"}
"""A script for other websites' pages."""


def is_framed(path: str, token: str = "") -> bool:
    """Tell whether a request comes from within a frame: the page for it, or a socket of a tab that says so.

    Edges: who says so falsely gets less than they had, since nobody is signed in within a frame.
    """
    return path.rstrip("/") == PAGE or MARK.fullmatch(token) is not None


def language_asked(token: str) -> str:
    """Read the language that the website around the frame asks for; blank when it leaves that to the browser."""
    found = MARK.fullmatch(token)
    return (found["lang"] or "") if found else ""


def framers(scope: Scope) -> tuple[str, ...]:
    """List who may show this answer in a frame, as a policy names them. Nobody, but for the page that is made for it.

    Edges: our own pages may, so that the clinic sees what it embeds.
    """
    found: Visitor | None = scope.get(KEY)
    if found is None or scope["path"].rstrip("/") != PAGE:
        return ()
    return ("'self'", *found.clinic.settings.embed_allowed_origins)


async def loader(request: Request) -> Response:
    """Serve the script that a clinic's website loads, with the clinic's colours and words in it."""
    facts = json.dumps(_facts(visitor(request).clinic), separators=(",", ":"))
    return Response(_script().replace(PLACE, facts), media_type="text/javascript", headers=ANYWHERE)


def _facts(clinic: ClinicFacts) -> dict[str, Any]:
    colours = theme(clinic.color).light
    return {
        "accent": colours.accent,
        "on": colours.on_accent,
        "language": clinic.language,
        "words": {lang: _words(clinic, lang) for lang in LANGUAGES},
    }


def _words(clinic: ClinicFacts, lang: Language) -> list[str]:
    return [say("embed.title", lang, clinic=clinic.name), say("embed.close", lang)]


@cache
def _script() -> str:
    """Read the script, without what is there for its readers."""
    lines = (line.strip() for line in SCRIPT.read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("// "))


ROUTES = [Route(LOADER, loader, methods=["GET"])]
