"""A language is one folder of `messages/` and one word in `domain/languages.py`."""

import subprocess
import sys
from pathlib import Path
from shutil import copytree

from tests.arch.source import PRODUCT, ROOT

MARKED = "\nSENTENCES = {key: f'‹{said}›' for key, said in SENTENCES.items()}\n"
USAGE = '''"""German, made of marked English."""

from myaccount.messages.usage import Usage

USAGE = Usage(
    name="Deutsch",
    tag="de",
    locale="de_DE",
    decimal=",",
    day="d. MMMM",
    clock="{hour}:{minute:02} Uhr",
    full_hour="{hour} Uhr",
    span="{start} bis {end}",
)
'''


def test_a_folder_and_a_word_are_all_that_a_third_language_takes(tmp_path: Path):
    _beside_the_others(tmp_path)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n0",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/messages/third_language.py",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _beside_the_others(place: Path) -> None:
    """Lay out the project with a third language, and everything else as it is."""
    _linked(ROOT, place, "myaccount", "tests")
    _linked(ROOT / "tests", place / "tests")
    _linked(PRODUCT, place / "myaccount", "messages", "domain")
    _linked(PRODUCT / "domain", place / "myaccount/domain", "languages.py")
    _linked(PRODUCT / "messages", place / "myaccount/messages")
    listed = (PRODUCT / "domain/languages.py").read_text()
    assert '("en", "fr")' in listed
    (place / "myaccount/domain/languages.py").write_text(listed.replace('("en", "fr")', '("en", "fr", "de")'))
    folder = copytree(PRODUCT / "messages/en", place / "myaccount/messages/de")
    for part in folder.glob("*.py"):
        part.write_text(USAGE if part.name == "__init__.py" else part.read_text() + MARKED)


def _linked(source: Path, place: Path, *without: str) -> None:
    """Fill a folder with links to what another one holds."""
    place.mkdir(exist_ok=True)
    for one in source.iterdir():
        if one.name not in (*without, "__pycache__") and not one.name.startswith("."):
            (place / one.name).symlink_to(one)
