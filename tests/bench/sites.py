"""The two sites that are measured: our portal, and a bare Reflex app that shows the same rows, served the same way."""

import json
import os
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import select

from myaccount import build
from myaccount.clock import now
from myaccount.domain.settings import TOPIC
from myaccount.models import Account, LoginSession
from myaccount.models import Clinic as ClinicRow
from myaccount.services.clinic import clinics
from myaccount.services.context import PatientContext
from myaccount.services.identity import passwords, sessions
from myaccount.services.visits import appointments
from myaccount.store import bus
from myaccount.store import clinics as store
from myaccount.views.appointments import VisitCard
from tests.portal import PASSWORD, Clinic, appointment, served
from tests.servers import free_port

BARE = Path(__file__).parent / "bare"
PAGES = 300
VISITS = 5
TIMEOUT = 20
_building = TemporaryDirectory(prefix="myaccount-bare-")
ROOT = "reflex___state____state"
STATES = f"{ROOT}.myaccount___state___"


@dataclass(frozen=True)
class Site:
    """A running site: where it is, its page of rows, its cheapest event, and a change that all its pages show.

    `answer`, `pushed` and `rows` are what the socket says after the event, after the change, and when the rows are
    there; `change` makes a change. `payload` is what the event brings with it, `query` what the address holds.
    """

    name: str
    port: int
    host: str
    process: int
    path: str
    event: str
    answer: str
    pushed: str
    rows: str
    change: Callable[[], object]
    built: Path
    cookies: tuple[str, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    payload: Callable[[], dict[str, object]] = dict

    @cached_property
    def hashes(self) -> list[str]:
        """What a browser says of the States that its page was built with, so that only what differs is sent."""
        context = (self.built / ".web" / "utils" / "context.jsx").read_text()
        return json.loads(context.split("initialStateHashes = ", 1)[1].split("\n", 1)[0].rstrip(";"))

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def cookie(self, number: int) -> str:
        """Tell the sign-in of a visitor."""
        return self.cookies[number % len(self.cookies)] if self.cookies else ""

    def memory(self) -> float:
        """Tell how much memory all its processes take together, in KB."""
        return family_memory(self.process)


@dataclass(frozen=True)
class Pair:
    """Both sites, side by side."""

    ours: Site
    bare: Site
    clinic: Clinic
    facts: Path
    """What the bare app shows, as a file."""


@contextmanager
def both(redis_urls: tuple[str, str] = ("", "")) -> Iterator[Pair]:
    """Serve our portal and the bare app until the end of the block, both from memory or both with a Redis each."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="myaccount-bench-")))
        portal = stack.enter_context(served(folder, redis_url=redis_urls[0]))
        clinic = portal.clinic()
        clinic.update(appointments=[appointment(f"v{day}", f"now+{day}d") for day in range(2, 2 + VISITS)])
        facts = _facts(clinic, folder)
        yield Pair(_ours(clinic), stack.enter_context(_bare(folder, facts, redis_urls[1])), clinic, facts)


def _ours(clinic: Clinic) -> Site:
    shown = f"{STATES}account___appointments____appointments_state"
    return Site(
        name="the portal",
        port=clinic.portal.port,
        host=clinic.url.removeprefix("http://"),
        process=clinic.portal.process,
        path="/account",
        event=f"{shown}.keep",
        answer=shown,
        pushed='"clinic_phone_rx_state_"',
        rows='"cards_rx_state_":[{',
        change=lambda: _flip(clinic),
        built=build.ROOT,
        cookies=tuple(_sign_ins(clinic, PAGES)),
    )


def _sign_ins(clinic: Clinic, count: int) -> Iterator[str]:
    """Make so many sign-ins of Alice's without asking for her password each time; give out their cookies."""
    moment = now()
    with clinic.portal.database.writing() as tx:
        account = tx.exec(
            select(Account).join(ClinicRow).where(ClinicRow.slug == clinic.slug, Account.username == "alice")
        ).one()
        whose = {"clinic_id": account.clinic_id, "account_id": account.id, "person_id": account.person_id}
        times = {"created_at": moment, "last_used_at": moment, "proven_at": moment}
        values = [secrets.token_urlsafe(32) for _ in range(count)]
        tx.add_all(LoginSession(cookie_hash=sessions.hash_of(value), **whose, **times) for value in values)
    return (f"myaccount={value}" for value in values)


def _flip(clinic: Clinic) -> None:
    """Flip a switch that every page of the clinic shows, from another process than the one that serves them."""
    database = clinic.portal.database
    facts = database.read(clinics.by_host, f"{clinic.slug}.localhost")
    if facts is None:
        raise RuntimeError("the clinic was not found")
    with database.writing() as tx:
        store.set_setting(tx, facts.id, "show_phone", not facts.settings.show_phone)
        store.next_version(tx, facts.id)
        bus.announce(tx, facts.id, f"{TOPIC}.show_phone", now())


@contextmanager
def _bare(folder: Path, facts: Path, redis_url: str) -> Iterator[Site]:
    app, port = built_bare(), free_port()
    _tell_port(app, port)
    environment = bare_environment() | {"BENCH_FACTS": str(facts)}
    if redis_url:
        environment |= {"REFLEX_REDIS_URL": redis_url, "REFLEX_STATE_MANAGER_MODE": "redis"}
    log = folder / "bare.log"
    with log.open("wb") as output:
        server = subprocess.Popen(bare_command(port), cwd=app, env=environment, stdout=output, stderr=output)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", server, log)
        changes = sqlite3.connect(json.loads(facts.read_text())["database"], isolation_level=None)
        yield Site(
            name="bare Reflex",
            port=port,
            host=f"localhost:{port}",
            process=server.pid,
            path="/rows/",
            event=f"{ROOT}.bare___bare____counter_state.inc",
            answer="counter_state",
            pushed='"changes_rx_state_"',
            rows='"rows_rx_state_":[{',
            change=lambda: changes.execute("INSERT INTO change DEFAULT VALUES"),
            built=app,
        )
    finally:
        server.terminate()
        server.wait(TIMEOUT)


@cache
def built_bare() -> Path:
    """Build the bare app's pages once, with the very packages that ours are built with."""
    folder = Path(_building.name) / "bare"
    shutil.copytree(BARE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(build.ROOT / "reflex.lock", folder / "reflex.lock")
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    done = subprocess.run(command, cwd=folder, env=bare_environment(), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the bare app was not built:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return folder


def _tell_port(app: Path, port: int) -> None:
    """Write where the socket is into the script that pages read it from: a build knows one address only."""
    for path in (app / ".web/build/client/assets").glob("reflex-env-*"):
        if path.suffix == ".js":
            path.write_text(re.sub(r"//localhost:\d+", f"//localhost:{port}", path.read_text()))
        else:  # what was compressed of it
            path.unlink()


def bare_command(port: int) -> tuple[str, ...]:
    """Tell how the bare app is served, once its pages are built."""
    return sys.executable, "-m", "bare.serve", str(port)


def bare_environment() -> dict[str, str]:
    """Tell what a program hears of this one's environment: nothing that concerns the portal or Reflex."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MYACCOUNT_", "REFLEX_"))}
    return kept | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}


def _facts(clinic: Clinic, folder: Path) -> Path:
    """Tell the bare app what to show, the very rows of ours, and what to compare a password with."""
    database = folder / "bare.db"
    with sqlite3.connect(database) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE change (id INTEGER PRIMARY KEY)")
    path = folder / "facts.json"
    rows = [asdict(card) for card in _cards(clinic)]
    facts = {"rows": rows, "password_hash": passwords.hash_password(PASSWORD), "database": str(database)}
    path.write_text(json.dumps(facts))
    return path


def _cards(clinic: Clinic) -> tuple[VisitCard, ...]:
    database, moment = clinic.portal.database, now()
    with database.reading() as tx:
        facts = clinics.by_host(tx, f"{clinic.slug}.localhost")
        person_id = tx.exec(select(Account.person_id).where(Account.username == "alice")).one()
    if facts is None:
        raise RuntimeError("the clinic was not found")
    ctx = PatientContext(
        facts, moment, "en", person_id=person_id, session_id="", time_zone=facts.time_zone, first_name="Alice",
        last_name="Moreau", ends_at=moment,
    )  # fmt: skip
    return database.read(appointments.upcoming, ctx).cards


def _wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"nothing answers at {url}:\n{log.read_text()[-2000:]}")


def family_memory(process: int) -> float:
    """Tell how much memory a process and all that came of it take together, in KB."""
    return sum(_memory_of(one) for one in _family(process))


def _family(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from _family(int(child))


def _memory_of(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("Pss:"))
