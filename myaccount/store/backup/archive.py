"""Pack a deployment into one file, and unpack it: its database, the files beside it, and a word on what it is.

The deployment's key is not in it: whoever finds a backup reads no document and no second step. Keep the key apart; a
backup is only put back where the key is the one that it was made with.
"""

import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from myaccount.config import config
from myaccount.crypto.sealing import key_id
from myaccount.store import audit, files, migrate
from myaccount.store.backup import in_use, snapshot
from myaccount.store.backup.snapshot import BadBackup
from myaccount.store.engine import database

FORMAT = "myaccount-backup/1"
_MANIFEST, _DATABASE, _FILES = "manifest.json", "database", "files"
_QUICK = 1
"""How hard gzip tries: the files are sealed and do not shrink, the database does at once."""


@dataclass(frozen=True)
class Manifest:
    """What a backup is. `revision` is the last migration it has seen, `key` names the key without giving it away.

    `trail` tells how far each clinic's trail went, by its slug: the number of the last entry, and its hash. Backups of
    earlier versions do not tell. Times: `made_at` is ISO 8601, UTC.
    """

    format: str
    made_at: str
    database: str
    revision: str
    key: str
    trail: dict[str, tuple[int, str]] = field(default_factory=dict)


def save(place: Path, now: datetime) -> Manifest:
    """Write a backup of this deployment, while it runs. Only its owner may read it.

    The database is copied first: what its rows speak of is there when the files are. Times: `now` is aware UTC.
    Edges: the file appears whole or not at all. Raises: BadBackup, when it exists or a tool is missing · OSError.
    """
    if place.exists():
        raise BadBackup(f"{place} exists already: name another file.")
    url = config().database
    revision = migrate.revision(url)
    if revision is None:
        raise BadBackup("There is nothing to back up: the database has no tables yet.")
    heads = database().read(audit.heads)  # before the copy, which holds at least these
    manifest = Manifest(FORMAT, now.isoformat(), snapshot.kind(url), revision, key_id(), heads)
    with _scratch() as folder, _draft(place) as draft:
        snapshot.take(url, folder / _DATABASE)
        (folder / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))
        with tarfile.open(draft, "w:gz", compresslevel=_QUICK) as tar:
            for name in (_MANIFEST, _DATABASE):
                tar.add(folder / name, name)
            for name, path in files.everything():
                _add(tar, path, f"{_FILES}/{name}")
    return manifest


def restore(place: Path, *, replace: bool = False) -> Manifest:
    """Put a backup back, and bring it to the form that this version works with.

    Nothing is changed before all of the file has been read and judged. With `replace`, what is here is lost.
    Raises: BadBackup for a damaged file, another kind of database, another key, a later version, a deployment that
    has something in it, or one that is served from this data folder · OSError.
    """
    url = config().database
    if not replace and migrate.revision(url) is not None:
        raise BadBackup("There is a deployment here already. With --replace, all of it is lost.")
    with in_use.unserved(), _scratch() as folder:
        _unpack(place, folder)
        manifest = _manifest(folder / _MANIFEST)
        _judge(manifest, url)
        kept = files.take_in(folder / _FILES)
        snapshot.put_back(folder / _DATABASE, url)
        files.keep_only(kept)
    migrate.upgrade(url)
    return manifest


def read_manifest(place: Path) -> Manifest:
    """Read what a backup is, without unpacking it. Raises: BadBackup · OSError."""
    with _scratch() as folder:
        try:
            with tarfile.open(place, "r:gz") as tar:
                first = tar.next()
                if first is not None and first.name == _MANIFEST:
                    _take_out(tar, first, folder)
        except (tarfile.TarError, EOFError, zlib.error) as error:
            raise BadBackup(f"{place} is damaged, or no backup: {error}") from error
        return _manifest(folder / _MANIFEST)


def _judge(manifest: Manifest, url: str) -> None:
    if manifest.database != snapshot.kind(url):
        raise BadBackup(f"The backup is of {manifest.database}; this deployment uses {snapshot.kind(url)}.")
    if not migrate.knows(manifest.revision):
        raise BadBackup("The backup is of a later version than this one: upgrade first.")
    if manifest.key != key_id():
        raise BadBackup(
            "The backup was made with another key: put that one into MYACCOUNT_SECRET_KEY_FILE, or into secret.key in "
            "the data folder. Without it, documents and second steps could not be read."
        )


def _manifest(file: Path) -> Manifest:
    try:
        said = json.loads(file.read_text())
        if said["format"] != FORMAT:
            raise BadBackup(f"The backup's format is {said['format']}; this version reads {FORMAT}.")
        return Manifest(**said)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BadBackup("This is not a backup of My Account.") from error


def _unpack(place: Path, folder: Path) -> None:
    try:
        with tarfile.open(place, "r:gz") as tar:
            for member in tar:
                _take_out(tar, member, folder)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise BadBackup(f"{place} is damaged, or no backup: {error}") from error


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Take a file out, which must lie within the folder. Debian 12 has Python 3.11.2, whose tarfile has no filter."""
    if member.isdir():
        return
    path, content = Path(member.name), tar.extractfile(member) if member.isreg() else None
    if content is None or path.is_absolute() or ".." in path.parts:
        raise tarfile.ExtractError(f"{member.name} is none of its files")
    (folder / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with content, os.fdopen(os.open(folder / path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        shutil.copyfileobj(content, out)


def _add(tar: tarfile.TarFile, path: Path, name: str) -> None:
    """Add a file. Edges: one that was settled or cleared away meanwhile is no longer there."""
    try:
        tar.add(path, name, recursive=False)
    except FileNotFoundError:
        return


@contextmanager
def _scratch() -> Iterator[Path]:
    """Make a folder beside the data, closed to others, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="backup-", dir=config().data))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def _draft(place: Path) -> Iterator[Path]:
    """Give a file to write that takes its name when all of it is on the disk."""
    draft = place.with_name(f"{place.name}.part")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.rename(place)
    finally:
        draft.unlink(missing_ok=True)
