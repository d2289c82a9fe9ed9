"""A whole portal, served as in production, for tests that come in from outside.

One server serves every test: each test brings a clinic of its own, which answers at a host name of its own.
"""

import itertools
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import text

from myaccount import build
from myaccount.clock import now
from myaccount.config import config
from myaccount.services import clinic_file
from myaccount.store.engine import Database
from tests.servers import free_port

PASSWORD = "a quiet river stone"
TIMEOUT = 120
_names = itertools.count(1)


@dataclass
class Clinic:
    """A clinic that is served: its address, and the file that made it."""

    portal: "Portal"
    slug: str
    file: dict[str, Any]

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{self.slug}.localhost:{self.portal.port}"

    def update(self, **sections: Any) -> None:
        """Import the file again with these sections changed."""
        self.file = {**self.file, **sections}
        self.portal.load(self.file)

    def id_of(self, table: str, external_id: str) -> str:
        """Find the id of what the file calls by another."""
        here = "JOIN clinic c ON c.id = t.clinic_id WHERE c.slug = :slug AND t.external_id = :id"
        query = f"SELECT t.id FROM {table} t {here}"
        with self.portal.database.reading() as tx:
            found: str = tx.execute(text(query), {"slug": self.slug, "id": external_id}).scalar_one()
            return found

    def book(self, visit_id: str, start: str, **facts: Any) -> None:
        """Add an appointment of Alice's, or somebody else's, to the file, and import it."""
        self.update(appointments=[*self.file["appointments"], appointment(visit_id, start, **facts)])


@dataclass
class Portal:
    """The running server, and the database it works on."""

    port: int
    database: Database
    environment: dict[str, str] = field(default_factory=dict)
    serving: tuple[str, ...] = ()

    def load(self, file: dict[str, Any], folder: Path | None = None) -> None:
        """Import a clinic file from another process than the server: this one. `folder` holds the files it names."""
        with self.configured():
            self.database.write(clinic_file.load, json.dumps(file), now(), folder=folder)

    @contextmanager
    def configured(self) -> Iterator[None]:
        """Work in this process with the deployment's own key and data folder."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                if name.startswith("MYACCOUNT_"):
                    patch.setenv(name, value)
            config.cache_clear()
            yield
        config.cache_clear()

    def clinic(self, **changes: Any) -> Clinic:
        """Open a clinic that nobody else uses."""
        slug = f"clinic{next(_names)}-{os.getpid()}"
        made = Clinic(self, slug, clinic_json(slug, **changes))
        self.load(made.file)
        return made

    def log(self) -> str:
        """Read what the server has written so far."""
        return self._log.read_text()

    def letter(self, key: str) -> EmailMessage:
        """Wait for the mail that a message of the outbox became; `key` is what makes it one of its kind."""
        name = sha256(key.encode()).hexdigest()[:40]
        folder, end = Path(self.environment["MYACCOUNT_DEMO_MAILBOX"]), time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            for letter in folder.glob("*.eml"):
                if f"<{name}@".encode() in (content := letter.read_bytes()):
                    return message_from_bytes(content, policy=default)
            time.sleep(0.1)
        raise RuntimeError("no mail came")

    @property
    def process(self) -> int:
        """The id of the server's process."""
        return self._server.pid

    @property
    def _log(self) -> Path:
        return Path(self.environment["MYACCOUNT_DATA_DIR"]).parent / "server.log"

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        with self._log.open("ab") as output:
            self._server = subprocess.Popen(
                self.serving, cwd=build.ROOT, env=self.environment, stdout=output, stderr=output
            )
        _wait_until_ready(f"http://127.0.0.1:{self.port}/readyz", self._server, self._log)

    @property
    def workers(self) -> list[int]:
        """The ids of the processes that serve."""
        return _below(self._server.pid)

    def kill(self) -> None:
        """End the server and what it has started, as a loss of power would."""
        for process in [*_children(self._server.pid), self._server.pid]:
            os.kill(process, signal.SIGKILL)
        self._server.wait(TIMEOUT)

    def stop(self) -> None:
        """End the server in order."""
        self._server.terminate()
        self._server.wait(TIMEOUT)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the command line on the same deployment."""
        return subprocess.run(
            [sys.executable, "-m", "myaccount", *words],
            env=self.environment, cwd=build.ROOT, capture_output=True, text=True, timeout=TIMEOUT,
        )  # fmt: skip


@contextmanager
def served(
    folder: Path,
    database_url: str = "",
    redis_url: str = "",
    workers: int = 1,
    module: str = "myaccount",
    port: int = 0,
    **settings: str,
) -> Iterator[Portal]:
    """Build what has to be built, and serve it until the end of the block, on a free port unless one is named.

    `settings` are named as in `Config`.
    """
    build.ensure_built()
    port = port or free_port()
    environment = _environment(folder, port, database_url=database_url, redis_url=redis_url, **settings)
    words = ("run", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers))
    database = Database(database_url or f"sqlite:///{folder / 'data' / 'myaccount.db'}")
    portal = Portal(port, database, environment, (sys.executable, "-m", module, *words))
    try:
        portal.start()
        yield portal
        database.close()
    finally:
        portal.stop()


def clinic_json(slug: str, **changes: Any) -> dict[str, Any]:
    """Write a small clinic: one place, three treatments, Robin, Dana and Sam, Alice, Bob of her family, and Charlie."""
    file: dict[str, Any] = {
        "format": "myaccount-clinic/1",
        "clinic": {
            "slug": slug, "name": "Cedar Physio", "legal_name": "Cedar Physio Inc.", "country": "CA", "currency": "CAD",
            "language": "en", "time_zone": "America/Toronto", "phone": "416-555-0100", "email": "desk@cedar.test",
            "domains": [], "color": "#1f6f5c", "tax_number": None,
        },
        "settings": {},
        "locations": [
            {"id": "main", "name": "Main Street", "time_zone": "America/Toronto", "address": "1 Main St, Toronto ON",
             "phone": "416-555-0100"},
        ],
        "treatments": [
            treatment("physio", "Physiotherapy", 60), treatment("video", "Video follow-up", 45, online=True),
        ],
        "staff": [
            employee("robin", "Robin", "Hart", "owner"), employee("dana", "Dana", "Oduya", "front_desk"),
            {"id": "sam", "first_name": "Sam", "last_name": "Field", "email": "sam@cedar.test", "role": "practitioner",
             "account": {"username": "sam", "password": PASSWORD}, "treatments": ["physio", "video"],
             "registration_number": None, "npi": None, "shifts": []},
        ],
        "patients": [
            patient("alice", "Alice", "Moreau", "moreau@mail.test"),
            patient("bob", "Bob", "Moreau", "moreau@mail.test", "another river stone"),
            patient("charlie", "Charlie", "Stone", "charlie@mail.test"),
        ],
        "classes": [],
        "appointments": [],
    }  # fmt: skip
    return {**file, **changes}


def employee(staff_id: str, first: str, last: str, role: str) -> dict[str, Any]:
    """Write somebody who works at the clinic and treats nobody."""
    return {
        "id": staff_id, "first_name": first, "last_name": last, "email": f"{staff_id}@cedar.test", "role": role,
        "account": {"username": staff_id, "password": PASSWORD}, "treatments": [], "registration_number": None,
        "npi": None, "shifts": [],
    }  # fmt: skip


def treatment(treatment_id: str, name: str, minutes: int, *, online: bool = False) -> dict[str, Any]:
    """Write a treatment."""
    return {
        "id": treatment_id, "name": name, "discipline": "Physiotherapy", "minutes": minutes, "buffer_minutes": 0,
        "price_cents": 12000, "tax_ppm": 0, "kind": "one_on_one", "online": online, "capacity": None,
        "book_online": True, "cpt": None,
    }  # fmt: skip


def patient(
    patient_id: str, first: str, last: str, email: str, password: str = PASSWORD, **facts: Any
) -> dict[str, Any]:
    """Write a patient with an account."""
    return {
        "id": patient_id, "first_name": first, "last_name": last, "email": email, "mobile": None,
        "date_of_birth": "1988-02-03", "pronouns": None, "address": None, "time_zone": None, "language": None,
        "marketing_opt_in": False, "account": {"username": patient_id, "password": password}, **facts,
    }  # fmt: skip


def appointment(visit_id: str, start: str, **facts: Any) -> dict[str, Any]:
    """Write an appointment of Alice's with Sam, booked ten days ago."""
    return {
        "id": visit_id, "patient": "alice", "staff": "sam", "treatment": "physio", "location": "main", "start": start,
        "booked_at": "now-10d", "state": "booked", "class": None, "call_url": None, **facts,
    }  # fmt: skip


def _children(process: int) -> list[int]:
    return [deeper for one in _below(process) for deeper in (*_children(one), one)]


def _below(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _environment(folder: Path, port: int, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MYACCOUNT_")}
    given = {
        "MYACCOUNT_DATA_DIR": str(folder / "data"),
        "MYACCOUNT_BASE_URL": f"http://localhost:{port}",
        "MYACCOUNT_STAFF_TWO_STEP": "optional",
        **{f"MYACCOUNT_{name.upper()}": value for name, value in settings.items()},
    }
    return kept | {name: value for name, value in given.items() if value}


def _wait_until_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server stopped:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer:\n{log.read_text()}")
