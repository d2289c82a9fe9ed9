"""What the guard tells the gate about a tab, in one header of the websocket handshake.

The guard has seen the cookie; the pages' server never does. The header's name is one that is not sent to browsers.
"""

import base64
import json
from dataclasses import asdict, dataclass, field
from typing import Any

HEADER = "authorization"
SCHEME = "Portal "


@dataclass(frozen=True)
class TabIdentity:
    """Who a tab is: which clinic it stands at, whose sign-in it has, and what the last form said (`flash`).

    `guest_id` names the browser of somebody who books without a sign-in; blank where nobody has begun to.
    """

    clinic_id: str
    session_id: str | None
    lang: str
    address: str = ""
    flash: dict[str, Any] = field(default_factory=dict)
    guest_id: str = ""

    def to_header(self) -> str:
        """Write it down for the handshake."""
        return SCHEME + base64.urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()


def from_headers(headers: dict[str, str]) -> TabIdentity | None:
    """Read what the guard wrote; None where there is nothing (the guard lets nobody bring their own)."""
    header = headers.get(HEADER, "")
    if not header.startswith(SCHEME):
        return None
    return TabIdentity(**json.loads(base64.urlsafe_b64decode(header.removeprefix(SCHEME))))
