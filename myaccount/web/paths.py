"""Where to go after a form: only ever to a page of this portal."""

from myaccount.domain.clinic_side import home_of
from myaccount.domain.people import Role

HOME = "/account"
CLINIC = "/clinic"
LONGEST = 2000


def home(role: Role | None) -> str:
    """Find where somebody lands who asks for no page: staff on the clinic's side, as far as it has one for them."""
    return CLINIC if home_of(role) else HOME


def local(asked: str, otherwise: str = HOME) -> str:
    r"""Keep a wish for a page of this portal; anything else leads home.

    Edges: "//host", "/\host" and control characters are how browsers are sent elsewhere.
    """
    safe = asked.startswith("/") and not asked.startswith("//") and "\\" not in asked
    return asked if safe and asked.isprintable() and asked.isascii() and len(asked) <= LONGEST else otherwise
