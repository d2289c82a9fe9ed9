"""What devices are asked for a passkey, and whether their answer proves it.

The library is imported where it is used: it takes a while to load.
"""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

MILLISECONDS = 5 * 60 * 1000


class Unproven(Exception):
    """An answer that proves nothing; the text says why, and names nobody."""


@dataclass(frozen=True)
class Place:
    """Where a passkey is asked for: the name that it belongs to, and the page's own origin."""

    rp_id: str
    origin: str


@dataclass(frozen=True)
class Key:
    """What is kept of a passkey that has just been made."""

    credential_id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True)
class Claim:
    """What an answer says of itself, before anything is proven. Its `json` is what is proven, or not."""

    challenge: bytes
    credential_id: str
    user_handle: str
    json: dict[str, Any] = field(repr=False)


def claim(text: str) -> Claim:
    """Read an answer. Raises: Unproven for what is none."""
    from webauthn.helpers import parse_client_data_json

    try:
        said = json.loads(text)
        about = parse_client_data_json(_bytes(said["response"]["clientDataJSON"]))
        handle = said["response"].get("userHandle") or ""
        return Claim(about.challenge, _plain(said["id"]), _plain(handle), said)
    except _faults() as fault:
        raise Unproven(type(fault).__name__) from fault


def wanted(
    place: Place, clinic: str, username: str, user_handle: str, challenge: bytes, known: list[str]
) -> dict[str, Any]:
    """Write what a device is asked in order to make a passkey; one that holds one of `known` makes none."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=place.rp_id,
        rp_name=clinic,
        user_id=_bytes(user_handle),
        user_name=username,
        user_display_name=username,
        challenge=challenge,
        timeout=MILLISECONDS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=_bytes(one)) for one in known],
    )
    return _written(options)


def asked(place: Place, challenge: bytes) -> dict[str, Any]:
    """Write what a device is asked in order to sign in with a passkey, whosever it holds."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_authentication_options(
        rp_id=place.rp_id,
        challenge=challenge,
        timeout=MILLISECONDS,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return _written(options)


def made(found: Claim, place: Place) -> Key:
    """Read the passkey that a device has just made; it has checked who holds it. Raises: Unproven."""
    import webauthn

    try:
        proven = webauthn.verify_registration_response(
            credential=found.json,
            expected_challenge=found.challenge,
            expected_rp_id=place.rp_id,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except _faults() as fault:
        raise Unproven(type(fault).__name__) from fault
    return Key(_text(proven.credential_id), _text(proven.credential_public_key), proven.sign_count)


def count(found: Claim, place: Place, public_key: str) -> int:
    """Tell how often a passkey says it was used, in an answer that it has signed. Raises: Unproven.

    Edges: the library's own look at the count is left out: whoever asks compares it, and writes down a copy.
    """
    import webauthn

    try:
        return webauthn.verify_authentication_response(
            credential=found.json,
            expected_challenge=found.challenge,
            expected_rp_id=place.rp_id,
            expected_origin=place.origin,
            credential_public_key=_bytes(public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        ).new_sign_count
    except _faults() as fault:
        raise Unproven(type(fault).__name__) from fault


def _faults() -> tuple[type[Exception], ...]:
    """List what the library stumbles over when a browser sends it nonsense."""
    from webauthn.helpers.exceptions import WebAuthnException

    return (WebAuthnException, ValueError, TypeError, LookupError, AttributeError, RecursionError)


def _written(options: Any) -> dict[str, Any]:
    from webauthn import options_to_json

    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


def _plain(value: object) -> str:
    """Take a text of base64url as it is kept: one spelling for one value."""
    return _text(_bytes(str(value))) if value else ""


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
