"""What two browsers may say to each other through the portal to find each other: descriptions and addresses.

The side that does not offer may ask the other to do so again. The portal passes on what has this shape, nothing else.
Source: W3C WebRTC 1.0, RTCSessionDescription and RTCIceCandidate.
"""

import json
from dataclasses import dataclass
from typing import Any

from myaccount.domain.ids import could_be_id

DESCRIPTIONS = ("offer", "answer")
LONGEST_ADDRESS = 2000
MOST_ADDRESSES = 20
"""How many addresses come at once. The page puts together what its browser finds within a moment."""


@dataclass(frozen=True)
class Greeting:
    """The first thing that a page says: the ticket that the portal gave it, and a name for itself."""

    ticket: str
    tab: str


@dataclass(frozen=True)
class Signal:
    """Something for the other side: a description, addresses, or a wish. Passed on as it is."""

    body: dict[str, Any]


@dataclass(frozen=True)
class StillHere:
    """Nothing but that the page is there."""


@dataclass(frozen=True)
class Leaving:
    """The person has left the call by its button."""


Said = Greeting | Signal | StillHere | Leaving


def parse(text: str) -> Said | None:
    """Read a frame; None for what no page of ours says."""
    try:
        said = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or len(said) != 1:
        return None
    [(kind, body)] = said.items()
    if kind == "join":
        return _greeting(body)
    if kind == "signal":
        return Signal(body) if _is_signal(body) else None
    if body is not True:
        return None
    return StillHere() if kind == "here" else Leaving() if kind == "leave" else None


def _no_number(name: str) -> None:
    raise ValueError(name)


def _greeting(body: Any) -> Greeting | None:
    if not _has(body, {"ticket": str, "tab": str}) or not could_be_id(body["tab"]):
        return None
    return Greeting(body["ticket"], body["tab"])


def _is_signal(body: Any) -> bool:
    """Check what one side says to the other: exactly one thing, of exactly its shape."""
    if not isinstance(body, dict) or len(body) != 1:
        return False
    [(kind, what)] = body.items()
    if kind == "description":
        return _has(what, {"type": str, "sdp": str}) and what["type"] in DESCRIPTIONS
    if kind == "again":
        return what is True
    return kind == "candidates" and _are_addresses(what)


def _are_addresses(what: Any) -> bool:
    """Check a list of addresses. Edges: "there are no more" is null, and stands in it like one."""
    if not isinstance(what, list) or not 0 < len(what) <= MOST_ADDRESSES:
        return False
    return all(one is None or _is_address(one) for one in what)


def _is_address(what: Any) -> bool:
    if not isinstance(what, dict) or not what.keys() <= {"candidate", "sdpMid", "sdpMLineIndex", "usernameFragment"}:
        return False
    texts = (what.get("candidate", ""), what.get("sdpMid"), what.get("usernameFragment"))
    line = what.get("sdpMLineIndex")
    fits = all(text is None or (isinstance(text, str) and len(text) <= LONGEST_ADDRESS) for text in texts)
    return fits and (line is None or (type(line) is int and 0 <= line < 100))


def _has(body: Any, shape: dict[str, type]) -> bool:
    return isinstance(body, dict) and body.keys() == shape.keys() and all(type(body[k]) is t for k, t in shape.items())
