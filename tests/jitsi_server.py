"""A stand-in for a Jitsi server: it judges a token as Prosody's `mod_auth_token` and `mod_token_verification` do.

It is written after their sources and shares no line with what makes our tokens: the standard library alone reads them.
Where a server can be set up to ask for less, this one asks for more: a known audience, and the domain in `sub`.
"""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlmodel import Session, col, select

from myaccount.crypto.sealing import seal
from myaccount.domain.people import Role
from myaccount.models import Clinic, Staff, VideoServer
from myaccount.services.calls import video_server
from myaccount.services.clinic import settings
from myaccount.store.engine import Database
from tests.scenes import NOW, Scene

DOMAIN, APP_ID, APP_SECRET = "meet.cedar.test", "cedar-portal", "a quiet river in the morning, twice".replace(" ", "-")
FORM = {"domain": DOMAIN, "app_id": APP_ID, "secret": APP_SECRET}


class Refused(Exception):
    """A token that the server does not take, in its own words."""


@dataclass(frozen=True)
class Joined:
    """Who has come into a room, and as what."""

    room: str
    name: str
    affiliation: str


@dataclass(frozen=True)
class Prosody:
    """A server with token authentication and the module `token_affiliation`; nobody comes in without a token."""

    domain: str = DOMAIN
    app_id: str = APP_ID
    app_secret: str = field(default=APP_SECRET, repr=False)
    accepted_audiences: tuple[str, ...] = ("jitsi",)

    def enter(self, address: str, now: datetime) -> Joined:
        """Come in by the address of a room. Raises: Refused."""
        url = urlsplit(address)
        assert (url.scheme, url.netloc) == ("https", self.domain)
        tokens = parse_qs(url.query).get("jwt")
        if not tokens:
            raise Refused("token required")
        claims = self._claims(tokens[0], int(now.timestamp()))
        room = url.path.removeprefix("/").lower()
        if claims["room"].lower() != room or claims.get("sub") != self.domain:
            raise Refused("Room and token mismatched")
        user = claims.get("context", {}).get("user", {})
        if any(value is None or not isinstance(value, str | int | float) for value in user.values()):
            raise Refused("presence_identity fails at a value that is no text")
        is_named = user.get("affiliation") in ("owner", "moderator", "teacher")
        is_owner = is_named or user.get("moderator") in ("true", True)
        return Joined(room, user.get("name", ""), "owner" if is_owner else "member")

    def _claims(self, token: str, now: int) -> dict[str, Any]:
        body = self._signed(token)
        faults = {
            "exp must be number": type(body.get("exp", 0)) is not int,
            "nbf must be number": type(body.get("nbf", 0)) is not int,
            "Not acceptable by exp": now >= body.get("exp", now + 1),
            "Not acceptable by nbf": now < body.get("nbf", now),
            "invalid 'iss' claim": body.get("iss") != self.app_id,
            "invalid 'aud' claim": body.get("aud") not in self.accepted_audiences,
            "'room' claim is missing": body.get("room") is None,
        }
        if found := [fault for fault, is_so in faults.items() if is_so]:
            raise Refused(found[0])
        return body

    def _signed(self, token: str) -> dict[str, Any]:
        try:
            first, second, third = token.split(".")
            header, body = json.loads(_decoded(first)), json.loads(_decoded(second))
            signature = _decoded(third)
        except (ValueError, binascii.Error) as fault:
            raise Refused("Invalid token") from fault
        if header.get("typ") != "JWT" or header.get("alg") != "HS256":
            raise Refused("Invalid or incorrect alg")
        signed = hmac.new(self.app_secret.encode(), f"{first}.{second}".encode(), hashlib.sha256).digest()
        if not hmac.compare_digest(signed, signature):
            raise Refused("Invalid signature")
        return dict(body)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def give_keys(scene: Scene) -> None:
    """Tell Cedar's portal where its server is: without, it cannot be chosen."""

    def save(tx: Session) -> None:
        assert video_server.save(tx, scene.staff_ctx("robin", now=NOW), FORM).changed

    scene.database.write(save)


def give_keys_to(database: Database, slug: str) -> None:
    """Tell a clinic that is served where its server is, as its owner would."""
    with database.writing() as tx:
        clinic = tx.exec(select(Clinic).where(col(Clinic.slug) == slug)).one()
        owner = tx.exec(
            select(Staff).where(col(Staff.clinic_id) == clinic.id, col(Staff.role) == Role.OWNER.value)
        ).first()
        assert owner is not None
        secret = seal(APP_SECRET, *video_server.SECRET, clinic.id)
        row = VideoServer(
            clinic_id=clinic.id, domain=DOMAIN, app_id=APP_ID, secret=secret, set_at=NOW, set_by=owner.person_id
        )
        tx.add(row)
        clinic.settings_version += 1


def connect(scene: Scene) -> None:
    """Let Cedar's video visits take place on its server."""
    give_keys(scene)
    scene.database.write(settings.change, scene.staff_ctx("robin", now=NOW), "online_provider", "jitsi")
