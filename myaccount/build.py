"""Build the front end, when what it is made of has changed."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent
WEB = ROOT / ".web"
LOCK = ROOT / ".build.lock"
STAMP = WEB / "built-from"
LOCKED = "reflex.lock/*"
SOURCES = (
    "myaccount/**/*.py",
    "myaccount/**/*.jsx",
    "myaccount/**/*.js",
    "assets/*",
    "assets/css/*",
    LOCKED,
    "rxconfig.py",
    "uv.lock",
)


NPM = {"npm_config_omit_lockfile_registry_resolved": "true"}
"""The lock file names no registry. Else npm would write its own into it, whatever a machine's npm is told otherwise:
the pages would be those of other sources as soon as they are built, and git would hold back the next version."""

_UNBROKEN = {"COLUMNS": "1000"}
"""How wide the log is, so that what a tool says in one line stays one."""
_CHATTER = ("npm silly", "npm verbose", "npm http", "npm timing", "npm info")


class BuildFailed(Exception):
    """The front end could not be built; the message says why, or holds what the build said last."""


def ensure_built() -> bool:
    """Build the front end unless what is there was built from these very sources. Tells whether it built.

    Edges: of two processes that start at once, one builds and the other waits. What is built already needs no writable
    place.
    Raises: BuildFailed.
    """
    wanted = fingerprint()
    if _is_built(wanted):
        return False
    with _open_lock() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _is_built(wanted):
            return False
        _build()
        STAMP.write_text(wanted)
        return True


def _open_lock() -> IO[str]:
    try:
        return LOCK.open("w")
    except OSError as error:
        why = "The pages of this version are not built, and nothing may be written here."
        raise BuildFailed(f"{why} Run `myaccount build` as the owner of {ROOT}.") from error


def _build() -> None:
    """Build, or leave the lock file as it was: a build that fails half-way may have rewritten it."""
    locked = {path: path.read_bytes() for path in ROOT.glob(LOCKED)}
    if not _export() and not _export_afresh():
        for path, content in locked.items():
            path.write_bytes(content)
        raise BuildFailed(_last_words())


def _is_built(wanted: str) -> bool:
    return STAMP.exists() and STAMP.read_text() == wanted and (WEB / "build/client/index.html").exists()


def fingerprint() -> str:
    """Digest everything the front end is made of."""
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for pattern in SOURCES:
        yield from (path for path in ROOT.glob(pattern) if path.is_file())


def _export() -> bool:
    """Let Reflex compile the pages and bundle them. The node of our own Python packages comes first on the path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = os.environ | NPM | _UNBROKEN | {"PATH": path}
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    with _log().open("w") as log:
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=log, stderr=log, check=False)
    return done.returncode == 0


def _export_afresh() -> bool:
    """Try again from nothing: what an older version has left behind can break a build."""
    shutil.rmtree(WEB, ignore_errors=True)
    return _export()


def _log() -> Path:
    """Name the file of what the build says. It lies beside what Reflex may clear away."""
    folder = ROOT / ".cache"
    folder.mkdir(exist_ok=True)
    return folder / "build.log"


def _last_words() -> str:
    """Quote the end of what the build said, without the steps that npm counts: they would hide why it failed."""
    lines = (line for line in _log().read_text().splitlines() if not line.strip().startswith(_CHATTER))
    return "\n".join([line for line in lines if line.strip()][-15:])
