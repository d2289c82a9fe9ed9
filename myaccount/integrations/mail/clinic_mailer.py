"""Mail over a clinic's own server: reached only where it may be, in cipher, and tried before it is kept."""

import asyncio
import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import aiosmtplib

from myaccount.domain.mail_server import Network, Security, Server, Why, why_not_reach
from myaccount.integrations.delivery import NotDelivered
from myaccount.integrations.mail.smtp import TIMEOUT, SmtpMailer

ADDRESSES_TRIED = 4
"""One that keeps silent must not take all the time that there is for the next."""

_names = ThreadPoolExecutor(max_workers=4, thread_name_prefix="names of mail servers")
"""Looks up the names that owners typed: one that takes its time holds up no other look-up of this process."""


class NotReached(Exception):
    """A server that may not be reached, or does not answer."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class ClinicMailer(SmtpMailer):
    """Carries mail to a clinic's own server. Every connection looks up its address anew, and judges it."""

    def __init__(self, server: Server, networks: Sequence[Network], timeout: float = TIMEOUT) -> None:
        self._server = server
        self._networks = networks
        self._timeout = timeout
        self._client = aiosmtplib.SMTP(
            hostname=server.host,
            username=server.username or None,
            password=server.password or None,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            timeout=timeout,
        )
        self._turn = asyncio.Lock()

    async def why_refused(self) -> Why | None:
        """Connect, sign in and say who the mail would be from; tell why it would not be taken. Nothing is sent."""
        try:
            async with asyncio.timeout(self._timeout):
                await self._reach()
                await self._client.mail(self._server.sender)
                await self._client.rset()
        except (aiosmtplib.SMTPException, OSError, TimeoutError, NotReached) as error:
            return _why(error)
        finally:
            await self.close()
        return None

    async def _connect(self) -> None:
        try:
            await self._reach()
        except NotReached as error:
            raise NotDelivered(f"mail_server_{error.why}", is_final=False) from error

    async def _reach(self) -> None:
        line = await _dial(self._server, self._networks, self._timeout)
        try:
            await self._client.connect(sock=line)
        finally:
            if not self._client.is_connected:
                line.close()


async def _dial(server: Server, networks: Sequence[Network], seconds: float) -> socket.socket:
    """Connect to the first address of a server that may be reached. Raises: NotReached.

    The connection goes to the very address that was judged: a name that means another one a moment later gains nothing.
    """
    why = Why.NO_SUCH_NAME
    for family, address in (await _addresses(server, seconds))[:ADDRESSES_TRIED]:
        refused = why_not_reach(address[0], server, networks)
        if refused is None:
            why = Why.SILENT
            line = await _connected(family, address, seconds / ADDRESSES_TRIED)
            if line is not None:
                return line
        elif why is Why.NO_SUCH_NAME:
            why = refused
    raise NotReached(why)


async def _addresses(server: Server, seconds: float) -> list[tuple[socket.AddressFamily, tuple[Any, ...]]]:
    look_up = partial(socket.getaddrinfo, server.host, server.port, type=socket.SOCK_STREAM)
    asked = asyncio.get_running_loop().run_in_executor(_names, look_up)
    try:
        found = await asyncio.wait_for(asked, seconds)
    except (OSError, UnicodeError, TimeoutError) as error:
        raise NotReached(Why.NO_SUCH_NAME) from error
    return [(family, address) for family, _, _, _, address in found]


async def _connected(family: socket.AddressFamily, address: tuple[Any, ...], seconds: float) -> socket.socket | None:
    line = socket.socket(family, socket.SOCK_STREAM)
    line.setblocking(False)
    try:
        await asyncio.wait_for(asyncio.get_running_loop().sock_connect(line, address), seconds)
    except (OSError, TimeoutError):
        line.close()
        return None
    return line


KINDS: tuple[tuple[type[BaseException], Why], ...] = (
    (ssl.SSLCertVerificationError, Why.NOT_TRUSTED),
    (ssl.SSLError, Why.NOT_ENCRYPTED),
    (aiosmtplib.SMTPAuthenticationError, Why.SIGN_IN),
    (aiosmtplib.SMTPSenderRefused, Why.SENDER),
    (TimeoutError, Why.SILENT),
)


def _why(error: Exception) -> Why:
    if isinstance(error, NotReached):
        return error.why
    if type(error) is aiosmtplib.SMTPException:  # what the server does not offer has no kind of its own
        return Why.NOT_ENCRYPTED if "STARTTLS extension" in error.message else Why.SIGN_IN
    causes = (error, error.__cause__)
    return next((why for kind, why in KINDS if any(isinstance(one, kind) for one in causes)), Why.ODD)
