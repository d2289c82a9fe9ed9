"""What a request says of itself: its headers, its cookies, and the address that it comes from."""

from starlette.types import Scope

from myaccount.config import config
from myaccount.web.flash import read_flash


def headers_of(scope: Scope) -> dict[str, str]:
    """Read a request's headers. What comes twice is joined: cookies by their own sign, a host or an origin to none."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        joint = "; " if name == "cookie" else ", "
        found[name] = f"{found[name]}{joint}{value}" if name in found else value
    return found


def cookie_of(headers: dict[str, str], name: str) -> str:
    """Find a cookie; others may be malformed. Edges: of two that differ, neither counts."""
    pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
    values = {value for found, _, value in pairs if found == name}
    return values.pop() if len(values) == 1 else ""


def flash_of(headers: dict[str, str]) -> dict[str, object]:
    """Read what the last plain form said to the page that follows it."""
    found = read_flash(headers.get("cookie", ""))
    return found.as_dict() if found else {}


def address_of(scope: Scope, headers: dict[str, str]) -> str:
    """Tell the client's address: what the trusted proxies say, and else the connection's own."""
    hops = config().proxy_hops
    forwarded = [part.strip() for part in headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    client = scope.get("client")
    return client[0] if client else ""
