"""The device that somebody signs in with, as far as it tells."""

from dataclasses import dataclass

import ua_parser

READ = 500
SHOWN = 60


@dataclass(frozen=True)
class Device:
    """What the list of sessions says of a device. Each may be blank."""

    browser: str = ""
    operating_system: str = ""
    address: str = ""


def device(user_agent: str, address: str) -> Device:
    """Read a browser's name for itself, for example "Firefox 128" on "Windows 10"."""
    found = ua_parser.parse(user_agent[:READ])
    return Device(
        browser=_named(found.user_agent.family, found.user_agent.major) if found.user_agent else "",
        operating_system=_named(found.os.family, found.os.major) if found.os else "",
        address=address[:SHOWN],
    )


def warm() -> None:
    """Load the patterns now: the first reading takes half a second."""
    device("Mozilla/5.0", "")


def _named(family: str, version: str | None) -> str:
    return f"{family} {version or ''}".strip()[:SHOWN]
