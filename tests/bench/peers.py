"""Programs that are measured beside ours: scripts with packages of their own, installed as their lock files say."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import httpx

from tests.servers import free_port

HERE = Path(__file__).parent
DJANGO, NICEGUI = HERE / "plain/serve.py", HERE / "nice/serve.py"
TIMEOUT = 60


def command(script: Path, *words: str) -> list[str]:
    """Tell how a script is run with its own packages, by the Python that runs this."""
    return ["uv", "run", "--quiet", "--locked", "--python", sys.executable, "--script", str(script), *words]


@contextmanager
def serving(script: Path, facts: Path, path: str = "/rows") -> Iterator[str]:
    """Serve the rows by a script; gives the address, blank when its packages cannot be had."""
    if not which("uv"):
        yield ""
        return
    port = free_port()
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command(script, str(port), str(facts)), **silent)
    try:
        address = f"http://localhost:{port}"
        yield address if _answers(server, f"{address}{path}") else ""
    finally:
        server.terminate()
        server.wait()


def _answers(server: "subprocess.Popen[bytes]", url: str) -> bool:
    end = time.monotonic() + TIMEOUT
    while server.poll() is None and time.monotonic() < end:
        try:
            return httpx.get(url).is_success
        except httpx.TransportError:
            time.sleep(0.2)
    return False
