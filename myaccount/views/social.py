"""What Google, Facebook & Twitter shows, and what the settings show of a clinic's keys there. No secret is among it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SocialRow:
    """A provider, and the profile that is linked there, in words. Times: the patient's zone.

    `shown` is what the provider said of it: an e-mail address or a name there.
    """

    provider: str = ""
    label: str = ""
    is_linked: bool = False
    shown: str = ""
    linked: str = ""
    used: str = ""


@dataclass(frozen=True)
class SocialPage:
    """Every provider that is on. `keeps_last` when the one linked profile is the only way to sign in."""

    rows: tuple[SocialRow, ...] = ()
    has_password: bool = True
    keeps_last: bool = False


@dataclass(frozen=True)
class ProviderFacts:
    """A provider's keys: `is_own` when the clinic's own are kept, else they are the deployment's, if there are any."""

    provider: str = ""
    label: str = ""
    is_set_up: bool = False
    is_own: bool = False
    line: str = ""
    callback: str = ""
