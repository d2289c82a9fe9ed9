"""What a carrier says of a text that it took: how it is signed, and what it means.

It comes as a form to the address that was given with the text, under the header `X-Twilio-Signature`: the Base64 of
an HMAC-SHA1, keyed with the account's secret, over that address and then each field's name and value, by name.
"""

import base64
import hmac
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

HEADER = "x-twilio-signature"
DELIVERED = frozenset({"delivered", "read"})
FAILED = frozenset({"undelivered", "failed"})
CODE = re.compile(r"[0-9a-z_]{1,20}")


def signature(carrier: str, address: str, form: Mapping[str, str]) -> str:
    """Sign a receipt as the carrier at `https://account:secret@host` does."""
    secret = unquote(urlsplit(carrier).password or "").encode()
    signed = address + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(hmac.digest(secret, signed.encode("utf-8", "replace"), "sha1")).decode()


def is_signed(carrier: str, address: str, form: Mapping[str, str], given: str) -> bool:
    """Tell whether a receipt comes from the carrier. Edges: nobody signs for one without a secret."""
    has_secret = bool(urlsplit(carrier).password)
    return has_secret and hmac.compare_digest(signature(carrier, address, form).encode(), given.encode())


def outcome(form: Mapping[str, str]) -> bool | None:
    """Tell whether a text arrived; None while it is on its way."""
    said = form.get("MessageStatus", "").lower()
    return True if said in DELIVERED else False if said in FAILED else None


def reason(form: Mapping[str, str]) -> str:
    """Name why a text did not arrive, in the carrier's code."""
    said = form.get("ErrorCode", "").lower()
    return f"carrier_{said}" if CODE.fullmatch(said) else "carrier"
