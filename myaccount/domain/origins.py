"""Origins: the websites that may show a page of the portal within one of theirs.

They end up in a header of that page, so one is written the way browsers write it, or not taken at all.
Source: RFC 6454, "The Web Origin Concept"; W3C Content Security Policy Level 3, "frame-ancestors".
"""

import re
from urllib.parse import SplitResult, urlsplit

from myaccount.domain.parsing import FieldError

MOST = 20
LONGEST = 200
PORTS = {"https": 443, "http": 80}
_LABEL = r"[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})*|\[[0-9a-f:]{{2,39}}\]")
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Origins(tuple[str, ...]):
    """Some origins, in order and each once."""

    @classmethod
    def accepts(cls, value: object) -> bool:
        """Tell whether a value is a list of origins as this class holds them."""
        if not isinstance(value, list | tuple) or len(value) > MOST or len(set(map(str, value))) < len(value):
            return False
        return all(isinstance(one, str) and is_origin(one) for one in value)


def is_origin(text: str) -> bool:
    """Tell whether a text is an origin, written the one way in which browsers write it."""
    try:
        return read(text) == text
    except FieldError:
        return False


def read_lines(text: str) -> Origins:
    """Read a list that was typed, one website a line. Edges: blank lines and repeats are passed over.

    Raises: FieldError, as `read`, or when there are more than `MOST`.
    """
    found = tuple(dict.fromkeys(read(line.strip()) for line in text.splitlines() if line.strip()))
    if len(found) > MOST:
        raise FieldError("origins.too_many", most=MOST)
    return Origins(found)


def read(text: str) -> str:
    """Read one website: its scheme, its name, and a port that is not the usual one.

    Edges: a slash at the end is dropped, capitals are made small, accents are written as browsers send them. Plain
    http is for this computer alone: nobody can read along there.
    Raises: FieldError when it is none.
    """
    shown = text[:60]
    try:
        url = urlsplit(text)
        port = url.port
        host = _host(url)
    except ValueError as error:
        raise FieldError("origins.unreadable", typed=shown) from error
    if url.scheme not in PORTS or "://" not in text:
        raise FieldError("origins.scheme", typed=shown)
    if len(text) > LONGEST or not _HOST.fullmatch(host) or url.username is not None:
        raise FieldError("origins.unreadable", typed=shown)
    if url.path not in ("", "/") or "?" in text or "#" in text:
        raise FieldError("origins.path", typed=shown, origin=f"{url.scheme}://{url.netloc}"[:60])
    if url.scheme == "http" and not (host in _LOOPBACK or host.endswith(".localhost")):
        raise FieldError("origins.insecure", typed=shown)
    return f"{url.scheme}://{host}" + (f":{port}" if port not in (None, PORTS[url.scheme]) else "")


def _host(url: SplitResult) -> str:
    name = url.hostname or ""
    if ":" in name:
        return f"[{name}]"
    return name if name.isascii() else name.encode("idna").decode("ascii")
