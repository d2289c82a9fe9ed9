"""The demo's mailbox."""

import json
import os
from email.message import EmailMessage
from pathlib import Path

import pytest

from myaccount import config as configuration
from tests.scenes import Scene
from tests.web.portal import portal


@pytest.fixture
def folder(sqlite_scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "mail"
    path.mkdir()
    monkeypatch.setenv("MYACCOUNT_DEMO_MAILBOX", str(path))
    configuration.config.cache_clear()
    return path


def drop(folder: Path, name: str, subject: str, text: str, at: int) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["To"] = subject, "alice@mail.test"
    mail.set_content(text)
    mail.add_alternative("<script>alert(1)</script>", subtype="html")
    (folder / name).write_bytes(mail.as_bytes())
    os.utime(folder / name, (at, at))


def test_there_is_no_mailbox_outside_the_demo(sqlite_scene: Scene):
    assert portal(sqlite_scene).get("/demo/mailbox").status_code == 404


def test_an_empty_mailbox_says_so(sqlite_scene: Scene, folder: Path):
    assert "No messages yet." in portal(sqlite_scene).get("/demo/mailbox").text


def test_the_dashes_above_a_mails_footer_are_no_paragraph(sqlite_scene: Scene, folder: Path):
    drop(folder, "a.eml", "Hello", "Hello\n\n--\n\nCedar Physio", 1_700_000_000)
    page = portal(sqlite_scene).get("/demo/mailbox").text
    assert "<p>--" not in page
    assert "<p>Cedar Physio" in page


def test_mails_are_listed_newest_first_with_their_links_ready(sqlite_scene: Scene, folder: Path):
    drop(folder, "b.eml", "The older", "Hello", 1_700_000_000)
    drop(folder, "a.eml", "The newer", "Open:\nhttp://localhost:3000/reset/abc\n\nBye", 1_700_000_100)
    page = portal(sqlite_scene).get("/demo/mailbox").text
    assert page.index("The newer") < page.index("The older")
    assert '<a href="http://localhost:3000/reset/abc">http://localhost:3000/reset/abc</a>' in page
    assert "<script" not in page


def test_texts_stand_among_the_mails(sqlite_scene: Scene, folder: Path):
    (folder / "a.text").write_text(json.dumps({"To": "+16045550111", "Body": "Cedar: <b>a reminder</b>"}))
    page = portal(sqlite_scene).get("/demo/mailbox").text
    assert "Text message" in page
    assert "To +16045550111" in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", 'http://x.test/"onmouseover="alert(1)', "javascript:alert(1)"]
)
def test_nothing_in_a_mail_becomes_part_of_the_page(sqlite_scene: Scene, folder: Path, text: str):
    drop(folder, "a.eml", text, text, 1_700_000_000)
    page = portal(sqlite_scene).get("/demo/mailbox").text
    assert "<script" not in page
    assert '"onmouseover' not in page
    assert 'href="javascript' not in page


def test_what_is_no_mail_breaks_nothing(sqlite_scene: Scene, folder: Path):
    (folder / "broken.eml").write_bytes(b"\xff\xfe\0 no mail")
    (folder / "empty.eml").write_bytes(b"")
    assert portal(sqlite_scene).get("/demo/mailbox").status_code == 200
