"""Photos as iPhones keep them: drawn anew by a program of its own, within limits, and kept as JPEG."""

import io
import stat
import struct
import time
from pathlib import Path

import pytest
from PIL import Image

from myaccount import config as configuration
from myaccount.domain.documents import JPEG, FileMismatch, FileTooLarge, HeicRefused
from myaccount.integrations import heic
from tests.scenes import Scene
from tests.services.documents.test_uploads import PHOTO, judged, nothing_is_left, read

BURST = (Path(__file__).parent / "burst.heic").read_bytes()


def program(folder: Path, script: str) -> str:
    """Write a program that stands in for the converter."""
    path = folder / "converter"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.fixture
def converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Let another program read photos."""

    def use(script: str) -> None:
        monkeypatch.setenv("MYACCOUNT_HEIC_CONVERTER", program(tmp_path, script))
        configuration.config.cache_clear()

    return use


def claiming(width: int, height: int) -> bytes:
    """Give the photo with other words about its size."""
    place = PHOTO.index(b"ispe") + 8
    return PHOTO[:place] + struct.pack("!LL", width, height) + PHOTO[place + 8 :]


def drawn(body: bytes, name: str = "IMG_0412.HEIC") -> Image.Image:
    arrived = judged(body, name)
    assert (arrived.kind, arrived.title) == (JPEG, "IMG 0412")
    return Image.open(io.BytesIO(read(arrived)))


def test_a_photo_is_kept_as_a_jpeg_without_what_else_it_carried(sqlite_scene: Scene):
    photo = drawn(PHOTO)
    assert (photo.format, photo.size, len(photo.getexif())) == ("JPEG", (64, 48), 0)
    left, right = photo.getpixel((5, 5)), photo.getpixel((60, 5))
    assert left[2] > 150 > right[2], "it says itself which way up it is"


def test_of_several_the_first_is_kept(sqlite_scene: Scene):
    assert drawn(BURST).size == (64, 48)


def test_one_that_would_fill_the_memory_is_measured_before_it_is_drawn(sqlite_scene: Scene, converter):
    converter("exit 1")
    with pytest.raises(FileTooLarge):
        judged(claiming(10_000, 5_001), "a.heic")
    assert nothing_is_left()


def test_one_that_lies_about_its_size_is_measured_again(sqlite_scene: Scene, converter, tmp_path: Path):
    large = tmp_path / "large.jpg"
    Image.new("L", (10_000, 5_001)).save(large, "JPEG")
    converter(f"cp {large} drawn.jpg")
    with pytest.raises(FileTooLarge):
        judged(PHOTO, "a.heic")


def test_without_the_program_it_is_refused_with_the_way_to_send_it(
    sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("MYACCOUNT_HEIC_CONVERTER", "/nowhere/heif-convert")
    configuration.config.cache_clear()
    with pytest.raises(HeicRefused):
        judged(PHOTO, "a.heic")
    assert nothing_is_left()


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "kill -SEGV $$", "echo no picture > drawn.jpg"])
def test_of_what_the_program_makes_nothing_nothing_is_kept(sqlite_scene: Scene, converter, script: str):
    converter(script)
    with pytest.raises(FileMismatch):
        judged(PHOTO, "a.heic")
    assert nothing_is_left()


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(heic, "SECONDS", 1)
    began = time.monotonic()
    with pytest.raises(heic.NotDrawn):
        heic.to_jpeg(program(tmp_path, "exec sleep 60"), PHOTO)
    assert time.monotonic() - began < 10


def test_a_program_that_takes_too_much_memory_or_disk_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(heic, "WRITTEN", 1_000_000)
    with pytest.raises(heic.NotDrawn):
        heic.to_jpeg(program(tmp_path, "sleep 0.2; exec head -c 5000000 /dev/zero > drawn.jpg"), PHOTO)
    monkeypatch.setattr(heic, "MEMORY", 200_000_000)
    hungry = "sleep 0.2; exec tail -c 900000000 /dev/zero > drawn.jpg"
    with pytest.raises(heic.NotDrawn):
        heic.to_jpeg(program(tmp_path, hungry), PHOTO)


def test_it_learns_nothing_of_the_deployment_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MYACCOUNT_SECRET_KEY", "a secret")
    told = tmp_path / "told"
    with pytest.raises(heic.NotDrawn):
        heic.to_jpeg(program(tmp_path, f"env > {told}; pwd >> {told}; exit 1"), PHOTO)
    assert "secret" not in told.read_text()
    assert not Path(told.read_text().splitlines()[-1]).exists()
