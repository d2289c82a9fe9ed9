"""A clinic's own mail server that changes, or goes, while mail is on its way over it."""

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from myaccount import config as configuration
from myaccount.domain.mail_server import Security, Server
from myaccount.domain.refusals import TooManyTries
from myaccount.integrations.mail.smtp import SmtpMailer
from myaccount.integrations.texts.console import ConsoleTexter
from myaccount.jobs import carriers as carriers_of
from myaccount.jobs import outbox as job
from myaccount.jobs.carriers import Carriers
from myaccount.models import OutboxMessage
from myaccount.services.outgoing import mail_server as use_cases
from myaccount.services.outgoing import outbox
from myaccount.services.outgoing.outbox import Kind
from tests.scenes import NOW, Scene
from tests.services.own_post import form, port_of
from tests.services.post import Post, mail_server

LATER = NOW + timedelta(days=3650)
SERVER = Server("x.test", 25, Security.TLS, "a@b.test")


@pytest.fixture
def post(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """The server of the clinic, which takes its time with every mail."""
    monkeypatch.setenv("MYACCOUNT_SMTP_NETWORKS", "127.0.0.0/8")
    monkeypatch.setattr(job, "now", lambda: NOW)
    configuration.config.cache_clear()
    with mail_server(Post(seconds=0.4)) as server:
        yield server


@pytest.fixture
def shared(scene: Scene) -> Iterator[Post]:
    """The server of the deployment."""
    with mail_server(Post()) as server:
        yield server


def keep(scene: Scene, port: int) -> None:
    with scene.database.writing() as tx:
        assert use_cases.save(tx, scene.staff_ctx("robin"), form(port)).changed


def put(scene: Scene, count: int) -> None:
    with scene.database.writing() as tx:
        for number in range(count):
            outbox.put(
                tx, scene.clinic_ctx("cedar").clinic, Kind.PASSWORD_CHANGED, dedupe=f"m{number}",
                recipient="alice@mail.test", lang="en", facts={"first_name": "Alice"}, now=NOW,
            )  # fmt: skip


def test_over_a_server_that_is_taken_away_nothing_more_goes(scene: Scene, post: Post, shared: Post):
    keep(scene, port_of(post))
    put(scene, job.BATCH_SIZE)

    async def run() -> None:
        free = asyncio.Event()
        carriers = Carriers(SmtpMailer(shared.url), ConsoleTexter(), free.set)
        sending = asyncio.create_task(job.send_due(carriers, LATER))
        await asyncio.sleep(0.3)
        await job.in_tx(use_cases.remove, scene.staff_ctx("robin"))
        await sending
        while carriers.busy:
            await free.wait()
            free.clear()
        await carriers.close()

    asyncio.run(run())
    assert {row.state for row in scene.rows(OutboxMessage)} == {"sent"}
    assert len(post.mails) + len(shared.mails) == job.BATCH_SIZE
    assert len(post.mails) <= job.AT_ONCE
    assert all(mail["From"].addresses[0].addr_spec.startswith("no-reply@") for mail in shared.mails)


def test_slow_goodbyes_are_said_all_at_once(monkeypatch: pytest.MonkeyPatch):
    class Slow:
        async def close(self) -> None:
            await asyncio.sleep(0.3)

    monkeypatch.setattr(carriers_of, "open_mailer", lambda _server: Slow())

    async def run() -> float:
        carriers = Carriers(SmtpMailer("smtp://127.0.0.1:9"), ConsoleTexter())
        for number in range(8):
            await carriers.of_clinic(f"c{number}", SERVER)
        began = time.monotonic()
        await carriers.close()
        return time.monotonic() - began

    assert asyncio.run(run()) < 1


def test_a_server_that_keeps_a_mail_too_long_holds_up_no_end(
    scene: Scene, post: Post, shared: Post, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(carriers_of, "FAREWELL", 0.2)
    post.seconds = 60
    keep(scene, port_of(post))
    put(scene, 1)

    async def run() -> float:
        carriers = Carriers(SmtpMailer(shared.url), ConsoleTexter())
        await job.send_due(carriers, LATER)
        began = time.monotonic()
        await carriers.close()
        return time.monotonic() - began

    assert asyncio.run(run()) < 5
    assert [row.state for row in scene.rows(OutboxMessage)] == ["unsent"]


def test_nobody_guesses_passwords_of_mailboxes_through_the_portal(
    scene: Scene, post: Post, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(use_cases, "TIMEOUT", 1.0)
    ctx = scene.staff_ctx("robin")

    async def guess() -> list[object]:
        tries = (use_cases.try_and_save(ctx, form(port_of(post), password=f"p{n}", username="u")) for n in range(12))
        return await asyncio.gather(*tries, return_exceptions=True)

    found = asyncio.run(guess())
    assert sum(isinstance(one, TooManyTries) for one in found) == 2
    assert len(scene.audit("mail_server.tried")) == use_cases.TRIES_AT_MOST
    with pytest.raises(TooManyTries):
        asyncio.run(use_cases.send_test(ctx))
    later = scene.staff_ctx("robin", now=NOW + use_cases.WITHIN)
    assert asyncio.run(use_cases.try_and_save(later, form(port_of(post)))).changed
