"""Photos as telephones keep them, drawn as JPEG by a program of its own.

The decoders of this format are under licences that this project is not, and they are large and written in C: what
they read comes from strangers. So a program does it, where the operator has installed one, within narrow limits.
"""

import os
import resource
import subprocess
import tempfile
from pathlib import Path

SECONDS = 30
MEMORY = 2 * 1024**3
WRITTEN = 200 * 1024**2
QUALITY = 95
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (only a folder of its own within it, which nobody else may open)


class NoProgram(Exception):
    """There is no program that draws such photos."""


class NotDrawn(Exception):
    """The program made nothing of a photo."""


def to_jpeg(program: str, photo: bytes) -> bytes:
    """Draw the first picture of a photo as a JPEG, which holds whatever else the photo carried.

    The program is called as `heif-convert` is: with the photo's path and the one to write to. It may take two
    gigabytes and thirty seconds; nothing of a photo stays on a disk. Raises: NoProgram · NotDrawn.
    """
    place = IN_MEMORY if IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="myaccount-", dir=place) as name:
        folder = Path(name)
        (folder / "photo.heic").write_bytes(photo)
        _run([program, "-q", str(QUALITY), "photo.heic", "drawn.jpg"], folder)
        drawn = sorted(folder.glob("drawn*.jpg"))  # of several pictures, each has a number
        if not drawn:
            raise NotDrawn()
        return drawn[0].read_bytes()


def _run(command: list[str], folder: Path) -> None:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        process = subprocess.Popen(command, cwd=folder, env={"PATH": os.defpath}, **quiet)  # type: ignore[call-overload]
    except OSError as error:
        raise NoProgram() from error
    with process:
        for what, most in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, SECONDS),
            (resource.RLIMIT_FSIZE, WRITTEN),
        ):
            _limit(process.pid, what, most)
        try:
            failed = process.wait(SECONDS) != 0
        except subprocess.TimeoutExpired:
            process.kill()
            failed = True
    if failed:
        raise NotDrawn()


def _limit(process: int, what: int, most: int) -> None:
    try:
        resource.prlimit(process, what, (most, most))
    except ProcessLookupError:
        pass  # it is done already
