"""Files that are kept outside the database: sealed in pieces, so that a part of one can be read without the rest.

A file lies in the data folder under its id and no name of a person's choosing. While it arrives, and until its row is
there for good, it lies among the incoming ones; what nobody claimed is cleared from there.
"""

import errno
import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from myaccount.config import config
from myaccount.crypto.sealing import KEY_ID_BYTES, NONCE_BYTES, seal_file, unseal_file
from myaccount.domain.documents import FILE_AT_MOST, FileTooLarge, NoRoom
from myaccount.domain.ids import could_be_id
from myaccount.models.columns import new_id

PIECE = 64 * 1024
TAG_BYTES = 16
SEALED_PIECE = PIECE + KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES
"""How many bytes a full piece takes when it is sealed."""

_INCOMING = "incoming"


class Incoming:
    """A file that arrives: written piece by piece, never more of it in memory than one.

    As a context it is forgotten when something goes wrong within.
    Raises: FileTooLarge as soon as there is too much of it · NoRoom when the disk is full.
    """

    def __init__(self, limit: int | None = None) -> None:
        self.id = new_id()
        self.size = 0
        self._limit = FILE_AT_MOST if limit is None else limit
        self._rest = b""
        self._pieces = 0
        self._hash = hashlib.sha256()
        self._path = _folder(_INCOMING) / self.id
        opened = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(opened, "wb")

    def __enter__(self) -> "Incoming":
        """Begin."""
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Forget the file when something has gone wrong."""
        if error is not None:
            self.discard()

    def write(self, content: bytes) -> None:
        """Take what has arrived. Edges: exactly 50 MB is allowed, or what was said at first; a byte more is not."""
        self.size += len(content)
        if self.size > self._limit:
            raise FileTooLarge()
        self._hash.update(content)
        whole = self._rest + content
        end = len(whole) - len(whole) % PIECE
        for start in range(0, end, PIECE):
            self._seal(whole[start : start + PIECE])
        self._rest = whole[end:]

    def finish(self) -> str:
        """Write the end down for good, and give back the SHA-256 of all of it."""
        if self._rest:
            self._seal(self._rest)
            self._rest = b""
        with _room():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        return self._hash.hexdigest()

    def discard(self) -> None:
        """Forget the file."""
        with suppress(OSError):
            self._file.close()
        self._path.unlink(missing_ok=True)

    def _seal(self, piece: bytes) -> None:
        with _room():
            self._file.write(seal_file(piece, *_place(self.id, self._pieces)))
        self._pieces += 1


@contextmanager
def _room() -> Iterator[None]:
    """Turn a full disk into a refusal."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom() from error
        raise


def pieces(file_id: str, size: int, first: int, last: int) -> Iterator[bytes]:
    """Read the bytes of a file from `first` to `last`, both included, piece by piece.

    Raises: OSError for a file that is not there · Unreadable for one that was tampered with.
    """
    with _open(file_id) as file:
        for number in range(first // PIECE, last // PIECE + 1):
            content = _piece(file, file_id, size, number)
            begin = number * PIECE
            yield content[max(first - begin, 0) : last + 1 - begin]


class Reader(io.RawIOBase):
    """A kept file as one that can be read anywhere, for whoever has to look into it."""

    def __init__(self, file_id: str, size: int) -> None:
        super().__init__()
        self._id, self._size, self._at = file_id, size, 0
        self._file = _open(file_id)
        self._number, self._content = -1, b""

    def close(self) -> None:
        """Close it."""
        self._file.close()
        super().close()

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read anywhere."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place. Raises: ValueError for one before the beginning."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        """Tell the place."""
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read on from the place, at most to the end of its piece."""
        if self._at >= self._size:
            return 0
        number, within = divmod(self._at, PIECE)
        if number != self._number:
            self._number, self._content = number, _piece(self._file, self._id, self._size, number)
        found = self._content[within : within + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


def settle(file_id: str) -> None:
    """Put a file that has its row now where it stays. Edges: whoever reads it meanwhile finds it in either place."""
    with suppress(FileNotFoundError):
        (_folder(_INCOMING) / file_id).rename(_folder(file_id[:2]) / file_id)


def drop(file_id: str) -> None:
    """Delete a file that arrived and has no row."""
    (_folder(_INCOMING) / file_id).unlink(missing_ok=True)


def delete(file_id: str) -> None:
    """Delete a kept file, wherever it lies. Edges: one that is gone already is."""
    drop(file_id)
    (_folder(file_id[:2]) / file_id).unlink(missing_ok=True)


def unclaimed(before: datetime, limit: int) -> list[str]:
    """List files that arrived before an instant and lie among the incoming ones still. Times: aware UTC."""
    found = [
        one.name
        for one in _folder(_INCOMING).iterdir()
        if could_be_id(one.name) and one.stat().st_mtime < before.timestamp()
    ]
    return found[:limit]


def everything() -> Iterator[tuple[str, Path]]:
    """List every kept file by folder and name, for whoever copies them all.

    Edges: the incoming ones first, so that one that settles meanwhile is met at least once.
    """
    root = _folder(_INCOMING).parent
    for folder in sorted(root.iterdir(), key=lambda one: one.name != _INCOMING):
        for path in folder.iterdir():
            yield f"{folder.name}/{path.name}", path


def take_in(root: Path) -> set[str]:
    """Move every file below a folder, as `everything` names them, to where it belongs; give back their names."""
    taken = {f"{path.parent.name}/{path.name}" for path in root.glob("*/*") if could_be_id(path.name)}
    for name in taken:
        folder, _, file_id = name.partition("/")
        (root / name).replace(_folder(folder) / file_id)
    return taken


def keep_only(names: set[str]) -> None:
    """Delete every kept file but these."""
    for name, path in list(everything()):
        if name not in names:
            path.unlink(missing_ok=True)


def _open(file_id: str) -> io.BufferedReader:
    try:
        return (_folder(file_id[:2]) / file_id).open("rb")
    except FileNotFoundError:
        pass
    try:
        return (_folder(_INCOMING) / file_id).open("rb")
    except FileNotFoundError:  # settled between the two looks
        return (_folder(file_id[:2]) / file_id).open("rb")


def _piece(file: io.BufferedReader, file_id: str, size: int, number: int) -> bytes:
    file.seek(number * SEALED_PIECE)
    sealed = file.read(SEALED_PIECE)
    content = unseal_file(sealed, *_place(file_id, number))
    if len(content) != min(PIECE, size - number * PIECE):
        raise OSError(errno.EIO, "a kept file is cut off")
    return content


def _place(file_id: str, number: int) -> tuple[str, str, str]:
    return "stored_file", f"piece {number}", file_id


def _folder(name: str) -> Path:
    path = config().data / "files" / name
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
