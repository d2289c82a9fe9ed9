"""Addresses: which are ours, which are written plainly, and where to go after a form."""

import re

from myaccount.domain.clinic_side import home_of
from myaccount.domain.people import Role

HOME = "/account"
CLINIC = "/clinic"
LONGEST = 2000
LONGEST_PART = 200
HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]{1,253})(?::[0-9]{1,5})?")


def home(role: Role | None) -> str:
    """Find where somebody lands who asks for no page: staff on the clinic's side, as far as it has one for them."""
    return CLINIC if home_of(role) else HOME


def local(asked: str, otherwise: str = HOME) -> str:
    r"""Keep a next_path for a page of this portal; anything else leads home.

    Edges: "//host", "/\host" and control characters are how browsers are sent elsewhere.
    """
    safe = asked.startswith("/") and not asked.startswith("//") and "\\" not in asked
    return asked if safe and asked.isprintable() and asked.isascii() and len(asked) <= LONGEST else otherwise


def is_plain(path: str) -> bool:
    r"""Tell whether a path is written the one way in which ours are.

    Edges: "//", "/./", "/../", backslashes and control characters are how a check of the path is got around.
    """
    parts = path.removeprefix("/").removesuffix("/").split("/")
    odd = any(part in ("", ".", "..") or len(part) > LONGEST_PART for part in parts) and path != "/"
    return path.startswith("/") and not odd and "\\" not in path and path.isprintable() and len(path) <= LONGEST


def place(path: str) -> str:
    """Name the part of the portal that a path belongs to. The rest of it may be a secret, as in `/reset/<token>`."""
    return "/" + path.removeprefix("/").partition("/")[0][:LONGEST_PART]


def host_name(header: str) -> str:
    """Read the name off a Host header; blank for what is none."""
    found = HOST.fullmatch(header)
    return found["name"].strip("[]") if found else ""
