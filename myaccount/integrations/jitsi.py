"""A Jitsi server is told who comes in by a signed token in the address of a room. Nothing is asked of it by us."""

from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey

HEADER = {"alg": "HS256", "typ": "JWT"}


def address(domain: str, room: str, claims: dict[str, Any], secret: str) -> str:
    """Make the address of a room for whom the claims name. It is a secret of theirs for as long as it holds."""
    return f"https://{domain}/{room}?jwt={jwt.encode(HEADER, claims, OctKey.import_key(secret))}"
