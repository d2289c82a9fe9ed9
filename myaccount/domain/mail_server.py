"""A clinic's own mail server: how its owner names it, and which servers may be reached from here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from myaccount.domain.contact_points import is_email
from myaccount.domain.refusals import Refused

Network = IPv4Network | IPv6Network
LONGEST_ADDRESS = 254
"""Source: RFC 5321, 4.5.3.1.3."""

MAIL_PORTS = frozenset({25, 465, 587, 2525})
"""The ports at which servers on the internet take mail; any other would be a way to look around there."""

LAST_PORT = 65535
TRANSLATED = ip_network("64:ff9b::/96")
"""How IPv4 addresses are written where only IPv6 is spoken. Source: RFC 6052, 2.1."""

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")
_PRINTABLE = re.compile(r"[^\x00-\x1f\x7f]{1,200}")


class Security(StrEnum):
    """How what is said to the server is kept from others: encrypted once it has greeted, from the start, or not."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


USUAL_PORTS: Mapping[Security, int] = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


class Why(StrEnum):
    """Why a mail server takes no mail from us. `mail_server.why.<why>` words it."""

    NO_SUCH_NAME = "no_such_name"
    PRIVATE = "private"
    ODD_PORT = "odd_port"
    IN_CLEAR = "in_clear"
    SILENT = "silent"
    NOT_TRUSTED = "not_trusted"
    NOT_ENCRYPTED = "not_encrypted"
    SIGN_IN = "sign_in"
    SENDER = "sender"
    ODD = "odd"
    UNREADABLE = "unreadable"
    NOBODY = "nobody"

    @property
    def box(self) -> str:
        """The box of the form that it is about."""
        return _BOXES.get(self, "host")


_BOXES = {
    Why.ODD_PORT: "port",
    Why.SILENT: "port",
    Why.IN_CLEAR: "security",
    Why.NOT_ENCRYPTED: "security",
    Why.SIGN_IN: "password",
    Why.SENDER: "sender",
}


class MailNotSent(Refused):
    """The mail by which an owner tries the way of the clinic's mail did not get through."""

    code = "mail_not_sent"


@dataclass(frozen=True)
class Server:
    """A clinic's own mail server, and the address that its mail comes from. Without a username nobody signs in."""

    host: str
    port: int
    security: Security
    sender: str
    username: str = ""
    password: str = field(default="", repr=False)

    def is_same_sign_in(self, other: "Server") -> bool:
        """Whether the password of one may be used for the other: to another server it would be given away."""
        return (self.host, self.port, self.username) == (other.host, other.port, other.username)


def read(form: Mapping[str, str], before: Server | None) -> tuple[Server, dict[str, str]]:
    """Read what was filled in: the server, and what is wrong with each box as the key of a sentence.

    Edges: a blank port is the usual one. A blank password means the one that is kept, which goes with its server, port
    and username only.
    """
    typed = {name: str(form.get(name, "")).strip() for name in ("host", "port", "security", "username", "sender")}
    security = Security(typed["security"]) if typed["security"] in tuple(Security) else Security.STARTTLS
    named = Server(
        _host(typed["host"]), _port(typed["port"], security), security, _sender(typed["sender"]), typed["username"],
        str(form.get("password", "")),
    )  # fmt: skip
    server = _with_kept_password(named, before)
    problems = {
        "host": "" if server.host else "mail_server.no_host",
        "port": "" if server.port else "mail_server.no_port",
        "username": _username_problem(server),
        "password": _password_problem(server, before),
        "sender": "" if server.sender else "mail_server.no_sender",
    }
    return server, {box: key for box, key in problems.items() if key}


def why_not_reach(address: str, server: Server, own_networks: Sequence[Network]) -> Why | None:
    """Tell why a server may not be reached at one of its addresses; None where it may.

    Clinics share a machine, and one of their owners must not look around in its network by typing addresses. On the
    internet it is a mail server at a mail port, spoken to in cipher; in the networks that the operator names
    (`MYACCOUNT_SMTP_NETWORKS`) whatever the owner says.
    Source: OWASP ASVS 5.0, 1.3.6.
    """
    there = _plain(ip_address(address.partition("%")[0]))
    if any(there in network for network in own_networks if network.version == there.version):
        return None
    if not _is_public(there):
        return Why.PRIVATE
    if server.port not in MAIL_PORTS:
        return Why.ODD_PORT
    return Why.IN_CLEAR if server.security is Security.NONE else None


def _plain(there: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Tell which IPv4 address an IPv6 one stands for, if it does."""
    if isinstance(there, IPv4Address):
        return there
    if there in TRANSLATED:
        return IPv4Address(int(there) & 0xFFFFFFFF)
    return there.ipv4_mapped or there


def _is_public(there: IPv4Address | IPv6Address) -> bool:
    is_odd = there.is_multicast or there.is_reserved
    if isinstance(there, IPv6Address):
        is_odd = is_odd or there.is_site_local or (there.sixtofour or there.teredo) is not None
    return there.is_global and not is_odd


def _with_kept_password(named: Server, before: Server | None) -> Server:
    if named.password or before is None or not named.is_same_sign_in(before):
        return named
    return Server(named.host, named.port, named.security, named.sender, named.username, before.password)


def _username_problem(server: Server) -> str:
    if server.username and not _PRINTABLE.fullmatch(server.username):
        return "mail_server.odd_username"
    return "mail_server.no_username" if server.password and not server.username else ""


def _password_problem(server: Server, before: Server | None) -> str:
    if server.password and not _PRINTABLE.fullmatch(server.password):
        return "mail_server.odd_password"
    if not server.username or server.password:
        return ""
    return "mail_server.password_again" if before is not None and before.password else "mail_server.no_password"


def _host(typed: str) -> str:
    """Take a server's name, or its address, out of what was typed; blank when it is neither."""
    name = typed.lower().rstrip(".")
    try:
        return str(ip_address(name.strip("[]")))
    except ValueError:
        pass
    return _name(name)


def _name(typed: str) -> str:
    """Write a name as the internet knows it; blank when it is none."""
    try:
        name = typed.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return name if _NAME.fullmatch(name.lower()) else ""


def _port(typed: str, security: Security) -> int:
    if not typed:
        return USUAL_PORTS[security]
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(LAST_PORT))
    return int(typed) if is_number and 0 < int(typed) <= LAST_PORT else 0


def _sender(typed: str) -> str:
    """Write an address as every server takes it; blank when it is none, or its mailbox has letters that few take."""
    mailbox, _, domain = typed.rpartition("@")
    written = f"{mailbox}@{_name(domain)}"
    is_one = is_email(typed, strictly=True) and mailbox.isascii() and typed.isprintable()
    return written if is_one and _name(domain) and len(written) <= LONGEST_ADDRESS else ""
