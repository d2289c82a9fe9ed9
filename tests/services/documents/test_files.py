"""Files as they lie on the disk: sealed, in pieces, under no name of anybody's, whole or not at all."""

import errno
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from myaccount.clock import now
from myaccount.config import config
from myaccount.crypto.sealing import Unreadable
from myaccount.domain.documents import FILE_AT_MOST, FileTooLarge, NoRoom
from myaccount.services.documents import sweeping, uploads
from myaccount.store import files
from myaccount.store.files import PIECE, Incoming, Reader
from tests.scenes import Scene
from tests.services.documents import cabinet

SIZES = [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7]


def kept(content: bytes) -> str:
    file, _ = uploads.stored(content)
    files.settle(file.id)
    return file.id


def lying() -> list[Path]:
    return [one for one in (config().data / "files").rglob("*") if one.is_file()]


def content_of(size: int) -> bytes:
    return os.urandom(size)


@pytest.mark.parametrize("size", SIZES)
def test_what_was_written_is_read_whole_and_in_part(sqlite_scene: Scene, size: int):
    content = content_of(size)
    file_id = kept(content)
    assert b"".join(files.pieces(file_id, size, 0, size - 1)) == content
    for first, last in ((0, 0), (size - 1, size - 1), (size // 3, size // 2)):
        assert b"".join(files.pieces(file_id, size, first, last)) == content[first : last + 1]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 3 * PIECE + 6), st.integers(0, 3 * PIECE + 6))
def test_any_part_of_a_file_is_the_part_of_its_content(sqlite_scene: Scene, one: int, other: int):
    content = bytes(range(256)) * (3 * PIECE // 256) + b"the end"
    first, last = sorted((one, other))
    file_id = kept(content)
    assert b"".join(files.pieces(file_id, len(content), first, last)) == content[first : last + 1]


def test_nothing_of_it_lies_on_the_disk_in_plain_and_nobody_else_may_read_it(sqlite_scene: Scene):
    kept(b"Lumbar radiculopathy " * 9000)
    [path] = lying()
    assert b"radiculopathy" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_piece_that_was_changed_moved_or_cut_off_is_not_read(sqlite_scene: Scene):
    size = 2 * PIECE + 5
    file_id = kept(content_of(size))
    [path] = lying()
    sealed = path.read_bytes()
    swapped = sealed[files.SEALED_PIECE : 2 * files.SEALED_PIECE] + sealed[: files.SEALED_PIECE]
    for broken in (sealed[:-1], sealed[:100] + b"x" + sealed[101:], swapped + sealed[2 * files.SEALED_PIECE :]):
        path.write_bytes(broken)
        with pytest.raises(Unreadable):
            list(files.pieces(file_id, size, 0, size - 1))
    path.write_bytes(sealed[: files.SEALED_PIECE])
    with pytest.raises((OSError, Unreadable)):
        list(files.pieces(file_id, size, 0, size - 1))


def test_exactly_fifty_megabytes_are_taken_and_a_byte_more_is_not(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "FILE_AT_MOST", 3 * PIECE)
    assert FILE_AT_MOST == 52_428_800
    uploads.stored(content_of(3 * PIECE))[0].discard()
    with pytest.raises(FileTooLarge):
        uploads.stored(content_of(3 * PIECE + 1))
    assert lying() == []


def test_it_is_cut_off_while_it_arrives_and_leaves_nothing(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "FILE_AT_MOST", PIECE)
    file = Incoming()
    file.write(content_of(PIECE))
    with pytest.raises(FileTooLarge):
        file.write(b"x")
    file.discard()
    assert lying() == []


def test_a_full_disk_is_a_refusal_and_leaves_nothing(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoRoom):
        uploads.stored(b"something")
    assert lying() == []


def test_a_kept_file_reads_like_any_other(sqlite_scene: Scene):
    content = content_of(2 * PIECE + 9)
    with io.BufferedReader(Reader(kept(content), len(content)), PIECE) as file:
        assert file.read() == content
        file.seek(PIECE - 3)
        assert file.read(6) == content[PIECE - 3 : PIECE + 3]
        file.seek(-4, io.SEEK_END)
        assert file.read(10) == content[-4:]
        with pytest.raises(ValueError, match="beginning"):
            file.seek(-1)


async def test_what_arrived_and_was_never_written_down_is_cleared_and_all_else_stays(
    sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch
):
    orphan, _ = uploads.stored(b"nobody's")
    document_id = cabinet.take_in(sqlite_scene)
    assert len(lying()) == 2
    await sweeping.sweep(now())
    assert len(lying()) == 2, "it may be on its way still"
    await sweeping.sweep(now() + timedelta(hours=1, minutes=1))
    [path] = lying()
    row = cabinet.row(sqlite_scene, document_id)
    assert (path.name, path.parent.name) == (row.file_id, row.file_id[:2])
    assert path.name != orphan.id


def test_a_file_is_found_before_it_is_put_where_it_stays_and_after(sqlite_scene: Scene):
    file, _ = uploads.stored(b"something")
    assert b"".join(files.pieces(file.id, 9, 0, 8)) == b"something"
    files.settle(file.id)
    files.settle(file.id)
    assert b"".join(files.pieces(file.id, 9, 0, 8)) == b"something"
