"""A device that holds a passkey, in software: it signs what a browser would have it sign, and lies where told to."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def plain(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def unplain(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """One passkey. `verifies` is whether it checks who holds it; `step` is by how much it counts a use."""

    origin: str
    verifies: bool = True
    step: int = 1
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: str = ""

    def make(self, ask: dict[str, Any], **lies: Any) -> str:
        """Answer a question for a new passkey."""
        self.handle = ask["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        held = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + public
        data = self._data(ask["rp"]["id"], ATTESTED) + held
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        about = self._about("webauthn.create", ask["challenge"], lies)
        return self._answer(clientDataJSON=plain(about), attestationObject=plain(attestation))

    def sign(self, ask: dict[str, Any], **lies: Any) -> str:
        """Answer a question for a sign-in."""
        self.count += self.step
        data = self._data(lies.get("rp_id", ask["rpId"]))
        about = self._about("webauthn.get", ask["challenge"], lies)
        signed = self.key.sign(data + hashlib.sha256(about).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=plain(about),
            authenticatorData=plain(data),
            signature=plain(signed),
            userHandle=lies.get("handle", self.handle),
        )

    def _data(self, rp_id: str, flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _about(self, kind: str, challenge: str, lies: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said | {name: lies[name] for name in said if name in lies}).encode()

    def _answer(self, **response: str) -> str:
        name = plain(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
