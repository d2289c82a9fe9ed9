"""Reminders sent by two workers, against what a mail server takes from two kept connections that only hand over."""

import multiprocessing
import os
import smtplib
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.smtp import SMTP, Envelope, Session

from myaccount import clock
from myaccount.services.outgoing import reminder_sweep
from myaccount.store import migrate
from myaccount.store.engine import Database
from tests.bench.ratio import Ratio, of_pairs
from tests.scenes import Scene, book
from tests.services.post import Post, mail_server

MANY = 200
TIMES = 5
WORKERS = 2
A_MAIL_TAKES = 0.025
"""What a server that stores each mail takes for it, in seconds."""
AT_LEAST = 0.8
TIMEOUT = 60


class Clocked(Post):
    """A mail server that notes when each mail was taken."""

    def __init__(self) -> None:
        super().__init__(A_MAIL_TAKES)
        self.taken: list[float] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        self.taken.append(time.perf_counter())
        return answer

    def pace(self) -> float:
        """How many mails a second, from the first to the last."""
        return (len(self.taken) - 1) / (self.taken[-1] - self.taken[0])


def run() -> list[Ratio]:
    """Measure both in turn."""
    pairs = [(_ours(), _reference()) for _ in range(TIMES)]
    name = f"reminders by {WORKERS} workers, against {WORKERS} connections that only hand over"
    return [of_pairs(name, pairs, AT_LEAST, "/s", more=True)]


def _ours() -> float:
    with tempfile.TemporaryDirectory(prefix="myaccount-bench-") as folder, mail_server(Clocked()) as server:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        _plan(url)
        workers = [_worker(url, server.url) for _ in range(WORKERS)]
        try:
            _wait(server)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
        return server.pace()


def _plan(url: str) -> None:
    migrate.upgrade(url)
    database = Database(url)
    scene = database.write(Scene.build, database)
    now = clock.now()
    with database.writing() as tx:
        for number in range(MANY):
            book(tx, scene, "alice", now + timedelta(hours=47.5, minutes=number / 10), claims=False)
    database.write(reminder_sweep.plan_missing, now)
    database.close()


def _worker(database_url: str, smtp_url: str) -> subprocess.Popen[bytes]:
    own = {"MYACCOUNT_DATABASE_URL": database_url, "MYACCOUNT_SMTP_URL": smtp_url, "MYACCOUNT_SECRET_KEY": "x" * 40}
    command = [sys.executable, "-c", "from myaccount.cli import app; app()", "worker"]
    return subprocess.Popen(command, env=os.environ | own)


def _reference() -> float:
    with mail_server(Clocked()) as server:
        share = MANY // WORKERS
        hands = [multiprocessing.Process(target=_hand_over, args=(server.url, share)) for _ in range(WORKERS)]
        for hand in hands:
            hand.start()
        _wait(server)
        for hand in hands:
            hand.join()
        return server.pace()


def _hand_over(url: str, many: int) -> None:
    where = urlsplit(url)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "desk@cedar.test", "moreau@mail.test", "Reminder"
    mail.set_content("A reminder of your visit. " * 40)
    with smtplib.SMTP(where.hostname or "", where.port or 0) as connection:
        for _ in range(many):
            connection.send_message(mail)


def _wait(server: Clocked) -> None:
    deadline = time.monotonic() + TIMEOUT
    while len(server.taken) < MANY:
        if time.monotonic() > deadline:
            raise RuntimeError(f"only {len(server.taken)} of {MANY} mails came")
        time.sleep(0.01)
