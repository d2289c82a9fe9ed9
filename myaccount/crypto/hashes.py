"""Hashes that nobody makes without the deployment's key: of codes that are soon guessed, and as signatures."""

import hashlib
import hmac

from myaccount.config import config


def keyed(*parts: str) -> bytes:
    """Make the keyed hash of some parts: a first one that names what it is for keeps it from passing for another's.

    Edges: a part that may hold "|" comes last.
    """
    return hmac.new(config().key, "|".join(parts).encode(), hashlib.sha256).digest()
