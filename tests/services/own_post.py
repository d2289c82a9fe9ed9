"""Clinics' own mail servers: stand-ins that encrypt and ask for a password, and the form that names them."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlmodel import Session as DatabaseSession
from sqlmodel import col, select

from myaccount.domain.mail_server import Security, Server
from myaccount.domain.people import Role
from myaccount.models import Clinic, Staff
from myaccount.services.outgoing.mail_server import sealed
from tests.scenes import NOW
from tests.services.post import Post, mail_server

PASSWORD = "a mailbox of its own 7"
SENDER = "hello@cedar.test"


def certified(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for this machine; gives the server's side of it, and the file by which it is trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, own = folder / "trusted.pem", folder / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    own.write_bytes(key.private_bytes(*plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, own)
    return context, file


def authenticator(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, said: Any) -> AuthResult:
    """Let in who knows the password."""
    is_right = isinstance(said, LoginPassword) and (said.login, said.password) == (SENDER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def encrypted(context: ssl.SSLContext) -> Iterator[Post]:
    """Run a mail server that takes nothing before STARTTLS and the password."""
    how = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": authenticator}
    with mail_server(Post(), **how) as server:
        yield server


@contextmanager
def hanging() -> Iterator[int]:
    """Run a server that takes connections and never says a word; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def port_of(post: Post) -> int:
    return int(post.url.rpartition(":")[2])


def plain(port: int, sender: str = SENDER) -> Server:
    """Name a server on this machine that neither encrypts nor asks for a password."""
    return Server("127.0.0.1", port, Security.NONE, sender)


def form(port: int, security: str = "none", **typed: str) -> dict[str, str]:
    """Fill in the form of the settings."""
    filled = {"host": "127.0.0.1", "port": str(port), "security": security, "sender": SENDER}
    return filled | {"username": "", "password": ""} | typed


def signed_in(post: Post, **typed: str) -> dict[str, str]:
    """Fill in the form for a server that asks for a password."""
    return form(port_of(post), "starttls") | {"username": SENDER, "password": PASSWORD} | typed


def keep(tx: DatabaseSession, slug: str, server: Server) -> None:
    """Keep a server for a clinic that is served, without trying it."""
    clinic = tx.exec(select(Clinic).where(col(Clinic.slug) == slug)).one()
    is_owner = (col(Staff.clinic_id) == clinic.id, col(Staff.role) == Role.OWNER.value)
    owner = tx.exec(select(Staff).where(*is_owner)).first()
    assert owner is not None
    tx.add(sealed(server, clinic.id, owner.person_id, NOW))
