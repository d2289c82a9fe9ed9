"""Plain pages: HTML that the server writes, for what must hold no state and needs no script."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from myaccount.messages import Language, say
from myaccount.services.clinic.shell import logo_address
from myaccount.services.context import ClinicFacts

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
PRIVATE = {"cache-control": "no-store", "referrer-policy": "strict-origin"}
"""A link's token stays out of caches and referrers. (With "no-referrer" browsers hide the form's origin as well.)"""


def page(template: str, clinic: ClinicFacts, lang: Language, status: int = 200, **facts: object) -> HTMLResponse:
    """Write a page. In a template, `t` words a message; everything else is escaped."""

    def t(key: str, **named: object) -> str:
        return say(key, lang, **named)

    html = _templates.get_template(template).render(clinic=clinic, lang=lang, t=t, logo_address=logo_address, **facts)
    return HTMLResponse(html, status, headers=PRIVATE)
