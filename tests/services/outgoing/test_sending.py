"""Sending what is due of visits: once, whatever happens to the senders and the servers, and nothing after a cancel."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest

from myaccount import clock
from myaccount.integrations.delivery import NotDelivered
from myaccount.integrations.mail.smtp import SmtpMailer
from myaccount.integrations.texts.console import ConsoleTexter
from myaccount.integrations.texts.http import HttpTexter
from myaccount.jobs import outbox as job
from myaccount.jobs.carriers import Carriers
from myaccount.models import Appointment, OutboxMessage, Person
from myaccount.services.outgoing import reminder_sweep
from myaccount.services.visits import appointments
from myaccount.store import outbox as store
from tests.scenes import NOW, Scene
from tests.servers import free_port
from tests.services.post import Post, Texts, mail_server, text_carrier

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MOBILE = "+14165550111"
WORKER = """
from datetime import timedelta
from myaccount.jobs import outbox, worker
outbox.LEASE = timedelta(seconds=2)
worker.run_forever()
"""


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server(Post()) as server:
        yield server


@pytest.fixture
def texts() -> Iterator[Texts]:
    with text_carrier() as server:
        yield server


def visits(scene: Scene, many: int, first: datetime = NOW + 60 * HOUR) -> list[str]:
    return [scene.book("alice", first + number * MINUTE, claims=False) for number in range(many)]


def plan(scene: Scene, now: datetime = NOW) -> None:
    scene.database.write(reminder_sweep.plan_missing, now)


def send_all(post_url: str, moment: datetime, monkeypatch: pytest.MonkeyPatch, text_url: str = "") -> None:
    """Send whatever is due at a moment, as a worker would that has this moment for its time."""
    monkeypatch.setattr(job, "now", lambda: moment)

    async def run() -> None:
        texter = HttpTexter(text_url, "+14165550100") if text_url else ConsoleTexter()
        carriers = Carriers(SmtpMailer(post_url), texter)
        while await job.send_due(carriers, moment):
            pass
        await carriers.close()

    asyncio.run(run())


def ids(post: Post) -> Counter[str]:
    return Counter(mail["Message-ID"] for mail in post.mails)


def states(scene: Scene) -> Counter[str]:
    return Counter(row.state for row in scene.rows(OutboxMessage))


def cancel(scene: Scene, visit: str, now: datetime) -> None:
    scene.database.write(appointments.cancel, scene.alice_ctx(now=now), visit, "")


def test_a_mail_server_that_is_down_for_an_hour(scene: Scene, post: Post, monkeypatch: pytest.MonkeyPatch):
    scene.set("cancellation_period_hours", 0)
    some = visits(scene, 6)
    plan(scene)
    down = f"smtp://127.0.0.1:{free_port()}"
    due = NOW + 12 * HOUR
    for minutes in range(0, 60, 3):
        send_all(down, due + minutes * MINUTE, monkeypatch)
    cancel(scene, some[0], due + HOUR)
    for minutes in range(60, 90, 3):
        send_all(post.url, due + minutes * MINUTE, monkeypatch)
    subjects = Counter(str(mail["Subject"]).partition(":")[0] for mail in post.mails)
    assert subjects == {"Reminder": 5, "Your visit on Sun 22 November is cancelled": 1}
    assert set(ids(post).values()) == {1}
    assert states(scene) == {"sent": 6, "withdrawn": 1}


def test_one_that_gets_through_only_after_the_visit_began_has_failed(
    scene: Scene, post: Post, monkeypatch: pytest.MonkeyPatch
):
    visits(scene, 1)
    plan(scene)
    send_all(f"smtp://127.0.0.1:{free_port()}", NOW + 12 * HOUR, monkeypatch)
    send_all(post.url, NOW + 60 * HOUR, monkeypatch)
    assert post.mails == []
    [row] = scene.rows(OutboxMessage)
    assert (row.state, row.error, row.attempts) == ("failed", "SMTPConnectError", 2)


def test_what_a_cancel_withdraws_while_it_is_on_its_way_counts_as_sent(scene: Scene):
    [visit] = visits(scene, 1)
    plan(scene)
    [taken] = scene.database.write(store.claim, NOW + 12 * HOUR, NOW + 13 * HOUR, 5)
    cancel(scene, visit, NOW + 12 * HOUR)
    assert states(scene) == {"withdrawn": 1, "unsent": 1}
    scene.database.write(store.mark_sent, taken, "moreau@mail.test", NOW + 12 * HOUR)
    assert states(scene) == {"sent": 1, "unsent": 1}


def test_the_mail_carries_the_calendar_entry_and_the_log_its_facts(
    scene: Scene, post: Post, monkeypatch: pytest.MonkeyPatch
):
    visits(scene, 1)
    plan(scene)
    send_all(post.url, NOW + 12 * HOUR, monkeypatch)
    [mail] = post.mails
    [file] = list(mail.iter_attachments())
    assert (file.get_content_type(), file.get_param("method"), file.get_filename()) == (
        "text/calendar", "PUBLISH", "visit.ics",
    )  # fmt: skip
    assert "\r\nEND:VCALENDAR\r\n" in file.get_content().replace("\n", "\r\n").replace("\r\r", "\r")
    assert mail["List-Unsubscribe"] is None
    [row] = scene.rows(OutboxMessage)
    assert (row.kind, row.channel, row.recipient, row.state, row.attempts, row.error) == (
        "visit_reminder", "email", "moreau@mail.test", "sent", 1, None,
    )  # fmt: skip


class TestTexts:
    def plan(self, scene: Scene) -> None:
        scene.set("email_reminder_hours", 0)
        scene.set("text_reminder_hours", 24)
        with scene.database.writing() as tx:
            person = tx.get_one(Person, scene.alice)
            person.mobile, person.mobile_verified_at = MOBILE, NOW
        visits(scene, 1, NOW + 30 * HOUR)
        plan(scene)

    def test_it_goes_out_as_a_form_and_once(
        self, scene: Scene, post: Post, texts: Texts, monkeypatch: pytest.MonkeyPatch
    ):
        self.plan(scene)
        for _ in range(2):
            send_all(post.url, NOW + 6 * HOUR, monkeypatch, texts.url)
        assert [(one["To"], one["From"]) for one in texts.taken] == [(MOBILE, "+14165550100")]
        assert "Physiotherapy" not in texts.taken[0]["Body"]

    @pytest.mark.parametrize(("status", "state"), [(400, "failed"), (503, "unsent"), (401, "unsent"), (429, "unsent")])
    def test_a_number_that_takes_none_is_given_up_and_a_carrier_in_trouble_is_tried_again(
        self, scene: Scene, post: Post, texts: Texts, monkeypatch: pytest.MonkeyPatch, status: int, state: str
    ):
        self.plan(scene)
        texts.status = status
        send_all(post.url, NOW + 6 * HOUR, monkeypatch, texts.url)
        [row] = scene.rows(OutboxMessage)
        assert (row.state, row.error) == (state, f"http_{status}")

    async def test_a_carrier_that_is_away_is_tried_again(self):
        texter = HttpTexter(f"http://account:secret@127.0.0.1:{free_port()}", MOBILE)
        with pytest.raises(NotDelivered) as refused:
            await texter.send(MOBILE, "Hello")
        assert not refused.value.is_final
        assert MOBILE not in str(refused.value)
        await texter.close()


def test_two_workers_one_of_them_killed_in_the_middle(scene: Scene, database_url: str):
    """The workers are processes of their own, and live in real time."""
    now = clock.now()
    some = visits(scene, 30, now + 47.5 * HOUR)
    with scene.database.writing() as tx:
        for visit in some[:3]:
            tx.get_one(Appointment, visit).state = "cancelled"
    with mail_server(Post(0.03)) as post:
        workers = [_worker(database_url, post.url) for _ in range(2)]
        try:
            _until(lambda: len(post.mails) >= 6)
            workers[0].kill()
            _until(lambda: states(scene)["sent"] == 27)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
        assert states(scene) == {"sent": 27}
        assert len(ids(post)) == 27  # a second copy, after a kill between handing over and noting it, has the same id
        assert sum(ids(post).values()) <= 29


def test_a_worker_that_is_told_to_stop_lets_what_is_on_its_way_arrive(scene: Scene, database_url: str):
    visits(scene, 3, clock.now() + 47.5 * HOUR)
    with mail_server(Post(0.4)) as post:
        worker = _worker(database_url, post.url)
        try:
            _until(lambda: post.connections)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(30) == 0
        finally:
            worker.kill()
            worker.wait()
        assert states(scene)["sent"] == len(post.mails) > 0


def _worker(database_url: str, smtp_url: str) -> subprocess.Popen[bytes]:
    own = {"MYACCOUNT_DATABASE_URL": database_url, "MYACCOUNT_SMTP_URL": smtp_url, "MYACCOUNT_SECRET_KEY": "x" * 40}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MYACCOUNT_")}
    return subprocess.Popen([sys.executable, "-c", WORKER], env=kept | own)


def _until(reached, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    for _ in count():
        if reached():
            return
        assert time.monotonic() < deadline
        time.sleep(0.05)
