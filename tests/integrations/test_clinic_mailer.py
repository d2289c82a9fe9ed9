"""A clinic's own mail server that means ill, or is only slow: it gets no more time than is meant for it."""

import asyncio
import socket
import time
from email.message import EmailMessage
from ipaddress import ip_network
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from myaccount.domain.mail_server import Security, Server, Why
from myaccount.integrations.delivery import NotDelivered
from myaccount.integrations.mail import clinic_mailer
from myaccount.integrations.mail.clinic_mailer import ClinicMailer
from tests.services.post import Post, mail_server

HERE = (ip_network("127.0.0.0/8"),)
STEP = 0.4
TIMEOUT = 1.0


class Drip(Post):
    """A mail server that answers every command just before one would stop waiting for it."""

    async def handle_MAIL(  # noqa: N802  # the server's own name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(STEP)
        return await super().handle_MAIL(server, session, envelope, address, options)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(STEP)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_RSET(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(STEP)
        return "250 OK"


def letter() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "hello@cedar.test", "alice@mail.test", "Hello"
    mail.set_content("Hello")
    return mail


def plain(host: str, port: int) -> Server:
    return Server(host, port, Security.NONE, "hello@cedar.test")


def port_of(post: Post) -> int:
    return int(post.url.rpartition(":")[2])


def test_a_mail_takes_no_longer_than_the_timeout_for_all_of_it():
    with mail_server(Drip(STEP)) as slow:

        async def hand_over() -> float:
            mailer, began = ClinicMailer(plain("127.0.0.1", port_of(slow)), HERE, TIMEOUT), time.monotonic()
            with pytest.raises(NotDelivered) as refused:
                await mailer.send(letter())
            assert refused.value.is_final is False
            await mailer.close()
            return time.monotonic() - began

        assert asyncio.run(hand_over()) < TIMEOUT + STEP / 2
        assert slow.mails == []


def test_whoever_tries_a_server_waits_no_longer_than_the_timeout_for_all_of_it():
    with mail_server(Drip()) as slow:
        mailer = ClinicMailer(plain("127.0.0.1", port_of(slow)), HERE, STEP * 1.5)
        assert asyncio.run(mailer.why_refused()) is Why.SILENT


def named(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    """Let every name have these addresses, of which none but 127.0.0.1 answers."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (one, 1)) for one in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


async def silent(_family: socket.AddressFamily, address: tuple[Any, ...], seconds: float) -> socket.socket | None:
    tried.append(address[0])
    await asyncio.sleep(seconds)
    return None


tried: list[str] = []


def test_a_name_with_many_silent_addresses_takes_no_longer_than_one(monkeypatch: pytest.MonkeyPatch):
    tried.clear()
    named(monkeypatch, [f"127.0.0.{number}" for number in range(2, 60)])
    monkeypatch.setattr(clinic_mailer, "_connected", silent)
    began = time.monotonic()
    assert asyncio.run(ClinicMailer(plain("many.test", 25), HERE, TIMEOUT).why_refused()) is Why.SILENT
    assert time.monotonic() - began < TIMEOUT + STEP
    assert 1 < len(tried) <= clinic_mailer.ADDRESSES_TRIED


def test_names_that_take_their_time_hold_up_no_other_look_up(monkeypatch: pytest.MonkeyPatch):
    def slow(*_: object, **__: object) -> list[Any]:
        time.sleep(2)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)

    async def others() -> float:
        slow_ones = [
            asyncio.create_task(ClinicMailer(plain(f"slow{number}.test", 25), HERE, 0.2).why_refused())
            for number in range(40)
        ]
        await asyncio.sleep(0.1)
        began = time.monotonic()
        await asyncio.get_running_loop().run_in_executor(None, time.monotonic)
        waited = time.monotonic() - began
        await asyncio.gather(*slow_ones)
        return waited

    assert asyncio.run(others()) < 1
