"""Signing in with a profile elsewhere: at Google, Facebook or X (S54-55).

A profile is known by who vouches for it and the name it has there, its issuer and its subject; never by an e-mail
address, which others may hold, or have typed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from myaccount.domain.refusals import Refused

ATTEMPT_LASTS = timedelta(minutes=10)
"""For how long somebody may be away at a provider."""

LONGEST_KEY = 500
KEY = re.compile(r"[\x21-\x7e]+")


class Provider(StrEnum):
    """Who vouches for a profile, as named in addresses. The order is that of the buttons."""

    GOOGLE = "google"
    FACEBOOK = "facebook"
    X = "x"

    @property
    def setting(self) -> str:
        """The key of the switch that turns it on."""
        return f"social_{self.value}"

    @property
    def label(self) -> str:
        """What people call it."""
        return LABELS[self]


LABELS = {Provider.GOOGLE: "Google", Provider.FACEBOOK: "Facebook", Provider.X: "X"}
SWITCHES: Mapping[str, Provider] = {provider.setting: provider for provider in Provider}
"""The switches, by their keys, and whom each turns on."""


class Purpose(StrEnum):
    """What somebody goes to a provider for."""

    SIGN_IN = "sign_in"
    LINK = "link"


@dataclass(frozen=True)
class Profile:
    """What a provider says of whoever has signed in there.

    `shown` is an e-mail address, or the name there, for its owner to recognise: it decides nothing.
    """

    issuer: str
    subject: str
    shown: str = ""


class SocialOff(Refused):
    """The clinic does not let people sign in with this provider, or no longer does."""

    code = "social_off"


class SocialOver(Refused):
    """The answer of a provider belongs to nothing that this browser began here, or comes too late, or twice."""

    code = "social_over"


class SocialStopped(Refused):
    """Whoever was at the provider did not go through with it."""

    code = "social_stopped"


class SocialFailed(Refused):
    """A provider's answer is not one that can be trusted, or says that something went wrong there."""

    code = "social_failed"


class SocialSilent(Refused):
    """A provider does not answer, or not in time."""

    code = "social_silent"


class NotLinked(Refused):
    """A profile that is nobody's here: whoever has an account links it from inside. The same words for everybody."""

    code = "social_not_linked"


class LinkedElsewhere(Refused):
    """A profile that is somebody else's at this clinic."""

    code = "social_linked_elsewhere"


class OneAlready(Refused):
    """There is a profile of this provider on the account: it is unlinked before another one is linked."""

    code = "social_one_already"


class LastWayIn(Refused):
    """Without a password, the last linked profile is the only way to sign in."""

    code = "social_last_way"


def offered(on: Mapping[Provider, bool], configured: Iterable[str]) -> tuple[Provider, ...]:
    """List whom people can sign in with: turned on, and with keys. Edges: a switch without keys offers nothing."""
    known = set(configured)
    return tuple(provider for provider in Provider if on[provider] and provider.value in known)


def read_keys(form: Mapping[str, str], *, has_secret: bool) -> tuple[str, str, dict[str, str]]:
    """Read pasted keys: the client id, the secret, and what is wrong with each box as the key of a sentence.

    Edges: a blank secret means the one that is kept, if there is one.
    """
    client_id, secret = (str(form.get(name, "")).strip() for name in ("client_id", "client_secret"))
    problems: dict[str, str] = {}
    if not _is_key(client_id):
        problems["client_id"] = "provider_keys.no_client_id"
    if not _is_key(secret) and (secret or not has_secret):
        problems["client_secret"] = "provider_keys.no_client_secret"
    return client_id, secret, problems


def _is_key(typed: str) -> bool:
    return len(typed) <= LONGEST_KEY and KEY.fullmatch(typed) is not None
