"""A PostgreSQL cluster and a Redis server of the tests' own: on free ports, in temporary folders, gone at the end."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TIMEOUT = 30
MADE = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=32MB")


class Server:
    """A server that runs, and can be made to fall and stand up again where it was."""

    def __init__(self, address: str, command: list[str | Path], folder: Path, ready: str, **identity: object) -> None:
        self.address = address
        self._command, self._folder, self._ready, self._identity = command, folder, ready, identity
        self._start()

    def fall(self) -> None:
        """End at once, with everything it has started, as a loss of power would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(TIMEOUT)

    def stand_up(self) -> None:
        """Start again on the same data, and wait until it answers."""
        self._start()

    def stop(self) -> None:
        """End in order."""
        self._process.terminate()
        try:
            self._process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            self.fall()

    def _start(self) -> None:
        log = self._folder / "server.log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, stdout=output, stderr=output, start_new_session=True, **self._identity
            )
        wait_until(lambda: self._ready in log.read_text(), log)


@contextmanager
def postgres_server(*settings: str) -> Iterator[Server]:
    """Start a cluster; its address names no database. `settings` are those of its configuration, as name=value."""
    binaries = _postgres_binaries()
    with private_folder("postgres") as folder:
        data, port = folder / "data", free_port()
        as_postgres = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "myaccount", *MADE],
            check=True, cwd=folder, stdout=subprocess.DEVNULL, **as_postgres,
        )  # fmt: skip
        options = [part for setting in settings for part in ("-c", setting)]
        command = [binaries / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", folder, *options]
        address = f"postgresql+psycopg://myaccount@127.0.0.1:{port}"
        server = Server(address, command, folder, "ready to accept connections", **as_postgres)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def redis_server() -> Iterator[Server]:
    """Start a Redis that keeps nothing on disk."""
    with private_folder("redis") as folder:
        port = free_port()
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        server = Server(f"redis://127.0.0.1:{port}/0", command, folder, "Ready to accept connections")
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def postgres() -> Iterator[str]:
    """Start a cluster that is quick and forgets what a loss of power takes; yield the address of its server."""
    with postgres_server(*QUICK) as server:
        yield server.address


@contextmanager
def redis() -> Iterator[str]:
    """Start a Redis, and yield its address."""
    with redis_server() as server:
        yield server.address


@contextmanager
def turn(secret: str, port: int = 0) -> Iterator[str]:
    """Start a relay for video calls that serves this machine alone, on a free port if not told; yield its address."""
    with private_folder("turn") as folder:
        port = port or free_port()
        settings = {
            "listening-ip": "127.0.0.1", "relay-ip": "127.0.0.1", "listening-port": port, "realm": "turn.test",
            "static-auth-secret": secret, "db": folder / "turn.db", "pidfile": folder / "turn.pid",
            "log-file": "stdout",
        }  # fmt: skip
        flags = ["-n", "--use-auth-secret", "--no-tls", "--no-dtls", "--no-cli", "--allow-loopback-peers"]
        command = ["turnserver", *flags, *(f"--{name}={value}" for name, value in settings.items())]
        with running(command, folder) as log:
            wait_until(lambda: _answers(port), log)
            yield f"turn:127.0.0.1:{port}"


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str | Path], folder: Path, **identity: object) -> Iterator[Path]:
    """Run a command until the end of the block; gives the file of what it says."""
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, **identity)
    try:
        yield log
    finally:
        server.terminate()
        try:
            server.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            server.kill()


@contextmanager
def private_folder(name: str) -> Iterator[Path]:
    """Make a folder of its own, gone at the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix=f"myaccount-{name}-"))
    if name == "postgres" and os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")  # PostgreSQL refuses to run as root
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _postgres_binaries() -> Path:
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not versions:
        raise RuntimeError("PostgreSQL is not installed: `make test` installs it, or apt-get install postgresql")
    return versions[-1].parent


def wait_until(ready: Callable[[], bool], log: Path) -> None:
    """Wait until a server is ready. Raises: RuntimeError, with its last words."""
    deadline = time.monotonic() + TIMEOUT
    while not ready():
        if time.monotonic() > deadline:
            raise RuntimeError(f"the server did not start: {log.read_text()[-2000:]}")
        time.sleep(0.02)
