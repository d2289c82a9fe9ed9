"""Where to go after a form: only ever to a page of this portal."""

HOME = "/account"
LONGEST = 2000


def local(asked: str) -> str:
    r"""Keep a wish for a page of this portal; anything else leads home.

    Edges: "//host", "/\host" and control characters are how browsers are sent elsewhere.
    """
    safe = asked.startswith("/") and not asked.startswith("//") and "\\" not in asked
    return asked if safe and asked.isprintable() and asked.isascii() and len(asked) <= LONGEST else HOME
