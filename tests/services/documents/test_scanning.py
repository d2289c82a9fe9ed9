"""Files in front of a virus scanner: every one is looked into, and none is taken that it is silent about."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from myaccount import config as configuration
from myaccount.config import BadConfiguration
from myaccount.domain.documents import FileInfected, FileUnchecked
from myaccount.integrations import virus
from myaccount.services.operation import self_check
from myaccount.store.files import PIECE
from tests.scenes import NOW, Scene
from tests.services.documents.cabinet import PDF, picture
from tests.services.documents.scanner import EICAR, scanner
from tests.services.documents.test_uploads import judged, nothing_is_left, read

Use = Callable[[str], None]
LONG = b"a line\n" * (PIECE // 3)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Let a scanner be asked."""

    def use(address: str) -> None:
        monkeypatch.setenv("MYACCOUNT_CLAMD_URL", address)
        configuration.config.cache_clear()

    return use


@pytest.mark.parametrize("by_socket", [False, True])
def test_what_is_clean_is_taken_after_the_scanner_has_seen_all_of_it(
    sqlite_scene: Scene, asked: Use, tmp_path: Path, by_socket: bool
):
    with scanner(tmp_path / "clamd" if by_socket else None) as (address, seen):
        asked(address)
        assert read(judged(LONG, "long.txt")) == LONG
        assert seen == [LONG]


def test_a_picture_is_looked_into_as_it_came(sqlite_scene: Scene, asked: Use):
    with scanner() as (address, seen):
        asked(address)
        sent = picture("JPEG")
        judged(sent, "a.jpg")
        assert seen == [sent]


@pytest.mark.parametrize(("name", "body"), [("a.txt", EICAR), ("a.pdf", PDF.replace(b"<<>>", b"<<" + EICAR + b">>"))])
def test_what_carries_a_virus_is_not_kept(sqlite_scene: Scene, asked: Use, name: str, body: bytes):
    with scanner() as (address, _):
        asked(address)
        with pytest.raises(FileInfected):
            judged(body, name)
    assert nothing_is_left()


def test_while_the_scanner_is_away_nothing_is_taken(sqlite_scene: Scene, asked: Use, tmp_path: Path):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        for address in (f"tcp://127.0.0.1:{closed.getsockname()[1]}", f"unix://{tmp_path}/nothing"):
            asked(address)
            with pytest.raises(FileUnchecked):
                judged(PDF, "a.pdf")
    assert nothing_is_left()


def test_what_is_more_than_the_scanner_looks_into_is_not_taken(sqlite_scene: Scene, asked: Use):
    with scanner(most=1000) as (address, _):
        asked(address)
        with pytest.raises(FileUnchecked):
            judged(LONG, "long.txt")
    assert nothing_is_left()


def test_a_scanner_that_says_nothing_is_not_waited_for(
    sqlite_scene: Scene, asked: Use, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(virus, "TIMEOUT", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        asked(f"tcp://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(FileUnchecked):
            judged(PDF, "a.pdf")


def test_an_answer_that_nobody_knows_is_no_yes(sqlite_scene: Scene, asked: Use, monkeypatch: pytest.MonkeyPatch):
    for said in ("", "stream: OK\nFOUND", "Eicar FOUND", "OK"):
        monkeypatch.setattr(virus, "_answer", lambda _scanner, said=said: said)
        with scanner() as (address, _):
            asked(address)
            with pytest.raises(FileUnchecked):
                judged(PDF, "a.pdf")


def test_the_self_check_says_whether_it_answers(sqlite_scene: Scene, asked: Use):
    def line() -> str:
        return next(one.reason for one in self_check.run(configuration.config(), NOW) if one.name == "virus scanner")

    assert line() == ""
    with scanner() as (address, _):
        asked(address)
        assert line() == ""
    assert "no file is taken" in line()


@pytest.mark.parametrize("address", ["127.0.0.1:3310", "http://scanner", "unix://", "tcp://"])
def test_an_address_that_is_none_is_told_at_the_start(address: str):
    with pytest.raises(BadConfiguration, match="CLAMD"):
        configuration.read({"MYACCOUNT_CLAMD_URL": address})
