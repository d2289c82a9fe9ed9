"""What the profile of somebody who works at the clinic may hold."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from myaccount.domain.contact import LONGEST
from myaccount.domain.npi import is_npi
from myaccount.domain.people import Role
from myaccount.domain.reach import is_email
from myaccount.domain.treatments import DAY_MINUTES, STEP
from myaccount.domain.typed import Reader, Wrong, choice, line, read_all, whole

PROFILE = ("first_name", "last_name", "email")
"""What stands in the profile that a staff member has as a patient, too."""

LONGEST_INTERVAL = 240
LONGEST_LINK = 500


def read(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Wrong]]:
    """Read the form of a staff member; what cannot be taken is named by its box. Blank numbers are none."""
    return read_all(typed, _READERS)


def _email(text: str) -> str | None:
    read = line(longest=LONGEST["email"])(text)
    if read and not is_email(read, strictly=True):
        raise Wrong("contact.email_wrong")
    return read or None


def _npi(text: str) -> str | None:
    if text and not is_npi(text):
        raise Wrong("staff.npi_wrong")
    return text or None


def _video_link(text: str) -> str | None:
    """Take an address elsewhere. Edges: https only; a link is opened by patients, whatever stands in it."""
    link = line(longest=LONGEST_LINK)(text)
    if link and not (link.startswith("https://") and link.isascii() and " " not in link and urlsplit(link).hostname):
        raise Wrong("staff.video_link_wrong")
    return link or None


def _line(text: str) -> str | None:
    return line()(text) or None


_READERS: Mapping[str, Reader] = {
    "first_name": line(needed=True, longest=LONGEST["first_name"]),
    "last_name": line(longest=LONGEST["last_name"]),
    "email": _email,
    "role": choice(Role),
    "registration_number": _line,
    "credentials": _line,
    "license_number": _line,
    "signature": _line,
    "npi": _npi,
    "video_link": _video_link,
    "start_interval_minutes": whole(STEP, LONGEST_INTERVAL, step=STEP),
    "buffer_minutes": whole(0, DAY_MINUTES, step=STEP),
}
