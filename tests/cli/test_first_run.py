"""The first run: what is asked, what is tried at once, and what is kept."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.stripe_stand_in import PUBLISHABLE_KEY, SECRET_KEY
from tests.services.post import Post, mail_server

WRONG_KEY = "rk_test_0123456789"


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that takes everything."""
    with mail_server(Post()) as server:
        yield server


def setup(file: Path, *answers: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Answer each question with a line, as somebody at a keyboard would."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MYACCOUNT_")}
    return subprocess.run(
        [sys.executable, "-m", "myaccount", "setup", "--env-file", str(file)],
        input="".join(f"{answer}\n" for answer in answers),
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def clinic(slug: str = "cedar", zone: str = "America/Toronto") -> list[str]:
    return ["Cedar Physio", slug, "CA", "en", "416-555-0100", "Robin", "Vale", "robin@cedar.test", zone]


def test_it_ends_with_a_link_for_the_owner_and_a_file_for_the_service(tmp_path: Path, post: Post):
    file, data = tmp_path / "myaccount.env", tmp_path / "data"
    done = setup(
        file,
        *("http://portal.example", "https://portal.example"),  # in the clear it is refused
        *(str(data), ""),
        *(
            "smtp://127.0.0.1:9",
            "hello@cedar.test",
            post.url,
            "hello@cedar.test",
        ),  # where nobody answers, it asks again
        "n",
        *clinic(zone="Toronto"),
        "America/Toronto",
    )
    assert done.returncode == 0, done.stderr
    assert "plain http on a public host" in done.stderr
    assert "ConnectionRefusedError" in done.stderr
    assert "Toronto is not a time zone" in done.stderr
    assert "https://cedar.portal.example/welcome/" in done.stdout or "https://portal.example/welcome/" in done.stdout
    kept = dict(line.split("=", 1) for line in file.read_text().splitlines())
    assert kept.pop("MYACCOUNT_SECRET_KEY") not in done.stdout + done.stderr
    assert kept == {
        "MYACCOUNT_BASE_URL": "https://portal.example",
        "MYACCOUNT_DOMAIN": "portal.example",
        "MYACCOUNT_DATA_DIR": str(data),
        "MYACCOUNT_SMTP_URL": post.url,
        "MYACCOUNT_MAIL_FROM": "hello@cedar.test",
    }
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_a_shell_would_run_does_not_get_into_the_file(tmp_path: Path, post: Post):
    file, data = tmp_path / "myaccount.env", tmp_path / "data"
    hostile = (f"smtp://me:$(touch {tmp_path}/run)@mail.example", "Cedar <desk@cedar.test>; touch run")
    answers = ("https://portal.example", str(data), "", *hostile, post.url, "hello@cedar.test", "n")
    done = setup(file, *answers, *clinic())
    assert done.returncode == 0, done.stderr
    assert "These cannot stand in the file: a space, $, (, ), ;, <, >." in done.stderr
    read = subprocess.run(["sh", "-c", f"set -a; . {file}; env"], capture_output=True, text=True, check=True).stdout
    assert f"MYACCOUNT_SMTP_URL={post.url}" in read.splitlines()
    assert not (tmp_path / "run").exists()


def test_again_it_offers_what_was_kept_and_keeps_the_key(tmp_path: Path, post: Post):
    file, data = tmp_path / "myaccount.env", tmp_path / "data"
    answers = ("https://portal.example", str(data), "", post.url, "hello@cedar.test", "n")
    assert setup(file, *answers, *clinic()).returncode == 0
    before = file.read_text()
    again = setup(file, *[""] * 5, "n", *clinic(), *clinic("birch"))  # the slug is taken: it asks for the clinic again
    assert again.returncode == 0, again.stderr
    assert "There is a clinic with the slug 'cedar' already." in again.stderr
    assert file.read_text() == before


def test_keys_of_the_card_processor_are_tried(tmp_path: Path, post: Post, stripe_base: str):
    file = tmp_path / "myaccount.env"
    mine = ("https://portal.example", str(tmp_path / "data"), "", post.url, "hello@cedar.test", "y")
    tried = (PUBLISHABLE_KEY, "no key", "", PUBLISHABLE_KEY, WRONG_KEY, "", PUBLISHABLE_KEY, SECRET_KEY, "")
    done = setup(file, *mine, *tried, *clinic(), MYACCOUNT_STRIPE_API_BASE=stripe_base)
    assert done.returncode == 0, done.stderr
    assert "Stripe does not take these keys: KeysRefused" in done.stderr
    assert f"MYACCOUNT_STRIPE_SECRET_KEY={SECRET_KEY}" in file.read_text()
    assert SECRET_KEY not in done.stdout + done.stderr
    assert WRONG_KEY not in done.stdout + done.stderr
