"""A PostgreSQL cluster and a Redis server of the tests' own: on free ports, in temporary folders, gone at the end."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30
MADE = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=32MB")


@contextmanager
def postgres() -> Iterator[str]:
    """Start a cluster and yield the address of its server, without a database name."""
    binaries = _postgres_binaries()
    with private_folder("postgres") as folder:
        data, port = folder / "data", free_port()
        as_postgres = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        subprocess.run(
            [
                binaries / "initdb",
                "-D",
                data,
                "-U",
                "myaccount",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            **as_postgres,
        )
        options = [part for setting in QUICK for part in ("-c", setting)]
        command = [binaries / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", folder, *options]
        with running(command, folder, **as_postgres) as log:
            wait_until(lambda: "ready to accept connections" in log.read_text(), log)
            yield f"postgresql+psycopg://myaccount@127.0.0.1:{port}"


@contextmanager
def redis() -> Iterator[str]:
    """Start a Redis that keeps nothing on disk, and yield its address."""
    with private_folder("redis") as folder:
        port = free_port()
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with running(command, folder) as log:
            wait_until(lambda: "Ready to accept connections" in log.read_text(), log)
            yield f"redis://127.0.0.1:{port}/0"


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
            server.wait(PATIENCE)
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
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > deadline:
            raise RuntimeError(f"the server did not start: {log.read_text()[-2000:]}")
        time.sleep(0.02)
