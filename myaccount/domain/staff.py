"""What the profile of somebody who works at the clinic may hold."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from myaccount.domain.contact import LONGEST
from myaccount.domain.contact_points import is_email
from myaccount.domain.npi import is_npi
from myaccount.domain.parsing import FieldError, Parser, choice, line, parse_all, whole
from myaccount.domain.people import Role
from myaccount.domain.treatments import DAY_MINUTES, STEP

PROFILE = ("first_name", "last_name", "email")
"""What stands in the profile that a staff member has as a patient, too."""

LONGEST_INTERVAL = 240
LONGEST_LINK = 500


def read(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, FieldError]]:
    """Read the form of a staff member; what cannot be taken is named by its box. Blank numbers are none."""
    return parse_all(typed, _PARSERS)


def _email(text: str) -> str | None:
    read = line(longest=LONGEST["email"])(text)
    if read and not is_email(read, strictly=True):
        raise FieldError("contact.email_wrong")
    return read or None


def _npi(text: str) -> str | None:
    if text and not is_npi(text):
        raise FieldError("staff.npi_wrong")
    return text or None


def _video_link(text: str) -> str | None:
    """Take an address elsewhere. Edges: https only; a link is opened by patients, whatever stands in it."""
    link = line(longest=LONGEST_LINK)(text)
    if link and not (link.startswith("https://") and link.isascii() and " " not in link and urlsplit(link).hostname):
        raise FieldError("staff.video_link_wrong")
    return link or None


def _line(text: str) -> str | None:
    return line()(text) or None


_PARSERS: Mapping[str, Parser] = {
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
