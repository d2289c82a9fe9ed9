"""The device that somebody signs in with, as far as it tells."""

from dataclasses import dataclass, field

import ua_parser

from myaccount.messages import Language, say

READ = 500
SHOWN = 60


@dataclass(frozen=True)
class Device:
    """What the list of sessions says of a device, and the mark by which it is known again. Each may be blank."""

    browser: str = ""
    operating_system: str = ""
    address: str = ""
    mark: str = field(default="", repr=False)


def device(user_agent: str, address: str, mark: str = "") -> Device:
    """Read a browser's name for itself, for example "Firefox 128" on "Windows 10"."""
    found = ua_parser.parse(user_agent[:READ])
    return Device(
        browser=_named(found.user_agent.family, found.user_agent.major) if found.user_agent else "",
        operating_system=_named(found.os.family, found.os.major) if found.os else "",
        address=address[:SHOWN],
        mark=mark,
    )


def name_of(browser: str, operating_system: str, lang: Language) -> str:
    """Name a device within a sentence: "Firefox 128 on Windows 10", as far as it told."""
    if browser and operating_system:
        return say("sessions.on", lang, browser=browser, system=operating_system)
    return browser or say("sessions.some_device", lang)


def warm() -> None:
    """Load the patterns now: the first reading takes half a second."""
    device("Mozilla/5.0", "")


def _named(family: str, version: str | None) -> str:
    return f"{family} {version or ''}".strip()[:SHOWN]
