"""The only reader of the environment: how this deployment is set up (`MYACCOUNT_*`)."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "MYACCOUNT_"
OAUTH = ("google", "facebook", "x")
"""The sign-in providers."""

PAIRS = (
    ("stripe_secret_key", "stripe_publishable_key"),
    ("turn_url", "turn_secret"),
    *((f"oauth_{name}_client_id", f"oauth_{name}_client_secret") for name in OAUTH),
)
"""Settings of which neither is any use without the other."""

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class BadConfiguration(Exception):
    """The deployment cannot start as it is configured; the message says why."""


@dataclass(frozen=True)
class Config:
    """One deployment's settings, read once at start.

    A setting that holds a secret may be given as `MYACCOUNT_<NAME>_FILE`, the path of a file that holds it. No secret
    is in what it says of itself, nor an address that may have a password in it.
    """

    data_dir: str = "./data"
    database_url: str = field(default="", repr=False)
    redis_url: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    base_url: str = "http://localhost:3000"
    domain: str = "localhost"
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    smtp_networks: str = ""
    text_url: str = field(default="", repr=False)
    text_from: str = ""
    stripe_secret_key: str = field(default="", repr=False)
    stripe_publishable_key: str = ""
    stripe_webhook_secret: str = field(default="", repr=False)
    stripe_api_base: str = ""
    stripe_js_url: str = "https://js.stripe.com/v3/"
    oauth_google_client_id: str = ""
    oauth_google_client_secret: str = field(default="", repr=False)
    oauth_google_base: str = ""
    oauth_facebook_client_id: str = ""
    oauth_facebook_client_secret: str = field(default="", repr=False)
    oauth_facebook_base: str = ""
    oauth_x_client_id: str = ""
    oauth_x_client_secret: str = field(default="", repr=False)
    oauth_x_base: str = ""
    staff_two_step: str = "required"
    turn_url: str = ""
    turn_secret: str = field(default="", repr=False)
    jobs: str = "on"
    trusted_proxy_hops: str = "0"
    sockets_per_address: str = "500"
    heic_converter: str = "heif-convert"
    clamd_url: str = ""
    metrics_token: str = field(default="", repr=False)
    demo_mailbox: str = ""
    demo_stripe: str = ""

    @property
    def data(self) -> Path:
        """The folder that holds what this deployment writes; made on first use, closed to other users."""
        path = Path(self.data_dir)
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database; SQLite in the data folder unless one is given."""
        url = self.database_url or f"sqlite:///{self.data / 'myaccount.db'}"
        for scheme in ("postgres://", "postgresql://"):
            url = url.replace(scheme, "postgresql+psycopg://", 1) if url.startswith(scheme) else url
        return url

    @property
    def is_secure(self) -> bool:
        """Whether people reach this deployment over https."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def cookie_name(self) -> str:
        """The sign-in cookie's name: bound to the host by its prefix wherever there is TLS."""
        return "__Host-myaccount" if self.is_secure else "myaccount"

    @property
    def guest_cookie_name(self) -> str:
        """The name of the cookie by which a browser is known on the booking page before anybody signs in."""
        return f"{self.cookie_name}-guest"

    @property
    def frame_cookie_name(self) -> str:
        """The name of that cookie within a frame on a clinic's website, where it is another one."""
        return f"{self.cookie_name}-frame"

    @property
    def provider_cookie_name(self) -> str:
        """The name of the cookie by which a browser that comes back from a sign-in provider is known."""
        return f"{self.cookie_name}-provider"

    def oauth(self, provider: str) -> tuple[str, str]:
        """The deployment's client id and secret at a sign-in provider; blank when it has none."""
        client_id: str = getattr(self, f"oauth_{provider}_client_id")
        secret: str = getattr(self, f"oauth_{provider}_client_secret")
        return client_id, secret

    def oauth_base(self, provider: str) -> str:
        """Where a sign-in provider is reached instead of its own address; blank for its own."""
        base: str = getattr(self, f"oauth_{provider}_base")
        return base.rstrip("/")

    @cached_property
    def own_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """Where, besides the public internet, clinics' own mail servers may stand. Raises: BadConfiguration."""
        try:
            return tuple(ip_network(one.strip()) for one in self.smtp_networks.split(",") if one.strip())
        except ValueError as error:
            raise BadConfiguration(f"MYACCOUNT_SMTP_NETWORKS are networks such as 10.0.0.0/8: {error}.") from error

    @property
    def turn_urls(self) -> list[str]:
        """The addresses of the relay for video calls; several are separated by commas."""
        return [url.strip() for url in self.turn_url.split(",") if url.strip()]

    @property
    def proxy_hops(self) -> int:
        """How many reverse proxies in front of this deployment tell the truth about client addresses."""
        return int(self.trusted_proxy_hops)

    @cached_property
    def key(self) -> bytes:
        """The deployment's secret, read once; generated and kept in the data folder when none is given."""
        if self.secret_key:
            return self.secret_key.encode()
        path = self.data / "secret.key"
        if not path.exists():
            _write_private(path, secrets.token_urlsafe(48))
        return path.read_bytes()


def read(environ: Mapping[str, str]) -> Config:
    """Read a configuration from environment variables.

    Raises: BadConfiguration for an unknown name, a secret given twice, or http on a public address.
    """
    known = {f.name for f in fields(Config)}
    given: dict[str, str] = {}
    for variable, value in environ.items():
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name.endswith("_file") and name.removesuffix("_file") in known:
            name, value = name.removesuffix("_file"), Path(value).read_text().strip()
        if name not in known:
            names = ", ".join(sorted(PREFIX + one.upper() for one in known))
            raise BadConfiguration(f"{variable} is not a setting. Known: {names}")
        if name in given:
            raise BadConfiguration(f"{PREFIX}{name.upper()} is given twice, as a value and as a file.")
        given[name] = value
    return _checked(Config(**given))


@cache
def config() -> Config:
    """Read this process's configuration, once."""
    return read(os.environ)


def _checked(found: Config) -> Config:
    url = urlsplit(found.base_url)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise BadConfiguration(f"MYACCOUNT_BASE_URL must be a scheme and a host, not {found.base_url!r}.")
    if url.scheme == "http" and url.hostname not in LOOPBACK and not url.hostname.endswith(".localhost"):
        raise BadConfiguration(
            "MYACCOUNT_BASE_URL is plain http on a public host: sign-ins would be readable. Use https."
        )
    if found.staff_two_step not in ("required", "optional"):
        raise BadConfiguration("MYACCOUNT_STAFF_TWO_STEP is 'required' or 'optional'.")
    if found.jobs not in ("on", "off"):
        raise BadConfiguration("MYACCOUNT_JOBS is 'on' or 'off': with 'off', run `myaccount worker` beside the server.")
    if found.text_url and not found.text_from:
        raise BadConfiguration("MYACCOUNT_TEXT_URL needs MYACCOUNT_TEXT_FROM, the number that texts come from.")
    _check_addresses(found)
    _check_pairs(found)
    for name in ("trusted_proxy_hops", "sockets_per_address"):
        if not getattr(found, name).isdigit():
            raise BadConfiguration(f"{PREFIX}{name.upper()} is a whole number.")
    return found


def _check_addresses(found: Config) -> None:
    _ = found.own_networks
    scanner = urlsplit(found.clamd_url)
    if found.clamd_url and not {"tcp": scanner.hostname, "unix": scanner.path}.get(scanner.scheme):
        raise BadConfiguration("MYACCOUNT_CLAMD_URL is tcp://host:3310 or unix:///path/of/the/socket.")
    if not all(url.startswith(("turn:", "turns:")) for url in found.turn_urls):
        raise BadConfiguration("MYACCOUNT_TURN_URL begins with turn: or turns:, as in turns:turn.example.org:5349.")


def _check_pairs(found: Config) -> None:
    for one, other in PAIRS:
        if bool(getattr(found, one)) != bool(getattr(found, other)):
            raise BadConfiguration(f"{PREFIX}{one.upper()} and {PREFIX}{other.upper()} come together.")


def _write_private(path: Path, text: str) -> None:
    """Write a file that only we may read. It appears whole; of several at once, the first stays."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
