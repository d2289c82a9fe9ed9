"""Secrets in the database, readable only with the deployment's key, which lies outside it.

A sealed text is bound to its table, column and row: moved to another place it cannot be read. It names the key that
sealed it, so that a deployment whose key was changed can tell.
"""

import base64
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from myaccount.config import config

KEY_BYTES = 32
KEY_ID_BYTES = 4
NONCE_BYTES = 12


class Unreadable(Exception):
    """A sealed text of another key or another place, or a damaged one."""


def seal(text: str, table: str, column: str, row_id: str) -> str:
    """Encrypt a text for one place of the database. The same text looks different each time."""
    key_id, key = _current()
    return f"{key_id}.{base64.urlsafe_b64encode(_locked(key, text.encode(), table, column, row_id)).decode()}"


def unseal(sealed: str, table: str, column: str, row_id: str) -> str:
    """Read a sealed text in the place it was sealed for. Raises: Unreadable."""
    key_id, _, content = sealed.partition(".")
    try:
        raw = base64.urlsafe_b64decode(content)
    except ValueError as error:
        raise Unreadable(f"{table}.{column} is damaged") from error
    return _opened(key_id, raw, table, column, row_id).decode()


def seal_file(content: bytes, table: str, column: str, row_id: str) -> bytes:
    """Encrypt a file for one place of the database."""
    key_id, key = _current()
    return bytes.fromhex(key_id) + _locked(key, content, table, column, row_id)


def unseal_file(sealed: bytes, table: str, column: str, row_id: str) -> bytes:
    """Read a sealed file in the place it was sealed for. Raises: Unreadable."""
    return _opened(sealed[:KEY_ID_BYTES].hex(), sealed[KEY_ID_BYTES:], table, column, row_id)


def key_id() -> str:
    """Name the deployment's key without giving it away."""
    return _current()[0]


def _locked(key: bytes, content: bytes, table: str, column: str, row_id: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, _place(table, column, row_id))


def _opened(key_id: str, raw: bytes, table: str, column: str, row_id: str) -> bytes:
    ours, key = _current()
    if key_id != ours:
        raise Unreadable(f"{table}.{column} was sealed with another key than this deployment's")
    try:
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _place(table, column, row_id))
    except (InvalidTag, ValueError) as error:
        raise Unreadable(f"{table}.{column} is damaged, or belongs to another row") from error


def _current() -> tuple[str, bytes]:
    return _derived(config().key)


@lru_cache(maxsize=1)
def _derived(secret: bytes) -> tuple[str, bytes]:
    derived = HKDF(SHA256(), KEY_BYTES + KEY_ID_BYTES, salt=None, info=b"myaccount sealed columns 1").derive(secret)
    return derived[KEY_BYTES:].hex(), derived[:KEY_BYTES]


def _place(table: str, column: str, row_id: str) -> bytes:
    return f"{table}:{column}:{row_id}".encode()
