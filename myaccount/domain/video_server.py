"""A clinic's own Jitsi server: how it is told who comes in, into which room, and until when.

Source: Jitsi's "JWT token authentication Prosody plugin" (lib-jitsi-meet, doc/tokens.md); RFC 7519.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from myaccount.domain import origins
from myaccount.domain.calls import Side
from myaccount.domain.parsing import FieldError
from myaccount.domain.refusals import Refused

LASTS_AFTER_END = timedelta(minutes=10)
"""For how long after the visit's end a token is taken: who is still talking may come back from a gap in the network."""

CLOCKS_DIFFER = timedelta(minutes=1)
"""By how much the server's clock may be behind ours."""

TRIED_FOR = timedelta(minutes=10)
"""For how long the owner may look into an empty room, to try the keys."""

AUDIENCE = "jitsi"
"""Who a token is for. Unless told otherwise a server asks for none in particular; Jitsi's own examples say this."""

OF_OTHERS = ("meet.jit.si", "8x8.vc")
"""Servers that everybody knows, and that take no token of anybody else's."""

APP_ID = re.compile(r"[\x21-\x7e]{1,200}")
SECRET = re.compile(r"[\x21-\x7e]{32,500}")
"""At least as long as the digest (RFC 7518, section 3.2): whoever has been given a token could guess a shorter one."""


class VideoServerAway(Refused):
    """The keys of the clinic's video server cannot be read, so that nobody can be let in there."""

    code = "video_server_away"


@dataclass(frozen=True)
class Server:
    """A Jitsi server as its owner names it: `domain`, with a port if it has an unusual one, and the app's id there."""

    domain: str
    app_id: str

    @property
    def host(self) -> str:
        """Its name alone, in small letters."""
        return self.domain.partition(":")[0]


@dataclass(frozen=True)
class Guest:
    """Who comes into a room: what they are called there, and whether the room is theirs to moderate."""

    name: str
    moderates: bool

    @classmethod
    def on(cls, side: Side, name: str) -> "Guest":
        """Come as one side of a visit: the practitioner moderates."""
        return cls(name, side is Side.PRACTITIONER)


def read_keys(form: Mapping[str, str], before: Server | None) -> tuple[Server, str, dict[str, str]]:
    """Read pasted keys: the server, the secret, and what is wrong with each box as the key of a sentence.

    Edges: an address is taken for its name. A blank secret means the one that is kept, which goes with its server and
    app id only: to another server it would give rooms of this one away.
    """
    typed, app_id, secret = (str(form.get(name, "")).strip() for name in ("domain", "app_id", "secret"))
    problems: dict[str, str] = {}
    domain = _domain(typed)
    if not domain:
        problems["domain"] = "video_server.no_domain"
    elif domain in OF_OTHERS:
        problems["domain"] = "video_server.of_others"
    if not APP_ID.fullmatch(app_id):
        problems["app_id"] = "video_server.no_app_id"
    server = Server(domain, app_id)
    if not SECRET.fullmatch(secret) and (secret or server != before):
        problems["secret"] = "video_server.no_secret" if secret or before is None else "video_server.secret_again"
    return server, secret, problems


def claims(server: Server, room: str, guest: Guest, now: datetime, until: datetime) -> dict[str, Any]:
    """Say who may come into one room. Times: aware UTC; whole seconds are told, the rest is cut off.

    Servers differ in where they look for who moderates, so each place says it: `context.user.affiliation` and
    `context.user.moderator` (a text, as Jitsi has it) for the module `token_affiliation`, and `moderator` for the older
    `token_moderation`. Nothing is null: servers fail at that.
    """
    user = {
        "name": guest.name,
        "affiliation": "owner" if guest.moderates else "member",
        "moderator": "true" if guest.moderates else "false",
    }
    return {
        "iss": server.app_id,
        "aud": AUDIENCE,
        "sub": server.host,
        "room": room,
        "iat": int(now.timestamp()),
        "nbf": int((now - CLOCKS_DIFFER).timestamp()),
        "exp": int(until.timestamp()),
        "moderator": guest.moderates,
        "context": {"user": user},
    }


def _domain(typed: str) -> str:
    """Take the name of a server out of what was typed; blank when there is none. Edges: https only."""
    try:
        read = origins.read(typed if "://" in typed else f"https://{typed}")
    except FieldError:
        return ""
    scheme, _, domain = read.partition("://")
    is_name = re.search(r"\.[a-z][a-z0-9-]*(:\d+)?$", domain) is not None
    return domain if scheme == "https" and is_name else ""
