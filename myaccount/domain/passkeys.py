"""Passkeys: keys that stay in somebody's device and sign in by a fingerprint, a face or a device's code.

A passkey belongs to one host name: no other site is ever given it, which no password can promise.
Source: W3C Web Authentication, Level 3.
"""

from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address

from myaccount.domain.refusals import Refused

CHALLENGE_LASTS = timedelta(minutes=5)
"""For how long what was asked of a device may be answered."""

AT_MOST = 10
"""How many passkeys an account has room for."""

LONGEST_NAME = 60


class Purpose(StrEnum):
    """What a device is asked for."""

    ADD = "add"
    SIGN_IN = "sign_in"


class PasskeyOver(Refused):
    """An answer to nothing that this browser was asked, or too late, or for the second time."""

    code = "passkey_over"


class PasskeyRefused(Refused):
    """A passkey that opens nothing here. The same words for unknown, removed, forged, and for a disabled account."""

    code = "passkey_refused"


class PasskeyCopied(Refused):
    """A passkey that has counted less than before: there are two of it, and one of them is not its owner's."""

    code = "passkey_copied"


class PasskeyNotMade(Refused):
    """What a device says that it made is no passkey that can be kept."""

    code = "passkey_not_made"


class PasskeyKnown(Refused):
    """The very same passkey is kept already."""

    code = "passkey_known"


class PasskeysFull(Refused):
    """There is no room for another passkey."""

    code = "passkeys_full"


class LastPasskey(Refused):
    """Without a password or a linked profile, the last passkey is the only way to sign in."""

    code = "passkey_last_way"


class NoPasskeysHere(Refused):
    """The address has no name that a passkey could belong to."""

    code = "passkey_no_host"


def relying_party(host: str) -> str:
    """Name what the passkeys of a host belong to: the host itself; blank where there can be none.

    Edges: an IP address is no name. Source: Web Authentication, "Relying Party Identifier".
    """
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return host
    return ""


def is_copy(known: int, said: int) -> bool:
    """Tell whether a passkey counts as if it had been used elsewhere.

    Edges: many never count, and say zero each time. Source: Web Authentication, "Signature Counter Considerations".
    """
    return (known > 0 or said > 0) and said <= known
