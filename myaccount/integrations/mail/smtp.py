"""Mail by SMTP, over a connection that is kept between mails."""

import asyncio
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

from myaccount.integrations.delivery import NotDelivered

TIMEOUT = 20.0
"""Seconds for a mail, from the first connection until it is taken; a server that says a word now and then gets no more.

Whoever takes a mail from the outbox has it for a time, and another sends it after that: it must be known by then.
"""
GOODBYE = 2.0
"""Seconds that a server has to answer a goodbye: nothing depends on it."""
FINAL = 500
"""From this reply code on, trying again does not help. Source: RFC 5321, 4.2.1."""


class SmtpMailer:
    """Carries mail to the server at `smtp://user:password@host:port`, or `smtps://` for TLS from the start.

    With `smtp://` the connection is encrypted as soon as the server offers it.
    """

    def __init__(self, url: str) -> None:
        self._timeout = TIMEOUT
        where = urlsplit(url)
        tls = where.scheme == "smtps"
        self._client = aiosmtplib.SMTP(
            hostname=where.hostname,
            port=where.port or (465 if tls else 25),
            username=unquote(where.username) if where.username else None,
            password=unquote(where.password) if where.password else None,
            use_tls=tls,
            timeout=TIMEOUT,
        )
        self._turn = asyncio.Lock()

    async def send(self, message: EmailMessage) -> None:
        """Hand a mail over. Raises: NotDelivered."""
        async with self._turn:
            try:
                async with asyncio.timeout(self._timeout):
                    if not self._client.is_connected:
                        await self._connect()
                    await self._client.send_message(message)
            except aiosmtplib.SMTPRecipientsRefused as error:
                raise NotDelivered("recipient_refused", is_final=all(_is_final(r) for r in error.recipients)) from error
            except aiosmtplib.SMTPResponseException as error:
                await self._drop()
                raise NotDelivered(f"smtp_{error.code}", is_final=_is_about_the_mail(error)) from error
            except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
                await self._drop()
                raise NotDelivered(type(error).__name__, is_final=False) from error

    async def close(self) -> None:
        """Say goodbye to the server."""
        async with self._turn:
            if self._client.is_connected:
                try:
                    await self._client.quit(timeout=GOODBYE)
                except (aiosmtplib.SMTPException, OSError, TimeoutError):
                    self._client.close()

    async def _connect(self) -> None:
        await self._client.connect()

    async def _drop(self) -> None:
        """Start the next mail with a new connection."""
        if self._client.is_connected:
            self._client.close()


def _is_final(refusal: aiosmtplib.SMTPRecipientRefused) -> bool:
    return refusal.code >= FINAL


def _is_about_the_mail(error: aiosmtplib.SMTPResponseException) -> bool:
    """Tell a mail that the server does not want from a server that does not want us (its password is wrong)."""
    return error.code >= FINAL and isinstance(error, aiosmtplib.SMTPDataError)
