"""Where the build finds the browser's scripts, and what a page shows before they run."""

import re
from pathlib import Path

import pytest

from myaccount import build
from myaccount.components import scripts


@pytest.fixture
def links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Link to another place than the build's."""
    monkeypatch.setattr(scripts, "LINKS", tmp_path / "links")
    return scripts.LINKS


def test_a_script_is_linked_and_imported_by_its_place(links: Path):
    assert scripts.script("call/peer.js") == "$/public/external/myaccount/components/call/peer.js"
    assert (links / "call/peer.js").read_text() == (scripts.FOLDER / "call/peer.js").read_text()


def test_a_link_that_leads_elsewhere_is_mended_and_a_good_one_left_alone(links: Path):
    scripts.script("modal.jsx")
    made = (links / "modal.jsx").lstat()
    scripts.script("modal.jsx")
    assert (links / "modal.jsx").lstat().st_ino == made.st_ino
    (links / "modal.jsx").unlink()
    (links / "modal.jsx").symlink_to(links / "gone.jsx")
    scripts.script("modal.jsx")
    assert [one.name for one in links.iterdir()] == ["modal.jsx"]
    assert (links / "modal.jsx").readlink() == scripts.FOLDER / "modal.jsx"


def test_the_shortcuts_of_a_page_that_has_just_come_hold_a_place_for_booking():
    build.ensure_built()
    page = (build.WEB / "build/client/account/index.html").read_text()
    dock = page[page.index('class="dock"') :].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', dock) == ["/account", "/account/documents"]
    assert len(re.findall(r"<li\b", dock)) == 4
