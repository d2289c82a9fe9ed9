"""The demo's stand-ins, and how it begins and ends."""

import asyncio
import json
import os
import smtplib
import socket
import subprocess
import sys
import urllib.request
from email.message import EmailMessage
from pathlib import Path

from demo.mailbox import mailbox
from demo.ports import free_port, is_busy
from demo.texts import texts
from demo.video import video_rooms
from myaccount.integrations.texts.http import HttpTexter

ROOT = Path(__file__).parents[2]


def test_the_mailbox_keeps_what_it_is_given(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "desk@cedar.test", "alice@mail.test", "Élan ✓"
    letter.set_content("Hello")
    with mailbox(tmp_path / "mailbox") as url:
        host, port = url.removeprefix("smtp://").split(":")
        with smtplib.SMTP(host, int(port)) as server:
            server.send_message(letter)
            server.send_message(letter)
    kept = sorted((tmp_path / "mailbox").iterdir())
    assert [path.suffix for path in kept] == [".eml", ".eml"]
    assert b"Hello" in kept[0].read_bytes()
    assert is_busy("127.0.0.1", int(port)) is False


def test_the_carrier_of_texts_keeps_what_it_is_given(tmp_path: Path) -> None:
    async def send(url: str) -> None:
        texter = HttpTexter(url, "+16045550100")
        await texter.send("+16045550111", "Élan ✓")
        await texter.close()

    with texts(tmp_path / "mailbox") as url:
        asyncio.run(send(url))
    [kept] = (tmp_path / "mailbox").iterdir()
    assert json.loads(kept.read_text()) == {"To": "+16045550111", "Body": "Élan ✓"}


def test_the_video_room_can_be_entered() -> None:
    with video_rooms() as url:
        assert b"Video room" in urllib.request.urlopen(f"{url}/any", timeout=5).read()


def test_it_says_that_the_port_is_busy(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = _demo(str(other.getsockname()[1]), tmp_path)
    assert done.returncode == 1
    assert "is busy" in done.stderr
    assert not (tmp_path / "data").exists()


def test_it_says_that_the_port_is_none(tmp_path: Path) -> None:
    done = _demo("many", tmp_path)
    assert (done.returncode, done.stderr) == (1, "PORT=many is not the number of a port.\n")


def test_a_free_port_is_free() -> None:
    assert not is_busy("127.0.0.1", free_port("127.0.0.1"))


def _demo(port: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PORT": port, "DEMO_DIR": str(folder / "data")}
    return subprocess.run(
        [sys.executable, "-m", "demo"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False
    )
