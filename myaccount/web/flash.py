"""What a plain form says to the page that follows it: a signed cookie that lasts a minute."""

import base64
import hmac
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from starlette.responses import Response

from myaccount.clock import now
from myaccount.crypto.hashes import keyed
from myaccount.domain.refusals import Refused
from myaccount.web import cookies

COOKIE = "myaccount_flash"
SECONDS = 60
KEPT_OF_TYPED = 200


@dataclass(frozen=True)
class Flash:
    """For which form it is, the refusal's code and facts, and what was typed.

    `sent`: a message is on its way. `done`: what was asked for is done.
    """

    page: str
    code: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str | int] = field(default_factory=dict)
    sent: bool = False
    done: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Write it down as plain values."""
        return asdict(self)


def refusal(page: str, refused: Refused, **typed: str) -> Flash:
    """Tell a page why its form was turned down, and what was typed into it."""
    kept = {name: value[:KEPT_OF_TYPED] for name, value in typed.items()}
    return Flash(page, refused.code, kept, dict(refused.facts))


def set_flash(response: Response, flash: Flash) -> None:
    """Send it along with a response."""
    said = flash.as_dict() | {"until": int(now().timestamp()) + SECONDS}
    payload = (
        base64.urlsafe_b64encode(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")).decode().rstrip("=")
    )
    cookies.put(response, COOKIE, f"{payload}.{_signature(payload)}", SECONDS)


def drop_flash(response: Response) -> None:
    """Forget what was said."""
    cookies.drop(response, COOKIE)


def read_flash(cookie_header: str, moment: datetime | None = None) -> Flash | None:
    """Read it off a request's Cookie header; None for none, a forged or an old one."""
    payload, _, signature = _cookie(cookie_header).partition(".")
    if not payload or not hmac.compare_digest(signature.encode(), _signature(payload).encode()):
        return None
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=="))
    until: int = said.pop("until")
    return Flash(**said) if (moment or now()).timestamp() < until else None


def _cookie(header: str) -> str:
    """Find our cookie; others in the header may be malformed."""
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return next((value for name, _, value in pairs if name == COOKIE), "")


def _signature(payload: str) -> str:
    return keyed("flash", payload).hex()
